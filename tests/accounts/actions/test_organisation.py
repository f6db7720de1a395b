"""The unit tree: adding, renaming, moving, closing, and who guides whom."""

from datetime import date

import pytest

from accounts.actions.organisation import (
    add_unit,
    close_unit,
    move_unit,
    rename_unit,
    set_line_department,
    set_superior,
)
from newmedia_portal.core.access.models import Post, Unit, User
from newmedia_portal.core.refusals import Forbidden, Refused
from tests.accounts.conftest import events
from tests.world import NOON, World, build


def new_unit(world: World, by: User | None, parent: Unit | None = None, name: str = "示例融媒体中心") -> Unit:
    kind = world.edition.edition.unit_kinds[0]
    parent = parent or world.root
    return add_unit(name=name, code=f"N-{name}", kind=kind, parent=parent, by=by, at=NOON)


def test_a_new_unit_stands_below_its_parent_and_is_logged(world: World, sysadmin: User) -> None:
    unit = new_unit(world, sysadmin, world.owner)

    assert unit.path == f"{world.owner.path}{unit.pk:06d}/"
    assert (unit.depth, unit.root_id, unit.regime_code) == (2, world.root.pk, "taibai")
    (event,) = events("unit.added", unit)
    assert (event.actor_id, event.after["name"]) == (sysadmin.pk, "示例融媒体中心")


@pytest.mark.parametrize("role", ["registrar", "director", "operator", "chief"])
def test_nobody_but_the_system_administrator_changes_the_tree(world: World, role: str) -> None:
    with pytest.raises(Forbidden):
        new_unit(world, world.person(role))

    assert Unit.objects.filter(name="示例融媒体中心").count() == 0


def test_security_administrator_and_auditor_do_not_change_the_tree(world: World, secadmin: User, auditor: User) -> None:
    for person in (secadmin, auditor):
        with pytest.raises(Forbidden):
            rename_unit(world.owner, name="别的名称", by=person, at=NOON)

    assert Unit.objects.get(pk=world.owner.pk).name == world.owner.name


def test_a_kind_that_the_regime_does_not_know_is_refused_with_the_kinds_it_knows(world: World, sysadmin: User) -> None:
    with pytest.raises(Refused) as refusal:
        add_unit(name="示例", code="X1", kind="project_company", parent=world.root, by=sysadmin, at=NOON)

    assert refusal.value.field == "kind"
    assert "行政机关" in refusal.value.message


def test_two_siblings_cannot_have_one_name_nor_two_units_one_code(world: World, sysadmin: User) -> None:
    unit = new_unit(world, sysadmin)

    with pytest.raises(Refused) as same_name:
        new_unit(world, sysadmin, name=" 示例融媒体中心 ")
    with pytest.raises(Refused) as same_code:
        add_unit(name="另一单位", code=unit.code, kind=unit.kind, parent=world.root, by=sysadmin, at=NOON)

    assert (same_name.value.field, same_code.value.field) == ("name", "code")


def test_a_top_unit_needs_a_regime(db: None, sysadmin: User) -> None:
    with pytest.raises(Refused) as refusal:
        add_unit(name="示例组织", code="TOP", kind="", parent=None, by=sysadmin, at=NOON)

    assert refusal.value.field == "regime"


def test_moving_a_unit_rewrites_the_paths_of_its_whole_subtree(world: World, sysadmin: User) -> None:
    grandchild = new_unit(world, sysadmin, world.child)

    move_unit(world.owner, parent=world.foreign, by=sysadmin, at=NOON, reason="机构改革")

    owner, child, leaf = (Unit.objects.get(pk=u.pk) for u in (world.owner, world.child, grandchild))
    assert owner.path == f"{world.foreign.path}{owner.pk:06d}/"
    assert (child.path, leaf.path) == (f"{owner.path}{child.pk:06d}/", f"{owner.path}{child.pk:06d}/{leaf.pk:06d}/")
    assert (owner.depth, child.depth, leaf.depth) == (2, 3, 4)
    assert list(Unit.objects.below(world.foreign.path).order_by("path")) == [world.foreign, owner, child, leaf]
    (event,) = events("unit.moved", owner)
    assert (event.before, event.after) == ({"parent": world.root.name}, {"parent": world.foreign.name})


