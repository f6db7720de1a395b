"""Tokens: made once, bound to scope, address and day, never more than their owner may."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from newmedia_portal.core.access.models import Post, User
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.tokens.actions import MOST_TOKENS, digest_of, make_service_account, make_token, revoke_token
from newmedia_portal.core.tokens.models import ApiToken, TokenUse
from tests.accounts.entries import enter
from tests.world import World, admin, build

from .calling import BASE, program, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return build("gejiu")


def test_the_key_is_shown_once_and_only_its_digest_is_kept(world: World) -> None:
    client = Client()
    client.force_login(world.person("operator"), backend="django.contrib.auth.backends.ModelBackend")
    day = timezone.localdate() + timedelta(days=365)
    said = {"name": "示例系统", "scopes": ["read:register"], "networks": "10.1.2.3\n10.2.0.0/16", "expires_on": day}

    page = client.post("/tokens/new/", said, follow=True).content.decode()

    token = ApiToken.objects.get()
    key = page.split('value="nma_')[1].split('"')[0]
    assert token.networks == ["10.1.2.3/32", "10.2.0.0/16"]
    assert key not in client.get("/tokens/").content.decode()
    assert not any(key in str(value) for value in vars(token).values())
    assert AuditEvent.objects.filter(action="token.made", object_id=token.pk).count() == 1
    assert not any(key in json.dumps(event.after) for event in AuditEvent.objects.all())


def test_a_form_sent_twice_makes_one_token_and_its_key_is_still_shown(world: World) -> None:
    client = Client()
    client.force_login(world.person("operator"), backend="django.contrib.auth.backends.ModelBackend")
    day = timezone.localdate() + timedelta(days=30)
    said = {"once": str(uuid4()), "name": "示例系统", "scopes": ["read:register"], "networks": "", "expires_on": day}

    answers = [client.post("/tokens/new/", said) for _ in range(2)]

    assert [answer["Location"] for answer in answers] == ["/tokens/", "/tokens/"]
    assert ApiToken.objects.count() == 1
    key = client.get("/tokens/").content.decode().split('value="nma_')[1].split('"')[0]
    assert ApiToken.objects.get().digest == digest_of(f"nma_{key}")
    assert 'value="nma_' not in client.get("/tokens/").content.decode()


@pytest.mark.parametrize(
    ("field", "said"),
    [("name", {"name": "  "}), ("scopes", {"scopes": []}), ("scopes", {"scopes": ["write:everything"]}),
     ("expires_on", {"days": 0}), ("expires_on", {"days": 366}), ("networks", {"networks": ["10.1.2"]})],
)  # fmt: skip
def test_a_token_without_sense_is_refused_at_its_field(world: World, field: str, said: dict) -> None:
    person, now = world.person("operator"), timezone.now()
    days = said.pop("days", 30)
    usual = {"name": "示例", "scopes": ["read:register"], "networks": []} | said

    with pytest.raises(Refused) as refusal:
        make_token(person, expires_on=timezone.localdate(now) + timedelta(days=days), by=person, at=now, **usual)

    assert refusal.value.field == field
    assert ApiToken.objects.count() == 0


def test_nobody_makes_a_token_for_another_person_not_even_the_system_administrator(world: World) -> None:
    now, chief = timezone.now(), world.person("chief")
    said = {"name": "示例", "scopes": ["read:register"], "networks": [], "expires_on": timezone.localdate(now)}

    for by in (world.person("operator"), admin("sysadmin"), admin("secadmin")):
        with pytest.raises(Forbidden):
            make_token(chief, by=by, at=now, **said)


def test_a_program_has_an_account_of_its_own_whose_posts_decide_what_it_sees(world: World) -> None:
    keeper, now = admin("sysadmin"), timezone.now()
    service = make_service_account(name="示例监测系统", username="svc-watch", purpose="示例对接", by=keeper, at=now)
    account = enter(world)
    until = timezone.localdate(now) + timedelta(days=30)

    said = {"name": "监测", "scopes": ["read:register"], "networks": [], "expires_on": until, "at": now}

    with pytest.raises(Forbidden):
        make_token(service.user, by=world.person("chief"), **said)
    _, key = make_token(service.user, by=keeper, **said)
    bearer = {"HTTP_AUTHORIZATION": f"Bearer {key}"}
    assert Client().get(f"{BASE}accounts/", **bearer).status_code == 404
    Post.objects.create(user=service.user, unit=world.authority, role="observer", since=timezone.localdate())

    seen = Client().get(f"{BASE}accounts/{account.pk}/", **bearer)

    assert seen.status_code == 404  # the post is at the authority; what it oversees is granted apart
    assert Client().get(f"{BASE}accounts/", **bearer).json() == {"items": [], "next": None}
    assert not service.user.has_usable_password()


def test_a_token_serves_only_its_scopes(world: World) -> None:
    reader = program(world.person("operator"), scopes=["read:register"])

    assert reader.get("accounts/").status_code == 200
    told = refused(reader.get("filings/"), 403)
    assert "read:filings" in told["detail"]
    refused(reader.send("filings/", {"unit": world.owner.pk, "kind": "open"}), 403)
    refused(reader.send("published-items/", {"items": []}), 403)


@pytest.mark.parametrize("address", ["10.1.2.3", "10.2.200.7", "::ffff:10.1.2.3"])
def test_a_token_with_an_address_list_serves_from_these_addresses(world: World, address: str) -> None:
    caller = program(world.person("operator"), networks=["10.1.2.3", "10.2.0.0/16"])
    caller.address = address

    assert caller.get("me/").status_code == 200


@pytest.mark.parametrize("address", ["10.1.2.4", "10.3.0.1", "2001:db8::1", "", "nonsense"])
def test_and_from_no_other_which_is_logged_once_an_hour(world: World, address: str) -> None:
    caller = program(world.person("operator"), networks=["10.1.2.3", "10.2.0.0/16"])
    caller.address = address

    refused(caller.get("me/"), 403)
    refused(caller.get("me/"), 403)

    assert AuditEvent.objects.filter(action="access.refused", object_id=caller.token.pk).count() == 1


def test_a_token_ends_with_its_day_with_its_owner_and_when_revoked(world: World) -> None:
    person = world.person("operator")
    caller, other, third = program(person), program(person), program(world.person("head"))
    assert caller.get("me/").json()["owner"] == str(person)

    ApiToken.objects.filter(pk=caller.token.pk).update(expires_on=timezone.localdate())
    assert caller.get("me/").status_code == 200
    ApiToken.objects.filter(pk=caller.token.pk).update(expires_on=timezone.localdate() - timedelta(days=1))
    revoke_token(other.token, by=person, at=timezone.now())
    User.objects.filter(pk=world.person("head").pk).update(is_active=False)

    answers = [refused(one.get("me/"), 401)["detail"] for one in (caller, other, third)]
    assert len(set(answers)) == 1
    with pytest.raises(Conflict):
        revoke_token(other.token, by=person, at=timezone.now())
    with pytest.raises(Forbidden):
        revoke_token(caller.token, by=world.person("chief"), at=timezone.now())


def test_what_the_owner_loses_the_token_loses_with_the_next_call(world: World) -> None:
    account = enter(world)
    caller = program(world.person("operator"))
    assert caller.get(f"accounts/{account.pk}/").status_code == 200

    Post.objects.filter(user=world.person("operator")).update(until=timezone.localdate())

    refused(caller.get(f"accounts/{account.pk}/"), 404)
    refused(caller.get("accounts/"), 404)


@pytest.mark.parametrize("role", ["secadmin", "auditor"])
def test_two_of_the_administrators_have_no_tokens(world: World, role: str) -> None:
    with pytest.raises(Forbidden):
        program(admin(role))


def test_the_system_administrator_reads_units_and_no_business(world: World) -> None:
    account = enter(world)
    caller = program(admin("sysadmin"))

    assert caller.get("units/").status_code == 200
    for path in ("accounts/", f"accounts/{account.pk}/", "filings/", "published-items/"):
        refused(caller.get(path), 404)
    refused(caller.send("filings/", {"unit": world.owner.pk, "kind": "open"}), 404)
    refused(caller.send("published-items/", {"items": []}), 404)


def test_a_person_who_must_change_the_password_first_has_no_use_of_a_token(world: World) -> None:
    caller = program(world.person("operator"))
    User.objects.filter(pk=world.person("operator").pk).update(must_change_password=True)

    assert "修改密码" in refused(caller.get("me/"), 403)["detail"]


def test_one_account_holds_so_many_tokens_and_no_more(world: World) -> None:
    person = world.person("operator")
    for _ in range(MOST_TOKENS):
        program(person)

    with pytest.raises(Refused, match=f"最多有 {MOST_TOKENS} 个"):
        program(person)


def test_a_session_gives_no_right_and_a_missing_or_wrong_key_says_how_to_get_one(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.person("operator"), backend="django.contrib.auth.backends.ModelBackend")

    for response in (
        client.get(f"{BASE}accounts/"),
        client.post(f"{BASE}filings/", json.dumps({"unit": world.owner.pk, "kind": "open"}), "application/json"),
        client.get(f"{BASE}accounts/", HTTP_AUTHORIZATION="Basic b3BlcmF0b3I6eA=="),
        client.get(f"{BASE}accounts/", HTTP_AUTHORIZATION="Bearer nma_guess"),
        client.get(f"{BASE}accounts/", HTTP_AUTHORIZATION="Bearer \udc80\x00"),
    ):
        assert "接口令牌" in refused(response, 401)["remedy"]
        assert response["WWW-Authenticate"].startswith("Bearer")


def test_beyond_its_calls_of_a_minute_a_token_waits_and_another_does_not(world: World, settings) -> None:
    settings.API_CALLS_PER_MINUTE = 3
    caller, other = program(world.person("operator")), program(world.person("head"))

    assert [caller.get("me/").status_code for _ in range(3)] == [200, 200, 200]
    response = caller.get("me/")

    refused(response, 429)
    assert 1 <= int(response["Retry-After"]) <= 60
    assert other.get("me/").status_code == 200
    TokenUse.objects.filter(token=caller.token).update(window_at=timezone.now() - timedelta(seconds=61))
    assert caller.get("me/").status_code == 200


def test_last_use_and_address_stand_on_the_page_and_strangers_tokens_do_not(world: World) -> None:
    caller = program(world.person("operator"))
    caller.address = "10.9.8.7"
    caller.get("me/")
    client = Client()
    client.force_login(world.person("head"), backend="django.contrib.auth.backends.ModelBackend")

    assert TokenUse.objects.get(token=caller.token).last_address == "10.9.8.7"
    assert caller.token.prefix not in client.get("/tokens/").content.decode()
    assert client.post(f"/tokens/{caller.token.pk}/revoke/").status_code == 404
    client.force_login(world.person("operator"), backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(f"/tokens/{caller.token.pk}/revoke/").status_code == 302
    refused(caller.get("me/"), 401)


def test_switched_off_the_interface_is_not_there(world: World, settings) -> None:
    caller = program(world.person("operator"))
    settings.API_ENABLED = False

    refused(caller.get("me/"), 404)
    assert Client().get(f"{BASE}openapi.json").status_code == 404
