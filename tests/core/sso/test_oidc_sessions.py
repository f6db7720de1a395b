"""After a log-in by OpenID Connect: second factor, notice, age of passwords, the end of the session."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from newmedia_portal.core.access.models import User
from newmedia_portal.core.sessions.models import LoginSession

from ..second_factor.making import equip
from . import making
from .provider import CLIENT, Provider
from .travelling import come_back

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_the_second_factor_is_still_asked(provider: Provider) -> None:
    equip(making.linked("oidc", provider.sub))
    provider.lies = {"amr": ["pwd", "otp"], "acr": "mfa"}
    client = Client()
    come_back(client, provider)

    assert not making.is_in(client)
    assert client.get("/devices/")["Location"].startswith("/second-factor/check/")


@pytest.mark.parametrize(("lies", "inside"), [({"amr": ["pwd", "otp"]}, True), ({"acr": "otp"}, True), ({}, False)])
def test_a_second_factor_checked_there_counts_where_the_office_says_so(
    provider: Provider, settings: Any, lies: dict[str, Any], inside: bool
) -> None:
    settings.SSO_OIDC_SECOND_FACTOR, settings.SECOND_FACTOR = ["otp"], "admins"
    equip(making.linked("oidc", provider.sub))
    provider.lies = lies
    client = Client()
    come_back(client, provider)

    assert making.is_in(client) is inside


def test_the_privacy_notice_comes_first(provider: Provider, settings: Any) -> None:
    settings.PRIVACY_NOTICE = True
    making.linked("oidc", provider.sub)
    client = Client()
    come_back(client, provider)

    assert client.get("/devices/")["Location"] == "/privacy/"


def test_a_password_that_nobody_used_does_not_stand_in_the_way(provider: Provider) -> None:
    person = making.linked("oidc", provider.sub)
    long_ago = timezone.now() - timedelta(days=400)
    User.objects.filter(pk=person.pk).update(must_change_password=True, password_set_at=long_ago)
    outside, local = Client(), Client()
    come_back(outside, provider)
    local.post("/login/", {"username": "anna", "password": making.PASSWORD})

    assert outside.get("/devices/").status_code == 200
    assert local.get("/devices/")["Location"] == "/password/"


def test_the_session_ends_after_its_longest_time(provider: Provider, settings: Any) -> None:
    making.linked("oidc", provider.sub)
    client = Client()
    come_back(client, provider)
    session = client.session
    session["began"] -= settings.SESSION_MAX_HOURS * 3600
    session.save()

    assert "over=1" in client.get("/devices/")["Location"]


def test_leaving_ends_the_session_here_and_leads_to_the_providers_page(provider: Provider) -> None:
    making.linked("oidc", provider.sub)
    client = Client()
    come_back(client, provider)

    answer = client.post("/logout/")

    seconds, address = answer["Refresh"].split("; url=")
    said = dict(parse_qsl(urlsplit(address).query))
    assert (seconds, address.split("?")[0]) == ("0", f"{provider.issuer}/end")
    assert said["post_logout_redirect_uri"] == "http://testserver/logged-out/"
    assert said["client_id"] == CLIENT
    assert said["id_token_hint"].count(".") == 2
    assert not making.is_in(client)
    assert not LoginSession.objects.exists()


def test_leaving_stays_here_where_the_provider_has_no_such_page(provider: Provider) -> None:
    provider.ends_sessions = False
    making.linked("oidc", provider.sub)
    client = Client()
    come_back(client, provider)

    assert client.post("/logout/")["Location"] == "/logged-out/"
    assert not making.is_in(client)
