"""Every write to work groups beside their filings (工作群管理): members, end of work, clean-up."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from newmedia_portal.core.audit import record
from newmedia_portal.core.audit.actions import register
from newmedia_portal.core.refusals import Conflict, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workdays import working_days

from ..actions.common import day_of, edition_of, require
from ..hooks import tell_work_ended
from ..models import GroupCleanup, GroupMember, WorkGroup
from .reading import Row

for _code, _label in (
    ("group.members_entered", "登记群成员"),
    ("group.member_left", "成员退群"),
    ("group.work_ended", "登记工作结束"),
    ("group.cleaned", "确认清理事项"),
):
    register(_code, _label)

RIGHT = "accounts.run_group"
DENIED = "只有本单位经办人和负责人可以管理工作群。"


def enter_members(group: WorkGroup, rows: Sequence[Row], *, whole: bool, by: Any, at: datetime) -> tuple[int, int, int]:
    """Enter people under their real names; with `whole` those not in the list leave today. New, changed, left.

    The number of a person that is not given anew stays. Raises Forbidden, Conflict for a dissolved group, Refused where
    two people would lead it: the owner changes by a filing (第五条).
    """
    require(by, RIGHT, group, message=DENIED)
    with unit_of_work():
        locked, on = _running(group), day_of(at)
        _check_head(locked, rows)
        present = {(m.name, m.title): m for m in locked.members.filter(until__isnull=True)}
        loose = {m.name: m for m in present.values() if not m.title}
        fresh = changed = 0
        kept: set[int] = set()
        for row in rows:
            member = present.get((row.name, row.title)) or loose.get(row.name)
            fresh, changed = (fresh, changed + 1) if member else (fresh + 1, changed)
            member = member or GroupMember(group=locked, name=row.name, since=on)
            _write(member, row, locked)
            kept.add(member.pk)
        gone = locked.members.filter(until__isnull=True).exclude(Q(pk__in=kept) | Q(name=locked.owner))
        left = gone.update(until=on, leave_due_since=None) if whole else 0
        after = {"new": fresh, "changed": changed, "left": left}
        record("group.members_entered", by=by, at=at, obj=locked.account, after=after)
    return fresh, changed, left


def leave(member: GroupMember, *, on: date, by: Any, at: datetime) -> GroupMember:
    """Note that a member left the group (工作调整及时退群).

    Raises Forbidden, Conflict, Refused for the owner or a day ahead.
    """
    require(by, RIGHT, member.group, message=DENIED)
    with unit_of_work():
        group = _running(member.group)
        locked = GroupMember.objects.select_for_update().get(pk=member.pk)
        if locked.until is not None:
            raise Conflict(f"{locked}已于 {locked.until} 退群。")
        if locked.name == group.owner:
            raise Refused("群负责人退群前，请先办理变更备案落实继任。")
        if on > day_of(at) or on < locked.since:
            raise Refused("退群日期要在入群之后、今天之前。", field="on")
        locked.until, locked.leave_due_since = on, None
        locked.save(update_fields=["until", "leave_due_since"])
        record("group.member_left", by=by, at=at, obj=group.account, after={"member": locked.name, "until": on})
    return locked


def end_work(group: WorkGroup, *, on: date, note: str = "", by: Any, at: datetime) -> WorkGroup:
    """Record that the work of a temporary group has ended: the period for dissolving it begins the next day.

    The edition in force gives the period (临时工作群撤销期限). Raises Forbidden, Conflict when it is known already,
    Refused for a long-running group or a day that lies ahead.
    """
    require(by, RIGHT, group, message=DENIED)
    with unit_of_work():
        locked = _running(group)
        if locked.work_ended_on is not None:
            raise Conflict(f"已登记工作于 {locked.work_ended_on} 结束。")
        if not locked.is_temporary:
            raise Refused("长期工作群不登记工作结束；不再使用的，请办理撤销备案。")
        if on > day_of(at):
            raise Refused("工作结束日期不能晚于今天。", field="on")
        period = edition_of(locked.unit, day_of(at)).groups.dissolve
        due = working_days.current().add(on, period.number, period.unit) if period else None
        locked.work_ended_on, locked.ended_by, locked.dissolve_due_on = on, by, due.due if due else None
        locked.save()
        after = {"work_ended_on": on, "dissolve_due_on": locked.dissolve_due_on}
        record("group.work_ended", by=by, at=at, obj=locked.account, after=after, reason=note.strip()[:500])
        tell_work_ended(locked.account, on=on, by=by, at=at)
    group.refresh_from_db()
    return locked


def clean(group: WorkGroup, codes: Sequence[str], *, note: str = "", by: Any, at: datetime) -> int:
    """Confirm lines of the clean-up list; returns how many are new. Raises Forbidden, Refused for unknown lines."""
    require(by, RIGHT, group, message=DENIED)
    with unit_of_work():
        locked = (
            WorkGroup.objects.select_for_update(of=("self",)).select_related("account", "unit__root").get(pk=group.pk)
        )
        known = {line.code: line.text for line in edition_of(locked.unit, day_of(at)).groups.cleanup}
        if not codes or not set(codes) <= set(known):
            raise Refused("请勾选已经完成的清理事项。", field="codes")
        done = set(locked.cleanup.values_list("code", flat=True))
        fresh = [code for code in known if code in codes and code not in done]
        for code in fresh:
            GroupCleanup.objects.create(group=locked, code=code, by=by, at=at, note=note.strip()[:200])
        if fresh:
            after = {"done": [known[code] for code in fresh]}
            record("group.cleaned", by=by, at=at, obj=locked.account, after=after, reason=note.strip()[:200])
    return len(fresh)


def _running(group: WorkGroup) -> WorkGroup:
    rows = WorkGroup.objects.select_for_update(of=("self",)).select_related("account", "unit__root")
    locked = rows.get(pk=group.pk)
    if locked.dissolved_on is not None:
        raise Conflict(f"“{locked}”已于 {locked.dissolved_on} 撤销。")
    return locked


def _check_head(group: WorkGroup, rows: Sequence[Row]) -> None:
    heads = [row.name for row in rows if row.part == "head"]
    wrong = [name for name in heads if name != group.owner]
    if wrong:
        raise Refused(
            f"登记的群负责人是{group.owner or '（未登记）'}，名单里写的是{'、'.join(wrong)}。"
            "负责人变动请先办理变更备案，由主管领导批准继任。",
            field="text",
        )


def _write(member: GroupMember, row: Row, group: WorkGroup) -> None:
    member.title, member.nickname = row.title or member.title, row.nickname or member.nickname
    member.part = "head" if row.name == group.owner else row.part
    member.keep_phone(row.phone)
    member.save()
