"""ASVS V9 and V10: what a token of the provider has to be, and where it goes."""

import time
from typing import Any

import pytest
from django.test import Client
from joserfc import jwt
from joserfc.jwk import RSAKey

from newmedia_portal.core.sso import oidc
from tests.core.sso import making
from tests.core.sso.provider import Provider
from tests.core.sso.travelling import come_back, leave_for

pytestmark = [pytest.mark.django_db, pytest.mark.once]
FOREIGN = RSAKey.generate_key(2048, {"kid": "foreign", "use": "sig"})
LOGGED_OUT = {"http://schemas.openid.net/event/backchannel-logout": {}}


def comes_in(provider: Provider) -> tuple[int, bool]:
    """Go to the provider and back; return the answer and whether one is in."""
    making.linked("oidc", provider.sub)
    client = Client()
    answer = come_back(client, provider)
    return int(answer.status_code), making.is_in(client)


@pytest.mark.parametrize("header", ["jwk", "jku", "x5u"])
def test_a_token_does_not_bring_its_own_key(provider: Provider, monkeypatch: Any, header: str) -> None:
    elsewhere = f"{provider.issuer}/foreign"
    more = {"jwk": FOREIGN.as_dict(private=False)} if header == "jwk" else {header: elsewhere}

    def signed(claims: dict[str, Any]) -> str:
        return jwt.encode({"alg": "RS256", "kid": "foreign", **more}, claims, FOREIGN)

    monkeypatch.setattr(provider, "_signed", signed)

    assert comes_in(provider) == (400, False)
    assert "/foreign" not in provider.asked


def test_the_same_token_under_the_published_key_lets_in(provider: Provider, monkeypatch: Any) -> None:
    monkeypatch.setattr(provider, "key", FOREIGN)

    assert comes_in(provider) == (302, True)


@pytest.mark.parametrize(
    "lies",
    [{"exp": int(time.time()) - 120}, {"nbf": int(time.time()) + 3600}, {"nonce": None, "events": LOGGED_OUT}],
    ids=["over", "not yet", "a token that tells of a log-out"],
)
def test_a_token_out_of_its_time_or_of_another_kind_lets_nobody_in(provider: Provider, lies: dict[str, Any]) -> None:
    provider.lies = lies

    assert comes_in(provider) == (400, False)


@pytest.mark.parametrize("algorithm", ["HS256", "none", "RS384"])
def test_only_the_algorithms_of_the_setting_count(provider: Provider, monkeypatch: Any, algorithm: str) -> None:
    if algorithm == "RS384":

        def signed(claims: dict[str, Any]) -> str:
            return jwt.encode({"alg": "RS384", "kid": provider.key.kid}, claims, provider.key, algorithms=["RS384"])

        monkeypatch.setattr(provider, "_signed", signed)
    else:
        provider.signing = {"HS256": "HS256-secret", "none": "none"}[algorithm]

    assert comes_in(provider) == (400, False)


def test_tokens_stay_with_the_server_and_the_access_token_is_not_kept(provider: Provider) -> None:
    making.linked("oidc", provider.sub)
    client = Client()
    come_back(client, provider)
    kept, cookies = str(dict(client.session.items())), str(client.cookies)
    page = client.get("/devices/").content.decode()

    assert making.is_in(client)
    assert "opaque" not in kept  # the access token of the provider
    assert "eyJ" not in kept  # nor the ID token, but sealed
    assert [text for text in (cookies, page) if "eyJ" in text or "opaque" in text] == []


def test_nothing_but_the_identity_is_asked_for_by_a_code_alone(provider: Provider) -> None:
    told = leave_for(Client())

    assert (told["scope"], told["response_type"], told["code_challenge_method"]) == ("openid", "code", "S256")


def test_metadata_of_another_issuer_are_refused_to_the_letter(provider: Provider, monkeypatch: Any) -> None:
    right = provider._metadata()
    for named in (f"{provider.issuer}/", provider.issuer.upper(), "https://evil.example"):
        oidc._made.cache_clear()
        monkeypatch.setattr(provider, "_metadata", lambda named=named: {**right, "issuer": named})
        assert Client().get("/sso/oidc/").status_code == 400
    oidc._made.cache_clear()
    monkeypatch.setattr(provider, "_metadata", lambda: right)

    assert Client().get("/sso/oidc/").status_code == 302
