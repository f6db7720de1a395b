"""No address of a subscription reaches what lies inside: spellings, names, redirects, names that change, slow drips."""

import socket
from threading import Thread
from time import monotonic

import pytest
from django.core.exceptions import ImproperlyConfigured

from newmedia_portal.core.notices import egress
from newmedia_portal.core.notices.egress import AddressRefused
from newmedia_portal.core.webhooks import outlet
from newmedia_portal.core.webhooks.outlet import Request, call, clean
from newmedia_portal.settings import services
from tests.core.notices.receivers import receiving

INSIDE = [
    "127.0.0.1", "127.1", "127.0.1", "0", "0.0.0.0", "2130706433", "0x7f000001", "0x7f.0.0.1", "0x7f.1",  # noqa: S104
    "017700000001", "0177.0.0.1", "0177.1", "127.255.255.254", "127.0.0.1.", "localhost", "LOCALHOST", "localhost.",
    "127。0。0。1", "127．0．0．1", "127｡0｡0｡1", "①②⑦.⓪.⓪.①", "１２７.０.０.１", "ｌｏｃａｌｈｏｓｔ",
    "10.0.0.1", "0xa000001", "167772161", "012.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.254",
    "192.168.0.1", "3232235521", "0xc0a80001", "192.168.255.255", "169.254.169.254", "2852039166", "0xa9fea9fe",
    "100.64.0.1", "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1",
    "239.255.255.255", "240.0.0.1", "255.255.255.255", "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]", "[::ffff:10.0.0.1]", "[::ffff:a9fe:a9fe]", "[::127.0.0.1]", "[fe80::1]", "[fe80::1%25lo]",
    "[fc00::1]", "[fd12:3456::1]", "[ff02::1]", "[64:ff9b::7f00:1]", "[64:ff9b::a00:1]", "[2002:7f00:1::]",
    "[2001:db8::1]", "[2001:0:1::1]", "[fec0::1]",
]  # fmt: skip
MALFORMED = [
    "", "ftp://example.com/", "file:///etc/passwd", "gopher://example.com/", "dict://example.com/", "https://",
    "https:///x", "//example.com/", "https://user:pass@example.com/", "https://example.com@127.0.0.1/",
    "https://example.com:99999/", "https://example.com/\r\nX: y", "https://exa mple.com/",
    "https://example.com\\@127.0.0.1/", "https://[::1/", "https://example.com\t/",
]  # fmt: skip
OUTSIDE = (socket.AF_INET, 1, 6, "", ("1.1.1.1", 443))
INNER = (socket.AF_INET, 1, 6, "", ("127.0.0.1", 443))


@pytest.fixture(autouse=True)
def nothing_allowed(settings):
    settings.WEBHOOK_ALLOWED_NETWORKS = []
    settings.MESSAGE_HOSTS = ["127.0.0.1", "localhost"]


@pytest.fixture
def connected(monkeypatch):
    """Every connection that is tried; none is made."""
    tried = []

    def refuse(address, *args, **kwargs):
        tried.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(egress.socket, "create_connection", refuse)
    return tried


def ask(url, body=b"{}"):
    return call(Request(url, body, {}))


def test_there_are_enough_spellings():
    assert len(set(INSIDE)) >= 60


@pytest.mark.parametrize("scheme", ["https", "http"])
@pytest.mark.parametrize("host", INSIDE)
def test_an_inner_address_is_not_connected_to(host, scheme, connected):
    outcome = ask(f"{scheme}://{host}/hook")
    assert (outcome.status, bool(outcome.error), connected) == (None, True, [])


@pytest.mark.parametrize("url", MALFORMED)
def test_a_malformed_address_is_refused_before_it_is_looked_up(url, connected, monkeypatch):
    monkeypatch.setattr(egress.socket, "getaddrinfo", lambda *args, **more: pytest.fail("looked up"))
    with pytest.raises(AddressRefused):
        outlet.check(url)
    assert (ask(url).status, connected) == (None, [])


@pytest.mark.parametrize("url", ["http://example.com/", "https://example.com:22/", "https://example.com:8080/"])
def test_outside_only_https_on_its_own_ports_is_called(url, connected, monkeypatch):
    monkeypatch.setattr(egress.socket, "getaddrinfo", lambda *args, **more: [OUTSIDE])
    assert "只能用 https" in ask(url).error
    assert connected == []


def test_a_name_with_one_inner_address_among_outer_ones_is_refused(connected, monkeypatch):
    monkeypatch.setattr(egress.socket, "getaddrinfo", lambda *args, **more: [OUTSIDE, INNER])
    assert "WEBHOOK_ALLOWED_NETWORKS" in ask("https://events.example.com/").error
    assert connected == []


def test_a_name_that_changes_its_meaning_is_connected_to_as_it_was_looked_at(connected, monkeypatch):
    asked = []

    def changing(host, *args, **more):
        asked.append(host)
        return [OUTSIDE if len(asked) == 1 else INNER]

    monkeypatch.setattr(egress.socket, "getaddrinfo", changing)
    ask("https://events.example.com/hook")
    assert (asked, connected) == (["events.example.com"], [("1.1.1.1", 443)])
    ask("https://events.example.com/hook")
    assert connected == [("1.1.1.1", 443)]


