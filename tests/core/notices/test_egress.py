"""Nothing inside is reached by an address that somebody typed in: spellings, names, redirects, changing names."""

import socket

import pytest

from newmedia_portal.core.notices import egress
from newmedia_portal.core.notices.egress import AddressRefused, check, post

from .receivers import receiving

INSIDE = [
    "127.0.0.1", "127.1", "127.0.1", "0", "2130706433", "0x7f000001", "0x7f.0.0.1", "017700000001",
    "127.255.255.254", "localhost", "LOCALHOST", "localhost.", "10.0.0.1", "10.255.255.255", "172.16.0.1",
    "172.31.255.254", "192.168.0.1", "192.168.255.255", "169.254.169.254", "169.254.0.1", "100.64.0.1", "192.0.0.8",
    "192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.255", "240.0.0.1",
    "255.255.255.255", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:10.0.0.1]", "[::ffff:7f00:1]", "[fe80::1]",
    "[fc00::1]", "[fd12:3456::1]", "[ff02::1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[2001:db8::1]",
    "[2001:0:1::1]", "[::127.0.0.1]", "0.0.0.0",  # noqa: S104
]  # fmt: skip
MALFORMED = [
    "", "ftp://example.com/", "file:///etc/passwd", "gopher://example.com/", "https://", "https:///x", "//example.com/",
    "https://user:pass@example.com/", "https://example.com:22/", "https://example.com:99999/", "http://example.com/",
    "https://example.com/\r\nX: y", "https://exa mple.com/", "https://example.com\\@127.0.0.1/", "https://[::1/",
]  # fmt: skip


@pytest.fixture
def connected(monkeypatch):
    """Every connection that is tried; none is made."""
    tried: list[object] = []

    def refuse(address: object, *args: object, **kwargs: object) -> None:
        tried.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(egress.socket, "create_connection", refuse)
    return tried


def test_there_are_enough_spellings():
    assert len(set(INSIDE)) >= 40


@pytest.mark.parametrize("host", INSIDE)
def test_an_inner_address_is_not_connected_to(host, connected):
    with pytest.raises((AddressRefused, OSError)):
        post(f"https://{host}/hook", b"", {})
    assert connected == []


@pytest.mark.parametrize("url", MALFORMED)
def test_a_malformed_address_is_refused_before_it_is_looked_up(url, connected, monkeypatch):
    monkeypatch.setattr(egress.socket, "getaddrinfo", lambda *args, **more: pytest.fail("looked up"))
    with pytest.raises(AddressRefused):
        post(url, b"", {})


def test_a_name_with_one_inner_address_among_outer_ones_is_refused(connected, monkeypatch):
    found = [(socket.AF_INET, 1, 6, "", (text, 443)) for text in ("1.1.1.1", "10.0.0.1")]
    monkeypatch.setattr(egress.socket, "getaddrinfo", lambda *args, **more: found)
    with pytest.raises(AddressRefused, match="内网"):
        post("https://robot.example.com/hook", b"", {})
    assert connected == []


def test_the_connection_goes_to_the_address_that_was_looked_at(connected, monkeypatch):
    asked: list[str] = []

    def changing(host: str, *args: object, **more: object) -> list[object]:
        asked.append(host)
        return [(socket.AF_INET, 1, 6, "", ("1.1.1.1" if len(asked) == 1 else "127.0.0.1", 443))]

    monkeypatch.setattr(egress.socket, "getaddrinfo", changing)
    with pytest.raises(ConnectionRefusedError):
        post("https://robot.example.com/hook", b"", {})
    assert (asked, connected) == (["robot.example.com"], [("1.1.1.1", 443)])


def test_a_redirect_is_an_answer_and_not_followed(settings):
    settings.MESSAGE_HOSTS = ["127.0.0.1"]
    with receiving() as receiver, receiving() as inner:
        receiver.answers = [(307, b"", ("Location", inner.url))]
        assert post(receiver.url, b"x", {}).status == 307
        assert inner.taken == []


@pytest.mark.parametrize("entry", ["127.0.0.1", "127.0.0.0/8", "localhost"])
def test_what_the_installation_names_is_reached(settings, entry):
    settings.MESSAGE_HOSTS = [entry]
    with receiving() as receiver:
        host = "localhost" if entry == "localhost" else "127.0.0.1"
        assert post(f"http://{host}:{receiver.port}/hook", b"x", {}).status == 200


def test_a_named_host_opens_no_other(settings, connected):
    settings.MESSAGE_HOSTS = ["10.1.2.0/24", "robot.example.com"]
    with pytest.raises(AddressRefused):
        post("https://10.1.3.1/hook", b"", {})
    assert check("http://robot.example.com:8080/hook").port == 8080
    assert connected == []


def test_an_endless_answer_is_cut_off(settings):
    settings.MESSAGE_HOSTS = ["127.0.0.1"]
    with receiving(b"x" * 200_000) as receiver:
        assert len(post(receiver.url, b"", {}).body) <= egress.MOST
