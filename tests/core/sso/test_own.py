"""Linking one's own outer identity: the log-in proved anew, then through the provider; and taking it back."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.sso import own
from newmedia_portal.core.sso.models import OuterIdentity

from ..second_factor.making import equip, shown
from . import making
from .provider import Provider
from .serving import served
from .test_cas import Server

pytestmark = [pytest.mark.django_db, pytest.mark.once]
BACKEND = "django.contrib.auth.backends.ModelBackend"


def signed_in(person: User) -> Client:
    client = Client()
    client.post("/login/", {"username": person.username, "password": making.PASSWORD})
    return client


def proved(client: Client, kind: str = "oidc", **more: str) -> Any:
    return client.post(f"/sso/own/{kind}/", {"password": making.PASSWORD, **more})


def further(answer: Any) -> str:
    """Return where the page after the proof, or the door, leads on to."""
    return str(answer.get("Location") or answer["Refresh"].removeprefix("0; url="))


def told(answer: Any) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(further(answer)).query))


def back(client: Client, provider: Provider, answer: Any) -> Any:
    way = urlsplit(provider.authorize(told(answer)))
    return client.get(f"{way.path}?{way.query}")


def names() -> list[tuple[str, str]]:
    return list(OuterIdentity.objects.order_by("pk").values_list("user__username", "name"))


@pytest.fixture
def cas(settings: Any) -> Iterator[Server]:
    one = Server()
    with served(one.answer) as address:
        settings.SSO_CAS_URL = f"{address}/cas/"
        yield one


def test_one_links_oneself_through_the_provider_and_comes_in_by_it(provider: Provider) -> None:
    person = making.someone()
    client = signed_in(person)

    answer = back(client, provider, proved(client))

    event = AuditEvent.objects.get(action="identity.linked")
    assert (answer.status_code, answer["Location"]) == (302, "/second-factor/")
    assert names() == [("anna", provider.sub)]
    assert (event.actor_id, event.object_id, event.reason) == (person.pk, person.pk, "本人登记")
    assert Notice.objects.filter(user=person, kind="identity.linked").count() == 1
    assert provider.sub in client.get("/second-factor/").content.decode()
    other = Client()
    back(other, provider, other.get("/sso/oidc/"))
    assert making.is_in(other)


def test_the_provider_is_asked_for_a_log_in_anew(provider: Provider) -> None:
    making.someone()

    assert told(proved(signed_in(User.objects.get())))["prompt"] == "login"


def test_a_wrong_password_goes_nowhere(provider: Provider) -> None:
    making.someone()
    client = signed_in(User.objects.get())

    answer = client.post("/sso/own/oidc/", {"password": "wrong"})

    assert answer.status_code == 422
    assert own.OWN not in client.session
    assert provider.asked == []


def test_the_second_factor_is_asked_where_it_runs(provider: Provider) -> None:
    person = making.someone()
    secret, codes = equip(person)
    client = signed_in(person)
    client.post("/second-factor/check/", {"code": shown(secret)})
    assert making.is_in(client)

    without, right = proved(client), proved(client, code=codes[0])

    back(client, provider, right)
    wrong = proved(client, code=codes[0])  # used up

    assert (without.status_code, right.status_code, wrong.status_code) == (422, 200, 422)
    assert names() == [("anna", provider.sub)]


def test_a_code_that_comes_back_without_the_proof_links_nobody(provider: Provider) -> None:
    making.someone()
    client = signed_in(User.objects.get())
    answer = proved(client)
    session = client.session
    del session[own.OWN]
    session.save()

    back(client, provider, answer)

    assert names() == []


def test_the_proof_serves_once_and_for_ten_minutes(provider: Provider) -> None:
    making.someone()
    client = signed_in(User.objects.get())
    answer = proved(client)
    session = client.session
    session[own.OWN] = {**session[own.OWN], "until": int((timezone.now() - timedelta(seconds=1)).timestamp())}
    session.save()

    back(client, provider, answer)
    late = names()
    back(client, provider, proved(client))

    assert late == []
    assert own.OWN not in client.session


def test_a_proof_for_one_way_out_does_not_serve_another(provider: Provider) -> None:
    making.someone()
    client = signed_in(User.objects.get())
    first = proved(client)
    proved(client)

    back(client, provider, first)

    assert names() == []


def test_an_identity_of_somebody_else_is_not_taken(provider: Provider) -> None:
    making.linked("oidc", provider.sub, name="ben")
    anna = making.someone()
    client = signed_in(anna)

    back(client, provider, proved(client))

    assert names() == [("ben", provider.sub)]
    assert "已登记给别人" in client.get("/second-factor/").content.decode()
    assert making.is_in(client)


def test_linking_anew_replaces_and_keeps_this_session_alone(provider: Provider) -> None:
    person = making.linked("oidc", "old")
    client, elsewhere = signed_in(person), signed_in(person)

    back(client, provider, proved(client))

    assert names() == [("anna", provider.sub)]
    assert (making.is_in(client), making.is_in(elsewhere)) == (True, False)


def test_what_the_provider_cannot_prove_links_nobody_and_is_on_record(provider: Provider) -> None:
    person = making.someone()
    client = signed_in(person)
    provider.lies = {"aud": "another"}

    answer = back(client, provider, proved(client))

    assert (answer.status_code, names()) == (400, [])
    assert "返回账户安全" in answer.content.decode()
    assert AuditEvent.objects.get(action="login.outside_refused").actor_id == person.pk


def test_by_cas_the_log_in_there_is_made_anew_too(cas: Server) -> None:
    making.someone()
    client = signed_in(User.objects.get())

    there = further(proved(client, "cas"))
    _, way = cas.log_in(there)
    client.get(way)

    assert dict(parse_qsl(urlsplit(there).query))["renew"] == "true"
    assert cas.said["renew"] == "true"
    assert names() == [("anna", "zhang.san")]


def test_a_ticket_with_another_state_links_nobody(cas: Server) -> None:
    making.someone()
    client = signed_in(User.objects.get())
    _, way = cas.log_in(further(proved(client, "cas")))

    client.get(way.replace("state=", "state=x"))

    assert names() == []


def test_a_kind_that_is_not_set_or_not_known_has_no_page(provider: Provider) -> None:
    making.someone()
    client = signed_in(User.objects.get())

    answers = [client.get(f"/sso/own/{kind}/").status_code for kind in ("cas", "ldap", "other", "directory")]

    assert answers == [404, 404, 404, 404]


def test_one_takes_back_ones_own_alone(provider: Provider) -> None:
    anna, ben = making.linked("oidc", "a"), making.linked("oidc", "b", name="ben")
    client, elsewhere = signed_in(anna), signed_in(anna)
    own_row, other = OuterIdentity.objects.get(user=anna), OuterIdentity.objects.get(user=ben)

    foreign = client.post(f"/sso/own/{other.pk}/end/")
    looked = client.get(f"/sso/own/{own_row.pk}/end/")
    gone = client.post(f"/sso/own/{own_row.pk}/end/")

    assert [answer.status_code for answer in (foreign, looked, gone)] == [404, 200, 302]
    assert names() == [("ben", "b")]
    assert AuditEvent.objects.get(action="identity.unlinked").reason == "本人解除"
    assert (making.is_in(client), making.is_in(elsewhere)) == (True, False)


def test_the_last_way_in_is_not_taken_back(provider: Provider, settings: Any) -> None:
    person = making.linked("oidc", "a")
    client = Client()
    client.force_login(person, backend=BACKEND)
    settings.SSO_LOCAL_LOGIN = "admins"

    client.post(f"/sso/own/{OuterIdentity.objects.get().pk}/end/")

    assert names() == [("anna", "a")]
    assert "唯一的登录方式" in client.get("/second-factor/").content.decode()


def test_where_nothing_is_set_the_account_page_says_nothing_of_it() -> None:
    client = signed_in(making.someone())

    assert 'data-testid="own-identities"' not in client.get("/second-factor/").content.decode()
