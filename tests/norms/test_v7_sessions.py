"""ASVS V7: sessions as they are documented, their keys, the way out on every page, who may begin one."""

import math
import random
import re

import pytest
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.test import Client

from newmedia_portal.core.sessions.models import LoginSession
from tests.architecture.test_headers import ADDRESSES
from tests.core.second_factor.making import PASSWORD, is_in, sign_in, someone
from tests.core.sso import making
from tests.core.sso.provider import Provider
from tests.core.sso.travelling import come_back

from .sources import page, section, shipped_number

PAGE = page("authentication.md")
KEY = re.compile(rf"[{VALID_KEY_CHARS}]{{32}}")


def key_of(client: Client) -> str:
    """Return what the browser holds of the session."""
    return str(client.cookies["sessionid"].value)


def test_the_page_names_the_times_that_hold_and_how_many_sessions_one_person_has():
    table = section(PAGE, "会话")
    idle = shipped_number("SESSION_IDLE_MINUTES")

    assert f"| {shipped_number('SESSION_MAX_HOURS')} 小时 | `SESSION_MAX_HOURS` |" in table
    assert f"| {idle} 分钟 | `SESSION_IDLE_MINUTES` |" in table
    assert "| 同一人同时登录的处数 | 不限 |" in table
    assert "NIST SP 800-63B" in table


def test_the_page_says_for_each_outer_system_who_ends_what():
    table = section(PAGE, "与统一认证之间的会话")

    assert [kind for kind in ("OIDC", "CAS", "LDAP") if f"| {kind} |" not in table] == []
    assert "都不延长本平台的会话" in table


@pytest.mark.django_db
def test_one_person_may_be_signed_in_at_several_places_each_with_a_key_of_its_own():
    person = someone()
    clients = [sign_in() for _ in range(4)]

    assert [is_in(client) for client in clients] == [True] * 4
    assert len({key_of(client) for client in clients}) == 4
    assert LoginSession.objects.filter(user=person).count() == 4


@pytest.mark.django_db
def test_a_key_is_drawn_from_the_systems_randomness_and_holds_128_bits():
    someone()
    random.seed(7)
    first = key_of(sign_in())
    random.seed(7)
    second = key_of(sign_in())

    assert first != second
    assert KEY.fullmatch(first)
    assert 32 * math.log2(len(VALID_KEY_CHARS)) >= 128


@pytest.mark.django_db
@pytest.mark.parametrize("bend", [lambda key: key[:-1], lambda key: key[::-1], lambda key: "a" * 32, lambda key: ""])
def test_a_key_that_the_server_does_not_know_is_nobody(bend):
    someone()
    client, other = sign_in(), Client()
    other.cookies["sessionid"] = bend(key_of(client))

    assert (is_in(client), is_in(other)) == (True, False)


@pytest.mark.django_db
def test_the_key_of_before_is_worth_nothing_after_a_new_log_in():
    someone()
    client, kept = sign_in(), Client()
    kept.cookies["sessionid"] = key_of(client)
    assert is_in(kept)

    client.post("/logout/")
    sign_in(client=client)

    assert is_in(client)
    assert not is_in(kept)
    assert key_of(client) != kept.cookies["sessionid"].value


@pytest.mark.django_db
@pytest.mark.once
def test_every_page_of_a_signed_in_person_has_the_way_out():
    someone(instance_role="sysadmin")
    client = sign_in()
    client.raise_request_exception = False
    pages = {}
    for address in ADDRESSES:
        answer = client.get(address)
        if answer.status_code == 200 and "<body" in (
            text := getattr(answer, "content", b"").decode("utf-8", "replace")
        ):
            pages[address] = text

    assert len(pages) > 15
    assert [address for address, text in pages.items() if 'action="/logout/"' not in text] == []


@pytest.mark.django_db
def test_sensitive_changes_of_ones_own_account_take_the_password_again():
    someone()
    client = sign_in()
    from_page = client.get("/second-factor/enrol/").content.decode()

    assert 'name="password"' in from_page
    assert client.post("/second-factor/enrol/", {"code": "000000"}).status_code == 422
    assert (
        client.post("/password/", {"new_password1": PASSWORD + "x", "new_password2": PASSWORD + "x"}).status_code != 302
    )


ELSEWHERE = [
    ({"Sec-Fetch-Site": "cross-site"}, False),
    ({"Sec-Fetch-Site": "same-site"}, False),
    ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-User": "?0"}, False),
    ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-User": "?1"}, True),
    ({"Sec-Fetch-Site": "same-origin"}, True),
    ({"Sec-Fetch-Site": "none", "Sec-Fetch-User": "?1"}, True),
]


@pytest.mark.django_db
@pytest.mark.once
@pytest.mark.parametrize(("headers", "goes"), ELSEWHERE)
@pytest.mark.parametrize("kind", ["oidc", "cas"])
def test_another_site_cannot_begin_a_session_without_a_click(provider: Provider, settings, kind, headers, goes):
    settings.SSO_CAS_URL = "https://cas.example.cn/cas/"
    begins = provider.issuer if kind == "oidc" else settings.SSO_CAS_URL

    answer = Client().get(f"/sso/{kind}/", {"next": "/devices/"}, headers=headers)

    assert answer.status_code == 302
    assert answer["Location"].startswith(begins) == goes
    assert goes or answer["Location"] == "/login/?next=%2Fdevices%2F"


@pytest.mark.django_db
@pytest.mark.once
def test_a_session_from_outside_ends_after_the_same_idle_time(provider: Provider, settings):
    making.linked("oidc", provider.sub)
    client = Client()
    come_back(client, provider)

    assert making.is_in(client)
    assert client.session.get_expiry_age() <= settings.SESSION_COOKIE_AGE
    assert client.session.get_expire_at_browser_close()
