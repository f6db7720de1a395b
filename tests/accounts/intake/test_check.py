"""What a workbook of people is told against the portal: faults at their cells, posts, and what stays as it is."""

from datetime import date
from typing import Any

import pytest

from accounts.actions.people import end_post
from accounts.intake.actions import check_file
from accounts.intake.outcome import Checked
from accounts.models import PeopleBatch
from newmedia_portal.core.access.models import Post, User
from newmedia_portal.core.exports.models import ExportSchedule
from tests.world import START, World, user

from .books import NOW, person, row, workbook

pytestmark = pytest.mark.django_db


def check(rows: list[Any], **more: Any) -> Checked:
    return check_file(workbook(rows, **more), by=None, at=NOW)


def faults(rows: list[Any], **more: Any) -> list[tuple[str, str]]:
    return [(fault.cell, fault.kind) for fault in check(rows, **more).roster.faults]


def post(username: str, unit: Any, role: str, **more: Any) -> list[Any]:
    return row(username, 单位=unit.code, 岗位=role, **more)


def test_a_new_person_and_a_known_one_are_told_apart(world: World) -> None:
    checked = check([person(1, world.foreign), post("TAIBAI-head", world.owner, "head", 职务="科长")])
    counts = checked.counts()
    assert (counts["read"], counts["created"], counts["changed"], counts["faulty"]) == (2, 1, 1, 0)
    assert [line[:3] for line in checked.changes()] == [
        ["person0001", "示例人员1", "新增"],
        ["taibai-head", str(world.cast["head"]), "变更"],
    ]


def test_several_posts_of_one_person_stand_on_several_rows_also_under_a_merge(world: World) -> None:
    rows = [person(1, world.owner, 岗位="观察员"), post("", world.child, "observer", 任职日期="2026-02-01")]
    checked = check(rows, merges=["A2:A3"])
    assert checked.roster.faults == []
    assert (checked.counts()["created"], checked.counts()["begins"]) == (1, 2)


def test_a_person_is_known_by_the_number_alone(world: World) -> None:
    holder = world.cast["head"]
    holder.phone = "13911112222"
    holder.save()
    known = check([row("", 手机号="+86 139-1111-2222", 办公电话="0000-0000009")])
    assert [line[0] for line in known.changes()] == ["taibai-head"]
    assert faults([row("", 手机号="13800000001", 姓名="示例")]) == [("C2", "phone_ambiguous")]
    assert faults([row("", 手机号="13899990000", 姓名="示例")]) == [("A2", "missing_username")]


def test_rows_of_one_post_or_one_person_must_agree(world: World) -> None:
    first = person(1, world.owner, 岗位="观察员")
    other = person(1, world.child, 岗位="观察员", 姓名="另一姓名")
    assert faults([first, first, other]) == [("A3", "duplicate_in_file"), ("B4", "conflicting")]
    bare = row("person0002", 姓名="示例")
    assert faults([bare, bare]) == [("A3", "duplicate_in_file")]


def test_posts_held_are_compared_and_never_begun_twice(world: World) -> None:
    same = post("taibai-head", world.owner, "head", 任职日期=START)
    assert check([same]).counts()["unchanged"] == 1
    assert faults([post("taibai-head", world.owner, "head", 任职日期="2021-01-01")]) == [("I2", "since_differs")]
    assert faults([post("taibai-head", world.owner, "head", 离任日期="2019-01-01")]) == [("K2", "until_before_since")]
    ended = Post.objects.get(user=world.cast["head"])
    end_post(ended, until=date(2026, 9, 1), by=None, at=NOW)
    assert faults([same]) == [("I2", "already_ended")]
    assert check([post("taibai-head", world.owner, "head", 离任日期="2026-09-01")]).counts()["unchanged"] == 1


def test_what_the_appointment_refuses_is_a_fault_at_its_cell(world: World, sysadmin: User) -> None:
    world.child.closed_on = date(2026, 1, 1)
    world.child.save()
    gone = user("gone", world.foreign, "observer")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    rows = [
        person(1, world.child),
        post("gone", world.owner, "observer", 任职日期="2026-01-01"),
        post("sysadmin", world.owner, "observer", 任职日期="2026-01-01"),
        person(4, world.foreign, 岗位="信息员"),
    ]
    assert faults(rows) == [("F2", "unit_closed"), ("A3", "inactive"), ("A4", "administrator"), ("J5", "training")]


def test_a_full_role_is_a_fault_unless_the_workbook_makes_room(world: World) -> None:
    rule = next(r for r in world.edition.edition.role_requirements if r.per == "unit" and r.max == 1)
    keeper = user("keeper-1", world.foreign, rule.role)
    trained = {"任职日期": "2026-09-10", "培训日期": "2026-09-01"}
    newcomer = person(2, world.foreign, 岗位=rule.role, **trained)
    checked = check([newcomer])
    assert [(f.cell, f.kind) for f in checked.roster.faults] == [("G2", "room")]
    assert str(keeper) in checked.roster.faults[0].message
    leaver = post("keeper-1", world.foreign, rule.role, 离任日期="2026-09-09")
    assert faults([newcomer, leaver]) == []
    # A leaver held back by another fault makes no room.
    held_back = post("keeper-1", world.foreign, rule.role, 离任日期="2026-09-09", 电子邮箱="没有")
    assert faults([newcomer, held_back]) == [("G2", "room"), ("E3", "bad_email")]


def test_what_hangs_on_a_leaver_is_said_before_anything_is_written(world: World, sysadmin: User) -> None:
    facts = {"title": "示例月报", "source": "accounts", "rhythm": "monthly", "day": 3, "next_on": START}
    ExportSchedule.objects.create(owner=world.cast["head"], made_at=NOW, **facts)
    leaving = workbook([post("taibai-head", world.owner, "head", 离任日期="2026-09-09")])
    found = check_file(leaving, by=sysadmin, at=NOW).roster.faults
    assert [(fault.cell, fault.kind) for fault in found] == [("K2", "stranded")]
    assert "安排的定期导出 1 件。请在人员页面办理离任" in found[0].message


def test_a_new_number_that_somebody_has_is_only_a_warning(world: World) -> None:
    checked = check([person(1, world.foreign, 手机号="13800000001"), person(2, world.owner, 手机号="13900000002")])
    assert [(f.cell, f.kind, f.is_error) for f in checked.roster.faults] == [("C2", "phone_known", False)]
    assert checked.counts()["created"] == 2


def test_heads_at_fault_stop_the_whole_workbook(world: World) -> None:
    assert faults([["a", "b"]], head=["甲", "乙"]) == [("A1", "no_table")]
    nameless = ["姓名", "手机号", "密码"]
    assert faults([["a", "b", "c"]], head=nameless) == [("A1", "missing_column"), ("C1", "password_column")]
    assert faults([["a", "b", "c"]], head=["登录名", "姓名", "用户名"]) == [("C1", "duplicate_column")]
    partly = ["登录名", "姓名", "单位"]
    assert faults([["a", "b", "c"]], head=partly) == [("A1", "missing_column"), ("A1", "missing_column")]
    assert not check([["a", "b", "c"]], head=partly).counts()["whole"]
    assert PeopleBatch.objects.count() == 0


@pytest.mark.parametrize("count", [3, 300])
def test_the_number_of_statements_does_not_grow_with_the_rows(
    world: World, django_assert_max_num_queries: Any, count: int
) -> None:
    rows = [person(n, world.owner, 岗位="观察员") for n in range(count)]
    with django_assert_max_num_queries(9):
        assert check(rows).counts()["created"] == count
