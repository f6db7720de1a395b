"""Every answer carries the headers that keep a browser safe (响应头)."""

from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.urls import URLPattern, URLResolver, get_resolver

YEAR = 31536000


def plain_addresses(resolver: URLResolver, before: str = "/") -> Iterator[str]:
    """Yield the addresses that need no argument."""
    for entry in resolver.url_patterns:
        address = before + str(entry.pattern)
        if "<" in address or "(" in address or "^" in address:
            continue
        if isinstance(entry, URLPattern):
            yield address
        else:
            yield from plain_addresses(entry, address)


pytestmark = pytest.mark.once
ADDRESSES = sorted(set(plain_addresses(get_resolver())))


@pytest.fixture
def strict(settings, client):
    """Return a client of an installation behind TLS."""
    settings.SECURE_HSTS_SECONDS = YEAR
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    client.raise_request_exception = False
    return client


def policy(header: str) -> dict[str, str]:
    """Take a content policy apart."""
    parts = [part.strip().partition(" ") for part in header.split(";") if part.strip()]
    return {name: value for name, _, value in parts}


def test_there_are_addresses_to_look_at():
    assert {"/", "/login/", "/healthz"} <= set(ADDRESSES)


@pytest.mark.django_db
@pytest.mark.parametrize("signed_in", [False, True], ids=["anonymous", "signed-in"])
def test_every_page_forbids_framing_sniffing_foreign_code_and_plain_transport(strict, signed_in):
    if signed_in:
        strict.force_login(
            get_user_model().objects.create(username="anna", full_name="张某一", instance_role="sysadmin")
        )
    for address in [*ADDRESSES, "/no-such-page/"]:
        answer = strict.get(address, secure=True)

        rules = policy(answer["Content-Security-Policy"])
        assert (rules["default-src"], rules["script-src"], rules["style-src"]) == ("'none'", "'self'", "'self'"), (
            address
        )
        assert (rules["frame-ancestors"], rules["object-src"]) == ("'none'", "'none'"), address
        assert answer["X-Frame-Options"] == "DENY", address
        assert answer["X-Content-Type-Options"] == "nosniff", address
        assert answer["Referrer-Policy"] == "same-origin", address
        assert answer["Strict-Transport-Security"] == f"max-age={YEAR}; includeSubDomains", address
        if signed_in:
            assert "no-store" in answer["Cache-Control"], address


@pytest.mark.django_db
def test_cookies_are_kept_from_scripts_from_plain_transport_and_from_the_next_day(strict, settings):
    get_user_model().objects.create_user(username="anna", full_name="张某一", password="Anna-2026-portal")

    answer = strict.post("/login/", {"username": "anna", "password": "Anna-2026-portal"}, secure=True)

    session = answer.cookies["sessionid"]
    assert (session["secure"], session["httponly"], session["samesite"]) == (True, True, "Lax")
    assert (session["max-age"], session["expires"]) == ("", "")
