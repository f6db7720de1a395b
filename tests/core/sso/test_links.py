"""Linking people with outer identities, and the log-in page: who may, what is refused, what is on record."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from newmedia_portal.core.access.models import User
from newmedia_portal.core.access.roles import InstanceRole
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.releases import actions as releases
from newmedia_portal.core.releases.models import ReleaseRequest
from newmedia_portal.core.sso import actions
from newmedia_portal.core.sso.models import OuterIdentity

from . import making

pytestmark = [pytest.mark.django_db, pytest.mark.once]


WHY = "新入职，已当面核对"


@pytest.fixture
def auditor() -> User:
    return making.someone("audit", instance_role=InstanceRole.AUDIT)


def ask(person: User, name: str, by: User, kind: str = "cas") -> ReleaseRequest:
    return actions.ask_link(person, kind=kind, name=name, reason=WHY, by=by, at=timezone.now())


def link(person: User, name: str, by: User, second: User, kind: str = "cas") -> OuterIdentity:
    releases.release(ask(person, name, by, kind), by=second, at=timezone.now())
    return OuterIdentity.objects.get(user=person, kind=kind)


def test_a_link_stands_only_after_another_administrator_agrees(auditor: User) -> None:
    person, by = making.someone(), making.security()

    row = ask(person, " outer ", by)
    before = OuterIdentity.objects.count()
    with pytest.raises(Forbidden):
        releases.release(row, by=by, at=timezone.now())
    releases.release(row, by=auditor, at=timezone.now())

    made = OuterIdentity.objects.get()
    event = AuditEvent.objects.get(action="identity.linked")
    assert (before, made.user, made.name, made.set_by) == (0, person, "outer", auditor)
    assert (event.actor_id, event.object_id, event.reason) == (auditor.pk, person.pk, WHY)
    assert event.after == {"kind": "cas", "issuer": "", "name": "outer", "asked_by": str(by)}
    assert AuditEvent.objects.get(action="release.asked").after["name"] == "outer"
    assert set(Notice.objects.filter(user=person).values_list("kind", flat=True)) == {
        "release.asked", "release.released", "identity.linked",
    }  # fmt: skip


def test_only_the_security_administrator_asks_and_never_for_oneself(auditor: User) -> None:
    by = making.security()

    for other in (making.someone(), making.someone("sys", instance_role=InstanceRole.SYSTEM), auditor):
        with pytest.raises(Forbidden):
            ask(making.someone(f"for-{other.username}"), "outer", other)
    with pytest.raises(Refused):
        ask(by, "outer", by)
    assert not ReleaseRequest.objects.exists()


def test_whom_it_concerns_does_not_release_it(auditor: User) -> None:
    by, system = making.security(), making.someone("sys", instance_role=InstanceRole.SYSTEM)
    row = ask(auditor, "outer", by)

    with pytest.raises(Forbidden):
        releases.release(row, by=auditor, at=timezone.now())
    assert not OuterIdentity.objects.exists()
    releases.release(row, by=system, at=timezone.now())
    assert OuterIdentity.objects.get().user == auditor


def test_the_database_itself_refuses_a_request_without_the_identity(auditor: User) -> None:
    ask(making.someone(), "outer", making.security())

    with pytest.raises(IntegrityError), transaction.atomic():
        ReleaseRequest.objects.update(outer_name="")


def test_one_identity_stands_for_one_person_and_waits_for_one_alone(auditor: User) -> None:
    anna, ben, by = making.someone(), making.someone("ben"), making.security()
    link(anna, "outer", by, auditor)

    with pytest.raises(Conflict):
        ask(ben, "outer", by)
    with pytest.raises(Conflict):
        ask(anna, "outer", by)
    link(ben, "OUTER", by, auditor)
    link(anna, "Dir", by, auditor, kind="ldap")
    with pytest.raises(Conflict):
        ask(ben, "dIR", by, kind="ldap")
    ask(ben, "second", by)
    with pytest.raises(Conflict):
        ask(making.someone("cora"), "second", by)


def test_what_was_taken_meanwhile_is_not_released(auditor: User) -> None:
    anna, by = making.someone(), making.security()
    row = ask(anna, "outer", by)
    making.linked("cas", "outer", name="ben")

    with pytest.raises(Conflict):
        releases.release(row, by=auditor, at=timezone.now())

    row.refresh_from_db()
    assert (row.outcome, OuterIdentity.objects.get().user.username) == ("waiting", "ben")


def test_linking_anew_replaces_the_earlier_identity_and_ends_the_sessions(auditor: User) -> None:
    person = making.linked("cas", "old")
    by, client = User.objects.get(username="sec"), Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")

    row = ask(person, "new", by)
    meanwhile = OuterIdentity.objects.get().name
    releases.release(row, by=auditor, at=timezone.now())

    assert (meanwhile, OuterIdentity.objects.get().name) == ("old", "new")
    assert AuditEvent.objects.get(action="identity.unlinked").before["name"] == "old"
    assert not making.is_in(client)


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "x" * 256])
def test_what_cannot_be_a_name_is_refused(name: str, auditor: User) -> None:
    with pytest.raises(Refused):
        ask(making.someone(), name, making.security())


def test_a_list_asks_for_all_lines_or_none_and_one_decision_releases_them(auditor: User) -> None:
    by, at = making.security(), timezone.now()
    for name in ("anna", "ben"):
        making.someone(name)

    with pytest.raises(Refused) as refusal:
        actions.ask_many("anna,1001\nnobody,1002\nben", kind="cas", reason=WHY, by=by, at=at)
    assert "第 2 行" in refusal.value.message
    assert "第 3 行" in refusal.value.message
    assert not ReleaseRequest.objects.exists()
    assert not AuditEvent.objects.filter(action="release.asked").exists()

    assert actions.ask_many("anna，1001\n\nben\t1002\n", kind="cas", reason=WHY, by=by, at=at) == 2
    row = ReleaseRequest.objects.earliest("pk")
    assert Notice.objects.filter(user=auditor, kind="release.todo").count() == 1
    with pytest.raises(Forbidden):
        releases.release_batch(row, by=by, at=at)
    assert releases.release_batch(row, by=auditor, at=at) == 2
    assert dict(OuterIdentity.objects.values_list("user__username", "name")) == {"anna": "1001", "ben": "1002"}


def test_a_batch_is_released_whole_or_not_at_all_and_leaves_ones_own_to_others(auditor: User) -> None:
    by, at = making.security(), timezone.now()
    making.someone("ben")
    making.someone("sys", instance_role=InstanceRole.SYSTEM)
    actions.ask_many("ben,1\naudit,2", kind="cas", reason=WHY, by=by, at=at)
    row = ReleaseRequest.objects.earliest("pk")
    other = making.linked("cas", "1", name="cora")

    with pytest.raises(Refused, match="没有办理任何一份。张某ben"):
        releases.release_batch(row, by=auditor, at=at)
    assert list(OuterIdentity.objects.values_list("user__username", flat=True)) == ["cora"]

    OuterIdentity.objects.filter(user=other).delete()
    assert releases.release_batch(row, by=auditor, at=at) == 1
    assert ReleaseRequest.objects.get(outcome="waiting").person == auditor


def test_taking_a_link_back_ends_the_persons_sessions() -> None:
    person = making.linked("cas", "outer")
    by, client = User.objects.get(username="sec"), Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert making.is_in(client)

    with pytest.raises(Refused):
        actions.unlink(OuterIdentity.objects.get(), reason=" ", by=by, at=timezone.now())
    actions.unlink(OuterIdentity.objects.get(), reason="离职", by=by, at=timezone.now())

    assert not making.is_in(client)
    assert not OuterIdentity.objects.exists()
    assert AuditEvent.objects.get(action="identity.unlinked").reason == "离职"


def test_the_pages_ask_release_and_take_back(settings: Any, auditor: User) -> None:
    settings.SSO_CAS_URL = "https://cas.example/cas/"
    making.someone()
    making.someone("ben")
    making.someone("cora")
    client, second = Client(), Client()
    client.force_login(making.security(), backend="django.contrib.auth.backends.ModelBackend")
    second.force_login(auditor, backend="django.contrib.auth.backends.ModelBackend")
    said = {"kind": "cas", "reason": WHY}

    wrong = client.post("/sso/links/add/", {**said, "username": "nobody", "name": "1"})
    right = client.post("/sso/links/add/", {**said, "username": "anna", "name": "1001"})
    many = client.post("/sso/links/import/", {**said, "lines": "ben,1002\ncora,1003"})
    seen = second.get(right["Location"]).content.decode()
    second.post(f"{right['Location']}release/")
    of_batch = ReleaseRequest.objects.filter(batch__gt="").earliest("pk")
    listed = second.get(f"/releases/{of_batch.pk}/").content.decode()
    second.post(f"/releases/{of_batch.pk}/release-batch/")
    page = client.get("/sso/links/").content.decode()
    row = OuterIdentity.objects.get(name="1001")
    gone = client.post(f"/sso/links/{row.pk}/end/", {"reason": "登记有误"})

    assert [answer.status_code for answer in (wrong, right, many, gone)] == [422, 302, 302, 302]
    assert "CAS 1001" in seen
    assert listed.count('data-testid="of-batch"') == 2
    assert "1001" in page
    assert "1003" in page
    assert sorted(OuterIdentity.objects.values_list("name", flat=True)) == ["1002", "1003"]


def test_the_log_in_page_shows_a_button_for_each_kind_and_keeps_the_way_on(settings: Any) -> None:
    plain = Client().get("/login/").content.decode()
    settings.SSO_CAS_URL, settings.SSO_LDAP_URL = "https://cas.example/cas/", "ldaps://directory.example"
    page = Client().get("/login/?next=/devices/%3Fa=1").content.decode()

    assert 'data-testid="outside"' not in plain
    assert page.count('data-testid="outside"') == 2
    assert "/sso/cas/?next=%2Fdevices%2F%3Fa%3D1" in page
    assert 'name="password"' in page


def test_where_local_log_in_is_for_administrators_others_are_shown_the_button_alone(settings: Any) -> None:
    settings.SSO_CAS_URL, settings.SSO_LOCAL_LOGIN = "https://cas.example/cas/", "admins"
    making.someone()
    making.security()
    client = Client()

    assert 'name="password"' not in client.get("/login/").content.decode()
    assert 'name="password"' in client.get("/login/?local=1").content.decode()
    refused = client.post("/login/", {"username": "anna", "password": making.PASSWORD})
    assert (refused.status_code, making.is_in(client)) == (200, False)
    assert "统一认证" in refused.content.decode()
    client.post("/login/", {"username": "sec", "password": making.PASSWORD})
    assert making.is_in(client)


@pytest.mark.parametrize("path", ["/sso/oidc/", "/sso/oidc/back/?code=1&state=2", "/sso/cas/", "/sso/ldap/"])
def test_a_kind_that_is_not_set_has_no_door(path: str) -> None:
    assert Client().get(path).status_code == 404