def test_a_unit_cannot_be_moved_below_itself(world: World, sysadmin: User) -> None:
    for parent in (world.child, world.owner):
        with pytest.raises(Refused) as refusal:
            move_unit(world.owner, parent=parent, by=sysadmin, at=NOON)
        assert refusal.value.field == "parent"

    assert Unit.objects.get(pk=world.child.pk).path == world.child.path


def test_a_unit_stays_in_its_organisation(world: World, sysadmin: User) -> None:
    other = build("soe")

    with pytest.raises(Refused):
        move_unit(world.owner, parent=other.root, by=sysadmin, at=NOON)
    with pytest.raises(Refused):
        set_line_department(world.owner, other.line, by=sysadmin, at=NOON)


def test_a_move_follows_the_scope_of_those_above(world: World, sysadmin: User) -> None:
    move_unit(world.owner, parent=world.foreign, by=sysadmin, at=NOON)

    outsider = User.objects.get(pk=world.cast["outsider"].pk)
    assert set(Unit.objects.visible_to(outsider)) == {world.foreign, world.owner, world.child}


def test_a_unit_with_people_subunits_or_accounts_cannot_be_dissolved(world: World, sysadmin: User) -> None:
    with pytest.raises(Refused) as refusal:
        close_unit(world.owner, on=date(2026, 9, 1), by=sysadmin, at=NOON)

    assert "1 个下级单位未撤销" in refusal.value.message
    assert "6 个岗位未办离任" in refusal.value.message


def test_an_empty_unit_is_dissolved_once_and_takes_no_subunits(world: World, sysadmin: User) -> None:
    unit = new_unit(world, sysadmin)

    close_unit(unit, on=date(2026, 9, 1), by=sysadmin, at=NOON)

    assert Unit.objects.get(pk=unit.pk).closed_on == date(2026, 9, 1)
    with pytest.raises(Refused):
        close_unit(unit, on=date(2026, 9, 2), by=sysadmin, at=NOON)
    with pytest.raises(Refused):
        new_unit(world, sysadmin, unit, name="下级")


def test_a_unit_is_not_dissolved_in_the_future(world: World, sysadmin: User) -> None:
    unit = new_unit(world, sysadmin)

    with pytest.raises(Refused) as refusal:
        close_unit(unit, on=date(2026, 9, 19), by=sysadmin, at=NOON)

    assert refusal.value.field == "on"


def test_line_department_gives_and_takes_sight_of_the_guided_unit(world: World, sysadmin: User) -> None:
    set_line_department(world.foreign, world.line, by=sysadmin, at=NOON)
    assert world.foreign in Unit.objects.visible_to(User.objects.get(pk=world.cast["line"].pk))

    set_line_department(world.foreign, None, by=sysadmin, at=NOON)
    assert world.foreign not in Unit.objects.visible_to(User.objects.get(pk=world.cast["line"].pk))
    assert [event.after for event in events("unit.line_set", world.foreign)] == [
        {"line_department": world.line.name},
        {"line_department": None},
    ]


def test_the_department_one_level_up_is_set(world: World, sysadmin: User) -> None:
    set_superior(world.owner, world.superior, by=sysadmin, at=NOON)

    assert Unit.objects.get(pk=world.owner.pk).superior == world.superior


def test_no_unit_guides_itself(world: World, sysadmin: User) -> None:
    with pytest.raises(Refused) as refusal:
        set_line_department(world.line, world.line, by=sysadmin, at=NOON)

    assert refusal.value.field == "line_department"
    assert Post.objects.filter(unit=world.line).count() == 1
