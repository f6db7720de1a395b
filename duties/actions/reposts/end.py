"""Ending a task (结束、撤回)."""

from datetime import datetime

from newmedia_portal.core.access.models import User
from newmedia_portal.core.refusals import Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow.door import perform

from ...messages import tell_ended
from ...models import RepostTask
from ...states import TargetState


def close(task: RepostTask, *, reason: str = "", by: User, at: datetime) -> RepostTask:
    """End a task: nothing more is told or answered; what has not been reposted stays on record as such.

    Raises Forbidden for anyone but the department that issued it, Conflict when it has ended already, Refused while a
    unit waits for the answer to an excuse: it would be counted against the unit unheard.
    """
    return _end(task, "close", "repost.closed", reason, by=by, at=at)


def withdraw(task: RepostTask, *, reason: str, by: User, at: datetime) -> RepostTask:
    """Take a task back: it counts for no unit; a reason is required and told to the units.

    Raises Forbidden for anyone but the department that issued it, Conflict when it has ended, Refused without a reason.
    """
    if not reason.strip():
        raise Refused("请写明撤回原因,各单位会看到。", field="reason")
    return _end(task, "withdraw", "repost.withdrawn", reason, by=by, at=at)


def _end(task: RepostTask, transition: str, action: str, reason: str, *, by: User, at: datetime) -> RepostTask:
    with unit_of_work():
        if not by.has_perm("duties.manage_repost", task):
            raise Forbidden("只有下达任务的宣传部门可以结束或撤回任务。")
        RepostTask.objects.select_for_update().get(pk=task.pk)
        waiting = task.targets.filter(state=TargetState.EXCUSED).count()
        if waiting and transition == "close":
            raise Refused(f"还有 {waiting} 个账号申报不适合转发,没有答复。请先逐个答复,再结束任务。")
        ended = perform(task, transition, by=by, at=at, action=action, reason=reason.strip(), why=reason.strip())
        tell_ended(ended, withdrawn=transition == "withdraw", at=at)
    return ended
