"""Every page of the access matrix, each as up to four people who may see it, under the rules of a scanner (B41)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.architecture.access_matrix import ROLES, read_table
from tests.architecture.routes import routes
from tests.attacks.reading import Reader, lent

from .rules import RULES, Page

pytestmark = [pytest.mark.django_db, pytest.mark.once]
MOST_ROLES = 4
BEHIND_TLS = {
    "SECURE_HSTS_SECONDS": 31_536_000, "SECURE_HSTS_INCLUDE_SUBDOMAINS": True, "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
}  # fmt: skip
SITE = "新媒体账号备案与审核"
MARK = "\"'><s>zq7</s>{{7*191}}${7*191}"
#: What looks like a fault and is none: by address, what was found, and why it stands there.
MEANT = {
    ("reviews:edit", "13812345678"): "the author's own text, which the author wrote and the pre-check points at",
    ("reviews:check", "13812345678"): "the same text, with what the pre-check says of it",
    ("people:change", "13800000001"): "the example beside the field, plainly made up",
    ("people:add", "13800000001"): "the example beside the field, plainly made up",
    ("tokens:new", "10.1.2.0"): "the example beside the list of addresses",
}


def page_of(url: str, answer: Any, role: str) -> Page:
    """Return an answer as the rules take it."""
    body = b"" if answer.streaming else answer.content
    text = (
        body.decode("utf-8", "replace")
        if answer.get("Content-Type", "").startswith(("text/", "application/json"))
        else ""
    )
    headers = {name.lower(): value for name, value in answer.items()}
    return Page(url, answer.status_code, headers, text, answer.cookies, signed_in=role != "anonymous")


@pytest.fixture(scope="module")
def reader(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    with lent(django_db_blocker, **BEHIND_TLS) as one:
        yield one


@pytest.fixture(scope="module")
def pages(reader: Reader) -> list[tuple[str, str, Page]]:
    """Open every address of the matrix as the first people who may, spread over the roles."""
    known, found = {route.name: route for route in routes()}, []
    for number, ((name, method, place), cells) in enumerate(read_table().items()):
        if method != "GET" or name not in known:
            continue
        turned = [*ROLES[number % len(ROLES) :], *ROLES[: number % len(ROLES)]]
        for role in [role for role in turned if cells[role] in ("in", "did")][:MOST_ROLES]:
            try:
                url = reader.address(known[name], place)
            except (KeyError, AttributeError):
                continue
            found.append((name, role, page_of(url, reader.read(role, url), role)))
    return found


def test_no_rule_finds_anything_on_any_page(pages):
    found = {
        (one.severity, one.name, name, piece) for name, _, page in pages for one in RULES for piece in one.look(page)
    }

    assert {(name, piece) for _, _, name, piece in found} == set(MEANT)
    assert len(pages) > 1_000
    assert len({role for _, role, _ in pages}) >= MOST_ROLES


def test_every_page_says_in_its_title_which_page_it_is(pages):
    named = [(name, "".join(one.itertext())) for name, _, page in pages for one in page.elements("title")]

    assert len(named) > 1_000
    assert {name for name, title in named if SITE in title.removesuffix(f" · {SITE}")} == set()


def test_what_is_typed_into_an_address_comes_back_as_text_and_leads_nowhere(reader, pages):
    names = ("q", "next", "page", "sort", "tab", "unit", "state", "back", "url", "view")
    asked, woken = 0, []
    for name, role, page in {name: row for row in pages if (name := row[0])}.values():
        for given in (dict.fromkeys(names, MARK), dict.fromkeys(names, "https://evil.example/%0d%0aX-Evil: 1")):
            answer = reader.read(role, f"{page.url.partition('?')[0]}?{urlencode(given)}")
            asked += 1
            text = "" if answer.streaming else answer.content.decode("utf-8", "replace")
            led = answer.get("Location", "")
            if "<s>zq7</s>" in text or ("1337" in text and "zq7" in text and "7*191" not in text):
                woken.append((name, "markup or a template woke up"))
            if "//evil.example" in led.partition("?")[0] or "X-Evil" in answer:
                woken.append((name, led))
            if answer.status_code >= 500:
                woken.append((name, answer.status_code))

    assert woken == []
    assert asked > 400


GOOD = {
    "x-frame-options": "DENY", "x-content-type-options": "nosniff", "strict-transport-security": "max-age=31536000",
    "content-security-policy": "default-src 'none'; script-src 'self'", "referrer-policy": "same-origin",
    "cache-control": "private, no-store", "content-type": "text/html; charset=utf-8",
}  # fmt: skip


def planted(body: str = "", *, url: str = "/a/", cookie: str = "", without: str = "", **headers: str) -> Page:
    """Return a sound page with one fault planted in it."""
    told = {**GOOD, **{name.replace("_", "-"): value for name, value in headers.items()}}
    told.pop(without, None)
    page = Page(url, 200, told, f"<!doctype html><title>甲</title><p>{body}</p>")
    page.cookies.load(cookie)
    return page


FAULTS = {
    10020: planted(without="x-frame-options"), 10021: planted(without="x-content-type-options"),
    10035: planted(strict_transport_security="max-age=300"), 10038: planted(without="content-security-policy"),
    10063: planted(without="referrer-policy"),
    10055: planted(content_security_policy="default-src 'self'; script-src * 'unsafe-inline'"),
    10011: planted(cookie="a=b; HttpOnly; SameSite=Lax"), 10010: planted(cookie="a=b; Secure; SameSite=Lax"),
    10054: planted(cookie="a=b; Secure; HttpOnly"), 10036: planted(server="gunicorn/23.0"),
    10037: planted(x_powered_by="Django"), 10098: planted(access_control_allow_origin="*"),
    10105: planted(www_authenticate="Basic realm=a"), 3: planted(url="/a/?sessionid=abcdefgh12"),
    10024: planted(url="/a/?token=abc"), 90022: planted("Traceback (most recent call last)"),
    2: planted("见 192.168.1.20"), 10062: planted("电话 13912345678"),
    10097: planted("argon2$argon2id$v=19$m=102400,t=2,p=8$abcdefghijklmnopqrstuv"),
    10027: planted("<!-- TODO remove -->"), 10015: planted(without="cache-control"),
    10019: planted(content_type="text/html"), 10017: planted("<script src='https://cdn.example/a.js'></script>"),
    10110: planted("<b onclick='a()'>甲</b>"), 10202: planted("<form method=post action='/a/'></form>"),
    10041: planted("<form action='http://other.example/'></form>"),
    10108: planted("<a target=_blank href='https://other.example/'>甲</a>"),
    10028: planted(location="https://other.example/"), 10012: planted("<input type=password name=a value=b>"),
}  # fmt: skip


@pytest.mark.parametrize("one", RULES, ids=lambda one: f"{one.zap}-{one.name.replace(' ', '-')}")
def test_each_rule_finds_its_fault_and_is_silent_on_a_sound_page(one):
    assert list(one.look(FAULTS[one.zap])) != []
    assert list(one.look(planted("一切如常", cookie="a=b; Secure; HttpOnly; SameSite=Lax"))) == []


def test_there_is_a_rule_for_each_number_and_no_other():
    assert sorted(one.zap for one in RULES) == sorted(FAULTS)
    assert len(RULES) >= 29
