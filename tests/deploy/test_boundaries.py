"""Where one message ends and the next begins (消息边界): nginx and gunicorn agree, or refuse (ASVS 4.2.1)."""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Iterator

import pytest

from tests.soak.machinery import HOST, Started
from tests.soaking import keep_result

from .servers import Front, Place, missing_packages
from .serving import served

SMUGGLED = b"GET /smuggled/ HTTP/1.1\r\nHost: %s\r\n\r\n" % HOST.encode()
BEHIND = b"0\r\n\r\n" + SMUGGLED
#: Headers that say the length of a body in two ways, or in none that is allowed, and the body that abuses them.
LENGTHS = {
    "length and chunks": (b"Content-Length: %d\r\nTransfer-Encoding: chunked\r\n" % len(BEHIND), BEHIND),
    "chunks and length": (b"Transfer-Encoding: chunked\r\nContent-Length: %d\r\n" % len(BEHIND), BEHIND),
    "two lengths": (b"Content-Length: %d\r\nContent-Length: 0\r\n" % len(SMUGGLED), SMUGGLED),
    "a list of lengths": (b"Content-Length: 0, %d\r\n" % len(SMUGGLED), SMUGGLED),
    "a length with a sign": (b"Content-Length: +0\r\n", SMUGGLED),
    "a length below nothing": (b"Content-Length: -1\r\n", SMUGGLED),
    "a length in hex": (b"Content-Length: 0x0\r\n", SMUGGLED),
    "a name with a space": (b"Content-Length : 0\r\n", SMUGGLED),
    "chunks of no known kind": (b"Transfer-Encoding: xchunked\r\n", BEHIND),
    "chunks first, then nothing": (b"Transfer-Encoding: chunked, identity\r\n", BEHIND),
    "chunks said twice": (b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", BEHIND),
    "chunks behind a tab of the typewriter": (b"Transfer-Encoding:\x0bchunked\r\n", BEHIND),
    "chunks on a line that goes on": (b"Transfer-Encoding:\r\n chunked\r\n", BEHIND),
    "a name that ends in a bare line feed": (b"X: y\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n", BEHIND),
    "a chunk with a sign": (b"Transfer-Encoding: chunked\r\n", b"+0\r\n\r\n" + SMUGGLED),
    "a chunk in hex": (b"Transfer-Encoding: chunked\r\n", b"0x0\r\n\r\n" + SMUGGLED),
    "a chunk longer than it says": (b"Transfer-Encoding: chunked\r\n", b"1\r\nabc\r\n" + BEHIND),
    "a chunk without a size": (b"Transfer-Encoding: chunked\r\n", b"\r\n" + BEHIND),
}  # fmt: skip


#: Seconds for the first answer, and for a further one.
PATIENCE, SILENCE = 20, 2
#: What a refused message may be answered; the hidden one, had it been read, would be answered otherwise.
REFUSED = {400, 403, 405, 501}


def answers_to(headers: bytes, body: bytes, port: int, wrap: ssl.SSLContext | None = None) -> list[int]:
    """Send one message and return the status of each answer, until the other side closes or is silent."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as plain:
        line = wrap.wrap_socket(plain, server_hostname=HOST) if wrap else plain
        line.settimeout(PATIENCE)
        line.sendall(b"POST / HTTP/1.1\r\nHost: %s\r\n%s\r\n%s" % (HOST.encode(), headers, body))
        told = b""
        try:
            while got := line.recv(65_536):
                told += got
                line.settimeout(SILENCE)
        except (TimeoutError, ConnectionError, ssl.SSLError):
            pass
    return [int(status) for status in re.findall(rb"^HTTP/1\.[01] (\d{3})", told, re.MULTILINE)]


@pytest.fixture(scope="module")
def web() -> Iterator[tuple[int, Started]]:
    """Serve the portal; give its port and its process."""
    with served() as one:
        yield one


@pytest.mark.once
@pytest.mark.slow
@pytest.mark.parametrize("name", LENGTHS)
def test_gunicorn_takes_no_second_message_out_of_an_odd_one(name: str, web: tuple[int, Started]) -> None:
    found = answers_to(*LENGTHS[name], web[0])
    assert found
    assert set(found) <= REFUSED


@pytest.mark.once
@pytest.mark.slow
def test_a_second_message_that_nobody_hides_is_answered(web: tuple[int, Started]) -> None:
    first, second = answers_to(b"Content-Length: 0\r\n", SMUGGLED, web[0])
    assert first in REFUSED
    assert second not in REFUSED


@pytest.mark.soak
def test_no_message_hides_another_from_nginx(web: tuple[int, Started]) -> None:
    lacking = missing_packages()
    assert "nginx" not in lacking, "needs the Debian package nginx"
    port, portal = web
    place = Place()
    front = Front(place, [port])
    wrap = ssl.create_default_context(cafile=str(front.folder / "portal.crt"))
    front.start()
    try:
        before = len(portal.text())
        found = {name: answers_to(*LENGTHS[name], front.port, wrap) for name in LENGTHS}
        passed_on = portal.text()[before:]
        open_pair = answers_to(b"Content-Length: 0\r\n", SMUGGLED, front.port, wrap)
        passed_on_then = portal.text()[before:]
    finally:
        front.process.stop()
        place.away()
    let_in = {name: told for name, told in found.items() if told not in ([400], [501])}

    figures = {
        "含糊的报文": len(found),
        "被 nginx 拒绝": len(found) - len(let_in),
        "到达门户": passed_on.count("method="),
    }
    held = not let_in and not passed_on
    keep_result("message-boundaries", label="请求走私", threshold="0 次夹带", figures=figures, held=held)
    assert let_in == {}
    assert passed_on == ""
    assert (len(open_pair), passed_on_then.count("method=GET")) == (2, 1)  # what is not hidden is passed on
