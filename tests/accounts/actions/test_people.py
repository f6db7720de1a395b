"""People: adding, changing, the three administrators, telephone numbers."""

import pytest

from accounts.actions.people import add_person, change_person, set_instance_role, set_password, show_phone
from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.refusals import Forbidden, Refused
from tests.accounts.conftest import events
from tests.world import NOON, World, build


def new_person(by: User, **values: str) -> User:
    return add_person(**{"username": "zhang.san", "full_name": "张某三", "by": by, "at": NOON, **values})


def test_a_new_person_must_change_the_first_password(sysadmin: User) -> None:
    person = new_person(sysadmin, password="Chu-Shi-2026-a", phone="13800000009")

    stored = User.objects.get(pk=person.pk)
    assert stored.check_password("Chu-Shi-2026-a")
    assert (stored.must_change_password, stored.phone, stored.phone_masked) == (True, "13800000009", "138****0009")
    assert "13800000009" not in stored.phone_sealed


def test_the_log_of_a_new_person_holds_no_full_number_and_no_password(sysadmin: User) -> None:
    new_person(sysadmin, password="Chu-Shi-2026-a", phone="13800000009")

    (event,) = events("person.added")
    assert "13800000009" not in str(event.after)
    assert "Chu-Shi" not in str(event.after)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"username": "张三"}, "username"),
        ({"username": "ab"}, "username"),
        ({"username": "SYSADMIN"}, "username"),
        ({"full_name": "  "}, "full_name"),
        ({"phone": "12345"}, "phone"),
        ({"password": "12345"}, "password"),
    ],
)
def test_a_person_with_wrong_facts_is_refused_at_the_field(sysadmin: User, values: dict[str, str], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        new_person(sysadmin, **values)

    assert refusal.value.field == field
    assert User.objects.count() == 1


@pytest.mark.parametrize("role", ["operator", "registrar", "director"])
def test_business_roles_add_nobody(world: World, role: str) -> None:
    with pytest.raises(Forbidden):
        new_person(world.person(role))


def test_a_change_is_logged_with_masked_numbers_on_both_sides(sysadmin: User) -> None:
    person = new_person(sysadmin, phone="13800000001")

    change_person(person, full_name="李某三", phone="13800000002", by=sysadmin, at=NOON)

    (event,) = events("person.changed", person)
    assert event.before == {"full_name": "张某三", "phone": "138****0001"}
    assert event.after == {"full_name": "李某三", "phone": "138****0002"}


def test_nobody_in_post_is_switched_off(world: World, sysadmin: User) -> None:
    with pytest.raises(Refused) as refusal:
        change_person(world.person("operator"), is_active=False, by=sysadmin, at=NOON)

    assert refusal.value.field == "is_active"
    assert User.objects.get(pk=world.cast["operator"].pk).is_active is True


def test_only_named_facts_can_be_changed(sysadmin: User) -> None:
    person = new_person(sysadmin)

    with pytest.raises(TypeError):
        change_person(person, instance_role="auditor", by=sysadmin, at=NOON)

    assert User.objects.get(pk=person.pk).instance_role == ""


def test_a_reset_password_must_be_changed_and_is_logged_without_it(sysadmin: User) -> None:
    person = new_person(sysadmin)

    set_password(person, password="Chong-Zhi-2026-b", by=sysadmin, at=NOON)

    assert User.objects.get(pk=person.pk).must_change_password is True
    (event,) = events("person.password_reset", person)
    assert "Chong-Zhi" not in str((event.before, event.after, event.reason))


def test_only_the_security_administrator_names_the_three(sysadmin: User, secadmin: User) -> None:
    person = new_person(sysadmin)

    with pytest.raises(Forbidden):
        set_instance_role(person, role="auditor", by=sysadmin, at=NOON)
    set_instance_role(person, role="auditor", by=secadmin, at=NOON)

    assert User.objects.get(pk=person.pk).instance_role == "auditor"
    (event,) = events("person.instance_role", person)
    assert (event.before, event.after) == ({"instance_role": ""}, {"instance_role": "auditor"})


def test_nobody_holds_a_post_and_an_administrator_role(world: World, secadmin: User) -> None:
    with pytest.raises(Refused):
        set_instance_role(world.person("operator"), role="sysadmin", by=secadmin, at=NOON)


def test_the_last_administrator_of_a_kind_stays_and_nobody_changes_oneself(sysadmin: User, secadmin: User) -> None:
    with pytest.raises(Refused) as last:
        set_instance_role(sysadmin, role="", by=secadmin, at=NOON)
    with pytest.raises(Refused) as oneself:
        set_instance_role(secadmin, role="", by=secadmin, at=NOON)

    assert "唯一的系统管理员" in last.value.message
    assert "不能调整自己" in oneself.value.message


@pytest.mark.parametrize("role", ["registrar", "director", "chief", "operator"])
def test_a_full_number_is_shown_by_right_and_every_view_is_logged(world: World, role: str) -> None:
    holder, viewer = world.person("head"), world.person(role)

    shown = show_phone(holder, by=viewer, at=NOON)

    assert shown == "13800000001"
    (event,) = events("phone.shown", holder)
    assert (event.actor_id, event.unit_id) == (viewer.pk, world.owner.pk)


@pytest.mark.parametrize("role", ["outsider", "child", "line", "observer", "superior", "editor"])
def test_others_do_not_see_the_full_number(world: World, role: str) -> None:
    with pytest.raises(Forbidden):
        show_phone(world.person("head"), by=world.person(role), at=NOON)

    assert events("phone.shown") == []


def test_administrators_and_foreign_authorities_do_not_see_the_full_number(
    world: World, sysadmin: User, secadmin: User, auditor: User
) -> None:
    foreign = build("soe").person("registrar")

    for viewer in (sysadmin, secadmin, auditor, foreign):
        with pytest.raises(Forbidden):
            show_phone(world.person("head"), by=viewer, at=NOON)

    assert AuditEvent.objects.filter(action="phone.shown").count() == 0
