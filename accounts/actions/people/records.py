"""Records about people in posts (队伍管理记录): qualification, background check, education of leavers."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from newmedia_portal.core.access.models import Post
from newmedia_portal.core.audit import record, register
from newmedia_portal.core.refusals import Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work

from ...hooks import tell_record
from ...models import StaffRecord
from ..common import day_of, edition_of, require
from .gaps import OFFBOARDING, record_rules

register("post.recorded", "登记队伍管理记录")


def record_staff(
    post: Post, *, code: str, on: date, by: Any, at: datetime, conditions: Sequence[str] = (), note: str = ""
) -> StaffRecord:
    """Enter that a check or an education that the edition asks for was done for the holder of a post.

    Raises Forbidden, or Refused: the edition does not ask for it in this role, a condition is not met, the day lies
    in the future, or leavers' education is entered for somebody who has not left.
    """
    require(by, "accounts.record_staff", post.unit)
    if by is not None and by.pk == post.user_id:
        raise Forbidden("不能登记自己的记录,请由单位领导或管理员登记。")
    with unit_of_work():
        edition = edition_of(post.unit, day_of(at))
        rule = next((rule for rule in record_rules(edition, post.role) if rule.code == code), None)
        if rule is None:
            raise Refused("该岗位没有这项要求。请核对岗位或事项。", field="code")
        if on > day_of(at):
            raise Refused("办理日期不能晚于今天。", field="on")
        if code == OFFBOARDING and post.until is None:
            raise Refused(f"{post.user}还在任。请先办理离任或移交,再登记{rule.label}。", field="code")
        missing = [condition for condition in rule.conditions if condition not in conditions]
        if missing:
            raise Refused(f"{rule.article}:还有条件没有核对:{'、'.join(missing)}。", field="conditions")
        kept = [condition for condition in rule.conditions if condition in conditions]
        entry = StaffRecord.objects.create(
            post=post, code=code, on=on, conditions=kept, note=note.strip(), entered_by=by, entered_at=at
        )
        after = {"code": rule.label, "on": on, "conditions": kept, "note": entry.note}
        record("post.recorded", by=by, at=at, obj=post, after=after, reason=entry.note)
        tell_record(entry, by=by, at=at)
    return entry
