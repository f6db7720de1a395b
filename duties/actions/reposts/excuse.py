"""Saying that an account had better not repost, and the department's answer (申报不适合转发、答复)."""

from datetime import datetime

from newmedia_portal.core.access.models import User
from newmedia_portal.core.refusals import Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow.door import perform

from ...messages import tell_answered, tell_excused
from ...models import RepostTarget
from ...personal import refuse_list
from .confirm import running_task


def declare(target: RepostTarget, *, reason: str, by: User, at: datetime) -> RepostTarget:
    """Let a unit say why the account had better not repost, and tell the department; a reason is required.

    Until the department has agreed the account still counts. Raises Forbidden for anyone but a writer of the account's
    unit, Conflict once the task has ended, Refused without a reason.
    """
    if not reason.strip():
        raise Refused("请写明不适合转发的理由,例如内容与账号服务对象无关。", field="reason")
    refuse_list(reason, field="reason")
    with unit_of_work():
        task = running_task(target)
        if not by.has_perm("duties.confirm_repost", target):
            raise Forbidden("只有主办单位的经办人可以申报不适合转发。")
        moved = perform(
            target,
            "declare",
            by=by,
            at=at,
            action="repost.excused",
            reason=reason.strip(),
            details={"task": task.pk},
            why=reason.strip(),
            by_whom=by,
        )
        tell_excused(moved, at=at)
    return moved


def answer(target: RepostTarget, *, agrees: bool, reason: str, by: User, at: datetime) -> RepostTarget:
    """Let the department agree (the account no longer counts) or not (it is still to repost, with a reason).

    Raises Forbidden for anyone but the department that issued the task, Conflict once the task has ended or the account
    no longer waits for an answer, Refused for a no without a reason.
    """
    if not agrees and not reason.strip():
        raise Refused("不同意的,请写明理由,让单位知道怎样转发合适。", field="reason")
    with unit_of_work():
        task = running_task(target)
        if not by.has_perm("duties.manage_repost", task):
            raise Forbidden("只有下达任务的宣传部门可以答复。")
        moved = perform(
            target,
            "exempt" if agrees else "insist",
            by=by,
            at=at,
            action="repost.exempted" if agrees else "repost.insisted",
            reason=reason.strip(),
            details={"task": task.pk},
            why=reason.strip(),
            by_whom=by,
        )
        tell_answered(moved, agreed=agrees, at=at)
    return moved
