"""Linking people with outer identities, and the log-in page: who may, what is refused, what is on record."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from newmedia_portal.core.access.models import User
from newmedia_portal.core.access.roles import InstanceRole
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.sso import actions
from newmedia_portal.core.sso.models import OuterIdentity

from . import making

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def link(person: User, name: str, by: User, kind: str = "cas") -> OuterIdentity:
    return actions.link(person, kind=kind, name=name, by=by, at=timezone.now())


def test_a_link_is_on_record_and_told_to_the_person() -> None:
    person, by = making.someone(), making.security()

    row = link(person, " outer ", by)

    event = AuditEvent.objects.get(action="identity.linked")
    assert (row.name, row.set_by) == ("outer", by)
    assert (event.actor_id, event.object_id, event.after) == (
        by.pk, person.pk, {"kind": "cas", "issuer": "", "name": "outer"},
    )  # fmt: skip
    assert Notice.objects.get(user=person).kind == "identity.linked"


def test_only_the_security_administrator_links_and_never_oneself() -> None:
    person, by = making.someone(), making.security()

    for other in (person, making.someone("sys", instance_role=InstanceRole.SYSTEM)):
        with pytest.raises(Forbidden):
            link(making.someone(f"for-{other.username}"), "outer", other)
    with pytest.raises(Refused):
        link(by, "outer", by)
    assert not OuterIdentity.objects.exists()


def test_one_identity_stands_for_one_person_and_one_person_has_one_of_a_kind() -> None:
    anna, ben, by = making.someone(), making.someone("ben"), making.security()
    link(anna, "outer", by)

    with pytest.raises(Conflict):
        link(ben, "outer", by)
    with pytest.raises(Conflict):
        link(anna, "second", by)
    link(ben, "OUTER", by)
    link(anna, "Dir", by, kind="ldap")
    with pytest.raises(Conflict):
        link(ben, "dIR", by, kind="ldap")


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "x" * 256])
def test_what_cannot_be_a_name_is_refused(name: str) -> None:
    with pytest.raises(Refused):
        link(making.someone(), name, making.security())


def test_an_import_takes_all_lines_or_none() -> None:
    by = making.security()
    for name in ("anna", "ben"):
        making.someone(name)
    at = timezone.now()

    with pytest.raises(Refused) as refusal:
        actions.link_many("anna,1001\nnobody,1002\nben", kind="cas", by=by, at=at)
    assert "第 2 行" in refusal.value.message
    assert "第 3 行" in refusal.value.message
    assert not OuterIdentity.objects.exists()
    assert not AuditEvent.objects.filter(action="identity.linked").exists()

    assert actions.link_many("anna，1001\n\nben\t1002\n", kind="cas", by=by, at=at) == 2
    assert dict(OuterIdentity.objects.values_list("user__username", "name")) == {"anna": "1001", "ben": "1002"}


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


def test_the_pages_link_import_and_take_back(settings: Any) -> None:
    settings.SSO_CAS_URL = "https://cas.example/cas/"
    making.someone()
    making.someone("ben")
    client = Client()
    client.force_login(making.security(), backend="django.contrib.auth.backends.ModelBackend")

    wrong = client.post("/sso/links/add/", {"kind": "cas", "username": "nobody", "name": "1"})
    right = client.post("/sso/links/add/", {"kind": "cas", "username": "anna", "name": "1001"})
    many = client.post("/sso/links/import/", {"kind": "cas", "lines": "ben,1002"})
    page = client.get("/sso/links/").content.decode()
    row = OuterIdentity.objects.get(name="1001")
    gone = client.post(f"/sso/links/{row.pk}/end/", {"reason": "登记有误"})

    assert [answer.status_code for answer in (wrong, right, many, gone)] == [422, 302, 302, 302]
    assert "1001" in page
    assert "1002" in page
    assert list(OuterIdentity.objects.values_list("name", flat=True)) == ["1002"]


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
