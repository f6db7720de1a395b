"""The way from nginx to the portal over TLS (内部加密): verified, with no way back to plain HTTP (ASVS 12.3.3)."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.soak.machinery import HOST

from .servers import Front, Place, make_certificate, missing_packages
from .serving import served


def asked(port: int, trust: Path) -> tuple[int, str]:
    """Return the status and the text of /healthz over TLS, from who shows a certificate that is trusted."""
    line = http.client.HTTPSConnection(
        "127.0.0.1", port, timeout=15, context=ssl.create_default_context(cafile=str(trust))
    )
    try:
        line.request("GET", "/healthz", headers={"Host": HOST})
        answer = line.getresponse()
        return answer.status, answer.read().decode()
    finally:
        line.close()


def asked_plainly(port: int) -> None:
    """Ask for /healthz without TLS."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=15)
    line.request("GET", "/healthz", headers={"Host": HOST})
    line.getresponse()


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Path]]:
    """Serve the portal with a certificate of its own; give port and certificate."""
    folder = tmp_path_factory.mktemp("inside")
    make_certificate(folder)
    files = {"WEB_TLS_CERTIFICATE": str(folder / "portal.crt"), "WEB_TLS_KEY": str(folder / "portal.key")}
    with served(**files) as (port, _):
        yield port, folder / "portal.crt"


@contextmanager
def before(port: int, certificate: Path) -> Iterator[Front]:
    """Set up nginx before the portal: it believes this certificate and no other."""
    assert "nginx" not in missing_packages(), "needs the Debian package nginx"
    place = Place()
    front = Front(place, [port], inside=certificate)
    assert front.test.returncode == 0, front.test.stderr
    front.start()
    try:
        yield front
    finally:
        front.process.stop()
        place.away()


@pytest.mark.once
@pytest.mark.slow
def test_a_portal_with_a_certificate_does_not_speak_plainly(closed: tuple[int, Path]) -> None:
    port, certificate = closed
    assert asked(port, certificate)[0] == 200
    with pytest.raises((http.client.HTTPException, ConnectionError)):
        asked_plainly(port)


@pytest.mark.soak
def test_nginx_reaches_the_portal_over_tls_and_nothing_else_does(closed: tuple[int, Path]) -> None:
    port, certificate = closed
    with before(port, certificate) as front:
        assert asked(front.port, front.folder / "portal.crt")[0] == 200


@pytest.mark.soak
def test_a_portal_with_a_certificate_that_nobody_vouches_for_is_not_asked(
    closed: tuple[int, Path], tmp_path: Path
) -> None:
    port, _ = closed
    make_certificate(tmp_path)
    with before(port, tmp_path / "portal.crt") as front:
        status, text = asked(front.port, front.folder / "portal.crt")
        assert (status, "系统正在维护" in text) == (503, True)
        assert "SSL certificate verify error" in (front.folder / "error.log").read_text("utf-8")