def test_an_address_that_was_fine_when_it_was_entered_is_looked_at_again_at_each_try(settings):
    settings.WEBHOOK_ALLOWED_NETWORKS = ["127.0.0.1"]
    with receiving() as receiver:
        assert ask(receiver.url).status == 200
        settings.WEBHOOK_ALLOWED_NETWORKS = ["10.0.0.0/8"]
        assert ask(receiver.url).status is None
        assert len(receiver.taken) == 1


def test_a_redirect_is_a_failure_and_not_followed(settings):
    settings.WEBHOOK_ALLOWED_NETWORKS = ["127.0.0.1"]
    with receiving() as receiver, receiving() as inner:
        receiver.answers = [(code, b"", ("Location", inner.url)) for code in (301, 302, 303, 307, 308)]
        outcomes = [ask(receiver.url) for _ in range(5)]
        assert [(outcome.status, outcome.well) for outcome in outcomes] == [
            (code, False) for code in (301, 302, 303, 307, 308)
        ]
        assert inner.taken == []


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_an_allowed_network_is_reached_by_address_and_by_name(settings, host):
    settings.WEBHOOK_ALLOWED_NETWORKS = ["127.0.0.0/8", "::1"]
    with receiving() as receiver:
        assert ask(f"http://{host}:{receiver.port}/hook").status == 200


def test_an_allowed_network_opens_no_other(settings, connected):
    settings.WEBHOOK_ALLOWED_NETWORKS = ["10.1.2.0/24"]
    for host in ("10.1.3.1", "127.0.0.1", "[::ffff:10.1.2.9]"):
        assert ask(f"http://{host}:8080/").status is None
    assert connected == []
    ask("http://10.1.2.9:8080/")
    assert connected == [("10.1.2.9", 8080)]


def test_with_a_list_of_hosts_no_other_host_is_called(settings, connected, monkeypatch):
    monkeypatch.setattr(egress.socket, "getaddrinfo", lambda *args, **more: [OUTSIDE])
    settings.WEBHOOK_ALLOWED_HOSTS = ["events.example.com", ".example.gov.cn"]
    for host in ("example.com", "xevents.example.com", "example.gov.cn", "badexample.gov.cn", "1.1.1.1"):
        assert "不在允许的名单里" in ask(f"https://{host}/").error
    assert connected == []
    for host in ("events.example.com", "EVENTS.example.com", "events.example.com.", "a.example.gov.cn"):
        ask(f"https://{host}/")
    assert len(connected) == 4


@pytest.mark.parametrize("entry", ["0.0.0.0/0", "::/0", "robot.example.com", "10.1.2.3/24", "*"])
def test_a_network_that_is_none_or_holds_everything_stops_the_start(entry):
    with pytest.raises(ImproperlyConfigured, match="WEBHOOK_ALLOWED_NETWORKS"):
        services.webhook_networks([entry])


@pytest.mark.parametrize("entry", ["https://example.com", "*.example.com", "example.com:443", "."])
def test_a_host_with_more_than_its_name_stops_the_start(entry):
    with pytest.raises(ImproperlyConfigured, match="WEBHOOK_ALLOWED_HOSTS"):
        services.host_names([entry])


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\nX: "], ids=["nothing", "endless head"])
def test_an_answer_that_drips_is_cut_off_in_time(settings, head):
    settings.WEBHOOK_ALLOWED_NETWORKS = ["127.0.0.1"]
    settings.WEBHOOK_TIMEOUT_SECONDS = 0.4
    with socket.create_server(("127.0.0.1", 0)) as server:
        Thread(target=_drip, args=(server, head), daemon=True).start()
        began = monotonic()
        outcome = ask(f"http://127.0.0.1:{server.getsockname()[1]}/")
    assert (outcome.status, outcome.error) == (None, "对方不可用：对方答复太慢")
    assert monotonic() - began < 2


def _drip(server, head):
    line, _ = server.accept()
    try:
        line.sendall(head)
        for _ in range(60):
            line.sendall(b"x" if head else b"")
            line.settimeout(0.05)
            try:
                if not line.recv(65536):
                    return
            except TimeoutError:
                continue
    except OSError:
        return
    finally:
        line.close()


def test_of_the_answer_little_is_kept_on_one_line_and_without_what_is_secret(settings):
    settings.WEBHOOK_ALLOWED_NETWORKS = ["127.0.0.1"]
    with receiving(b"got\r\n\x1b[31m whsec_abc <b>" + "好".encode() * 5000) as receiver:
        outcome = call(Request(receiver.url, b"{}", {}, hidden=("whsec_abc",)))
    assert outcome.answer.startswith("got [31m *** <b>好好")
    assert len(outcome.answer) <= 200
    assert clean("a\u202eb\u0000c\n d") == "a b c d"
