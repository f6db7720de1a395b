"""ASVS V3 to V5 and V13 to V14, what browsers get: cookies, policy, types, names of downloads, the way out."""

import re
from collections.abc import Iterator
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.storage import InMemoryStorage
from django.test import Client

from newmedia_portal.core.ui.cookies import HOST, named
from newmedia_portal.core.uploads.serving import hand_out
from tests.architecture.test_headers import ADDRESSES, policy

from .sources import ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.once]
PASSWORD = "Anna-2026-portal"
#: Without signs of its own: figures, files, calendars say their type alone.
WITH_SIGNS = ("text/", "application/xml", "application/xhtml")


@pytest.fixture
def tls(settings: Any) -> Any:
    """Return the settings of an installation behind TLS, as settings/prod.py has them."""
    prod = (ROOT / "newmedia_portal/settings/prod.py").read_text("utf-8")
    for name, value in re.findall(r'^(\w+_COOKIE_NAME) = "([^"]+)"', prod, re.M):
        setattr(settings, name, value)
    for name in re.findall(r"^(\w+_COOKIE_SECURE) = True", prod, re.M):
        setattr(settings, name, True)
    return settings


@pytest.fixture
def inside(client: Client) -> Client:
    """Return a client of a system administrator who is signed in."""
    client.force_login(get_user_model().objects.create(username="anna", full_name="张某一", instance_role="sysadmin"))
    client.raise_request_exception = False
    return client


def pages(client: Client) -> Iterator[tuple[str, Any]]:
    """Yield every address without an argument with its answer."""
    for address in ADDRESSES:
        yield address, client.get(address, secure=True)


def test_cookies_bear_the_host_prefix_in_a_real_installation(tls, client):
    get_user_model().objects.create_user(username="anna", full_name="张某一", password=PASSWORD)
    met: dict[str, Any] = {}
    for answer in (
        client.get("/login/", secure=True),
        client.post("/login/", {"username": "anna", "password": PASSWORD}, secure=True),
        client.post("/display/", {"large": "on"}, secure=True),
        client.post("/logout/", secure=True),
    ):
        met |= answer.cookies

    assert {HOST + name for name in ("sessionid", "csrftoken", "display")} <= set(met)
    for name, cookie in met.items():
        assert name.startswith(HOST), name
        assert (cookie["path"], cookie["domain"], bool(cookie["secure"])) == ("/", "", True), name
        assert cookie["samesite"] == "Lax", name
        assert cookie["httponly"] or not cookie.value, name


def test_without_tls_names_are_plain_since_no_browser_would_keep_the_others(settings):
    settings.SESSION_COOKIE_SECURE = False
    assert named("display") == "display"


def test_no_page_carries_the_session_key(inside):
    key = inside.session.session_key
    for address, answer in pages(inside):
        shown = b"".join(answer) if answer.streaming else answer.content
        assert key.encode() not in shown, address
        assert key not in answer.get("Location", ""), address


def test_no_other_origin_is_let_in(inside):
    for address in [*ADDRESSES, "/api/v1/accounts"]:
        for method in ("GET", "OPTIONS"):
            answer = inside.generic(
                method,
                address,
                secure=True,
                headers={"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"},
            )
            assert "Access-Control-Allow-Origin" not in answer, address


def test_the_content_policy_holds_what_is_asked(inside):
    for address, answer in pages(inside):
        rules = policy(answer["Content-Security-Policy"])
        assert (rules["object-src"], rules["base-uri"], rules["frame-ancestors"]) == ("'none'",) * 3, address
        assert (rules["default-src"], rules["script-src"]) == ("'none'", "'self'"), address


def test_every_answer_names_its_type_and_its_signs(inside):
    for address, answer in pages(inside):
        if answer.status_code in (204, 301, 302, 304):
            continue
        kind = answer["Content-Type"]
        assert kind, address
        assert not kind.startswith(WITH_SIGNS) or "charset=utf-8" in kind, (address, kind)
        body = b"".join(answer) if answer.streaming else answer.content
        assert kind.startswith("text/html") == body.lstrip()[:1].startswith(b"<"), (address, kind)
        assert ("json" in kind) == (body.lstrip()[:1] in (b"{", b"[")), (address, kind)


@pytest.mark.parametrize("name", ['甲"; filename="x.exe', "甲\r\nSet-Cookie: a=b", "../../甲.pdf", "甲\u202efdp.exe"])
def test_names_of_downloads_are_encoded(name):
    storage = InMemoryStorage()
    storage.save("blind", BytesIO(b"x"))
    answer = hand_out(
        SimpleNamespace(storage=storage, name="blind", open=lambda mode: storage.open("blind", mode)), name=name
    )
    told = answer["Content-Disposition"]

    assert told.startswith("attachment")
    assert not re.search(r"[\r\n\u202e/\\]", told.replace('\\"', ""))
    assert "Set-Cookie" not in answer
    assert re.fullmatch(r"""attachment(?:; filename="(?:[^"\\]|\\.)*"|; filename\*=utf-8''[\w.%!~*'()\-]+)?""", told), (
        told
    )


def test_every_page_offers_the_way_out(inside):
    seen = 0
    for address, answer in pages(inside):
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            text = answer.content.decode()
            if 'id="main"' in text:
                assert 'action="/logout/"' in text, address
                seen += 1
    assert seen > 20


def test_leaving_clears_the_browser(inside):
    answer = inside.post("/logout/", secure=True)
    assert answer["Clear-Site-Data"] == '"cache"'
    assert inside.get("/", secure=True).status_code == 302


@pytest.mark.parametrize(
    "address",
    ["/.git/HEAD", "/.env", "/manage.py", "/docker-compose.yml", "/static/", "/media/", "/admin/", "/.svn/entries",
     "/backup.zip", "/var/", "/static/../manage.py"],
)  # fmt: skip
def test_nothing_hidden_is_served(inside, address):
    assert inside.get(address, secure=True).status_code == 404


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "PROPFIND"])
def test_unknown_methods_are_not_answered(inside, method):
    for address in ADDRESSES:
        answer = inside.generic(method, address, secure=True, headers={"X-Probe": "echo-me"})
        assert (answer.status_code, answer.content) == (405, b""), address
