"""OpenID Connect against a provider of its own: who comes in, and what is refused."""

import time
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client

from newmedia_portal.core.access.models import User
from newmedia_portal.core.sessions.models import LoginSession

from . import making
from .provider import CLIENT, Provider
from .travelling import come_back, leave_for

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_a_linked_person_comes_in_and_the_log_says_how(provider: Provider) -> None:
    person = making.linked("oidc", provider.sub)
    client = Client()

    answer = come_back(client, provider, "/devices/")

    assert (answer.status_code, answer["Location"]) == (302, "/devices/")
    assert making.is_in(client)
    assert making.methods() == ["oidc"]
    assert LoginSession.objects.filter(user=person).count() == 1


def test_the_provider_is_told_state_nonce_and_a_challenge_new_each_time(provider: Provider) -> None:
    client = Client()
    first, second = leave_for(client), leave_for(client)

    assert (first["scope"], first["redirect_uri"]) == ("openid", "http://testserver/sso/oidc/back/")
    for name in ("state", "nonce", "code_challenge"):
        assert len(first[name]) >= 20
        assert first[name] != second[name]


def test_the_session_gets_a_new_key(provider: Provider) -> None:
    making.linked("oidc", provider.sub)
    client = Client()
    told = leave_for(client)
    before = client.session.session_key
    back = urlsplit(provider.authorize(told))
    client.get(f"{back.path}?{back.query}")

    assert client.session.session_key != before


def test_somebody_without_a_link_is_told_whom_to_ask_and_nobody_is_made(provider: Provider) -> None:
    before = User.objects.count()
    client = Client()

    answer = come_back(client, provider)

    assert answer.status_code == 403
    assert "安全管理员" in answer.content.decode()
    assert provider.sub in answer.content.decode()
    assert User.objects.count() == before
    assert not making.is_in(client)
    assert making.refusals() == ["unlinked"]


def test_the_same_subject_of_another_issuer_is_somebody_else(provider: Provider, settings: Any) -> None:
    settings.SSO_OIDC_ISSUER = "https://elsewhere.example"
    making.linked("oidc", provider.sub)
    settings.SSO_OIDC_ISSUER = provider.issuer

    assert come_back(Client(), provider).status_code == 403


def test_a_person_who_was_switched_off_stays_out(provider: Provider) -> None:
    person = making.linked("oidc", provider.sub)
    User.objects.filter(pk=person.pk).update(is_active=False)
    client = Client()

    answer = come_back(client, provider)

    assert (answer.status_code, making.is_in(client), making.refusals()) == (403, False, ["off"])


def test_a_person_locked_by_wrong_passwords_stays_out(provider: Provider) -> None:
    making.linked("oidc", provider.sub)
    client = Client()
    for _ in range(5):
        client.post("/login/", {"username": "anna", "password": "wrong"})

    assert (come_back(client, provider).status_code, making.refusals()) == (403, ["locked"])


@pytest.mark.parametrize(
    "lies",
    [
        {"nonce": "foreign"}, {"nonce": None}, {"aud": "another-portal"}, {"aud": None}, {"iss": "https://evil.example"},
        {"exp": int(time.time()) - 3600}, {"exp": None}, {"sub": None}, {"sub": ""},
        {"aud": "another-portal", "azp": CLIENT},
        {"aud": [CLIENT, "another-portal"], "azp": "another-portal"}, {"iat": int(time.time()) + 3600},
    ],
    ids=str,
)  # fmt: skip
def test_a_token_that_says_the_wrong_thing_lets_nobody_in(provider: Provider, lies: dict[str, Any]) -> None:
    making.linked("oidc", provider.sub)
    provider.lies = lies
    client = Client()

    answer = come_back(client, provider)

    assert (answer.status_code, making.is_in(client), making.refusals()) == (400, False, ["unproved"])


@pytest.mark.parametrize("signing", ["none", "HS256-secret", "HS256-public", "foreign"])
def test_a_token_that_is_not_signed_with_the_published_key_lets_nobody_in(provider: Provider, signing: str) -> None:
    making.linked("oidc", provider.sub)
    provider.signing = signing
    client = Client()

    answer = come_back(client, provider)

    assert (answer.status_code, making.is_in(client)) == (400, False)


def test_a_new_key_of_the_provider_is_fetched_at_once(provider: Provider) -> None:
    making.linked("oidc", provider.sub)
    come_back(Client(), provider)
    provider.turn_key()
    client = Client()
    come_back(client, provider)

    assert making.is_in(client)
    assert provider.asked.count("/jwks") == 2


def test_code_and_state_are_good_once(provider: Provider) -> None:
    making.linked("oidc", provider.sub)
    client = Client()
    back = urlsplit(provider.authorize(leave_for(client)))
    assert client.get(f"{back.path}?{back.query}").status_code == 302
    client.post("/logout/")

    assert client.get(f"{back.path}?{back.query}").status_code == 400
    assert not making.is_in(client)


def test_a_code_does_not_fit_the_session_of_somebody_else(provider: Provider) -> None:
    making.linked("oidc", provider.sub)
    attacker, victim = Client(), Client()
    back = urlsplit(provider.authorize(leave_for(attacker)))
    leave_for(victim)

    assert victim.get(f"{back.path}?{back.query}").status_code == 400
    assert not making.is_in(victim)


def test_a_stolen_code_is_worth_nothing_without_its_verifier(provider: Provider) -> None:
    making.linked("oidc", provider.sub)
    victim, attacker = Client(), Client()
    stolen = dict(parse_qsl(urlsplit(provider.authorize(leave_for(victim))).query))["code"]
    own = leave_for(attacker)["state"]

    assert attacker.get("/sso/oidc/back/", {"code": stolen, "state": own}).status_code == 400
    assert not making.is_in(attacker)


@pytest.mark.parametrize("on", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_the_way_on_stays_in_the_house(provider: Provider, on: str) -> None:
    making.linked("oidc", provider.sub)

    assert come_back(Client(), provider, on)["Location"] == "/"


def test_a_log_in_that_was_cancelled_there_is_said_to_have_failed(provider: Provider) -> None:
    client = Client()
    state = leave_for(client)["state"]

    answer = client.get("/sso/oidc/back/", {"error": "access_denied", "state": state})

    assert answer.status_code == 400
    assert "重新登录" in answer.content.decode()


def test_a_provider_that_names_another_issuer_is_not_believed(provider: Provider, settings: Any) -> None:
    settings.SSO_OIDC_ISSUER = f"{provider.issuer}/"

    assert Client().get("/sso/oidc/").status_code == 400


def test_a_provider_that_is_away_is_said_to_be(provider: Provider, settings: Any) -> None:
    settings.SSO_OIDC_ISSUER = "http://127.0.0.1:9"

    answer = Client().get("/sso/oidc/")

    assert answer.status_code == 503
    assert "连不上" in answer.content.decode()
