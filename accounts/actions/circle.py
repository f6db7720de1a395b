"""Membership of the department's circle (工作圈)."""

from datetime import date, datetime
from typing import Any

from newmedia_portal.core.audit import record, register
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.transactions import unit_of_work

from ..circle import circle_of
from ..models import CircleMember, MediaAccount
from ..states import AccountState
from .common import changed, day_of, edition_of, require

register("account.circle", "登记工作圈成员")


def enter_circle(
    account: MediaAccount,
    *,
    joined_on: date,
    left_on: date | None = None,
    follows_us: bool = False,
    followed_by_us: bool = False,
    note: str = "",
    by: Any,
    at: datetime,
) -> CircleMember:
    """Record whether an account belongs to the circle and who follows whom; telling again corrects it (S1-3.3.5).

    Raises Forbidden; Refused where the regulation knows no circle, for an account that is not in the register of filed
    accounts when it joins, and for days in the future or out of order.
    """
    require(by, "accounts.manage_circle", account)
    with unit_of_work():
        locked = MediaAccount.objects.select_for_update().get(pk=account.pk)
        member = CircleMember.objects.filter(account=locked).first()
        _check(locked, member, joined_on=joined_on, left_on=left_on, today=day_of(at))
        facts = {
            "joined_on": joined_on,
            "left_on": left_on,
            "follows_us": follows_us,
            "followed_by_us": followed_by_us,
            "note": note.strip(),
        }
        before = {name: getattr(member, name) for name in facts} if member else {}
        entry, _ = CircleMember.objects.update_or_create(
            account=locked, defaults={**facts, "unit": locked.unit, "root": locked.root, "by": by, "at": at}
        )
        old, new = changed(before, facts)
        record("account.circle", by=by, at=at, obj=locked, before=old, after=new)
    return entry


def _check(
    account: MediaAccount, member: CircleMember | None, *, joined_on: date, left_on: date | None, today: date
) -> None:
    if circle_of(edition_of(account.unit, today)) is None:
        raise Refused("该单位适用的制度没有工作圈的规定,无需登记。")
    if member is None and account.state != AccountState.FILED:
        raise Refused("只有已备案、在用的账号可以加入工作圈,请先完成备案。")
    if joined_on > today:
        raise Refused("加入日期不能晚于今天。", field="joined_on")
    if left_on is not None and not joined_on <= left_on <= today:
        raise Refused("退出日期应在加入日期之后、今天之前。", field="left_on")
