"""Approved pauses of publishing (暂停更新): asked by the unit, decided by the department, excusing their days."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow.door import perform

from ...looking.messages import tell_pause_asked, tell_pause_decided, tell_pause_ended, tell_pause_withdrawn
from ...models import Suspension
from .again import judged


def ask_pause(
    account: MediaAccount, *, reason: str, first_on: date, last_on: date, by: User, at: datetime
) -> Suspension:
    """Ask for a pause from one day to another, both included; told to the department, which decides.

    Days gone by may be asked for too, as the department may have agreed by word. Raises Forbidden for anyone but a
    writer of the unit, Refused without a reason, for days out of order or already agreed, or for an ended account,
    Conflict where a request is waiting.
    """
    if not by.has_perm("assessments.ask_pause", account):
        raise Forbidden("只有主办单位的经办人可以申请暂停更新。")
    with unit_of_work():
        locked = MediaAccount.objects.select_for_update(of=("self",)).select_related("unit").get(pk=account.pk)
        _check(locked, reason, first_on, last_on, localdate(at))
        asked = Suspension(
            account=locked,
            unit=locked.unit,
            root_id=locked.root_id,
            reason=reason.strip(),
            first_on=first_on,
            last_on=last_on,
            asked_by=by,
            asked_at=at,
        )
        try:
            with transaction.atomic():
                asked.save()
        except IntegrityError as error:
            raise Conflict("该账号已有一件暂停更新申请等待批准。请先撤回,再重新申请。") from error
        after = {"account": str(locked), "first_on": first_on, "last_on": last_on}
        record("pause.asked", by=by, at=at, obj=asked, after=after, reason=reason.strip())
        tell_pause_asked(asked, at=at)
    return asked


def decide_pause(pause: Suspension, *, agrees: bool, opinion: str, by: User, at: datetime) -> Suspension:
    """Agree (its days count neither as silence nor in quotas; the account is judged at once) or refuse with a reason.

    Raises Forbidden for anyone but the department above the unit, or for who asked; Conflict once it is decided.
    """
    if not agrees and not opinion.strip():
        raise Refused("不同意的,请写明理由。", field="opinion")
    if pause.asked_by_id == by.pk:
        raise Forbidden("申请人不能批准自己的申请,请由宣传部门其他人员办理。")
    with unit_of_work():
        verb, action = ("approve", "pause.approved") if agrees else ("refuse", "pause.refused")
        decided = perform(
            pause, verb, by=by, at=at, action=action, reason=opinion.strip(), details=_days(pause), by_whom=by,
            opinion=opinion.strip(),
        )  # fmt: skip
        if agrees:
            judged(decided.account, at=at)
        tell_pause_decided(decided, agreed=agrees, at=at)
    return decided


def end_pause(pause: Suspension, *, opinion: str, by: User, at: datetime) -> Suspension:
    """End an approved pause early: today is its last day; one that has not begun excuses nothing.

    Raises Forbidden for anyone but the department, Conflict when it is not running, Refused when its days are over.
    """
    today = localdate(at)
    if pause.last_on <= today:
        raise Refused("这次暂停更新已经到期,不需要提前结束。")
    with unit_of_work():
        ended = perform(
            pause, "end", by=by, at=at, action="pause.ended", reason=opinion.strip(), details={"ended_on": today},
            on=today,
        )  # fmt: skip
        judged(ended.account, at=at)
        tell_pause_ended(ended, opinion.strip(), at=at)
    return ended


def withdraw_pause(pause: Suspension, *, by: User, at: datetime) -> Suspension:
    """Take a request back before it is decided; raises Forbidden for other units, Conflict once it is decided."""
    with unit_of_work():
        withdrawn = perform(pause, "withdraw", by=by, at=at, action="pause.withdrawn", by_whom=by)
        tell_pause_withdrawn(withdrawn, at=at)
    return withdrawn


def _check(account: MediaAccount, reason: str, first_on: date, last_on: date, today: date) -> None:
    if account.has_ended:
        raise Refused(f"该账号{account.get_state_display()},不需要申请暂停更新。")
    if not reason.strip():
        raise Refused("请写明暂停更新的原因,例如系统升级、机构调整。", field="reason")
    if last_on < first_on:
        raise Refused("结束日期不能早于开始日期。", field="last_on")
    if last_on < today:
        raise Refused("结束日期已经过去,请填写今天或以后的日期。", field="last_on")
    if account.opened_on is not None and first_on < account.opened_on:
        raise Refused(f"开始日期不能早于开通日期 {account.opened_on}。", field="first_on")
    for other in Suspension.objects.excusing(account).filter(first_on__lte=last_on, last_on__gte=first_on):
        end = min(other.last_on, other.ended_on or other.last_on)
        if end >= first_on and other.first_on <= end:
            raise Refused(f"{other.first_on} 至 {end} 已批准暂停,请从 {end} 之后申请。", field="first_on")


def _days(pause: Suspension) -> dict[str, date]:
    return {"first_on": pause.first_on, "last_on": pause.last_on}
