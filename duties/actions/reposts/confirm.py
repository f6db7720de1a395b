"""Telling a repost (登记转发): where and when an account of one's own unit published it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from newmedia_portal.core.access.models import User
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow.door import perform

from ...clock import late_workdays
from ...links import read_own_link
from ...models import RepostTarget, RepostTask
from ...states import RepostState, TargetState


@dataclass(frozen=True)
class Told:
    """One repost as a unit tells it; `posted_at` is an aware moment."""

    target: RepostTarget
    link: str
    posted_at: datetime


def confirm(target: RepostTarget, *, link: str, posted_at: datetime, by: User, at: datetime) -> RepostTarget:
    """Record where and when the account reposted; telling again corrects it while the task runs.

    In time is what was published by the end of the due day, whenever it is told. Raises Forbidden for anyone but a
    writer of the account's unit, Conflict once the task has ended, Refused for a link or time that cannot be.
    """
    with unit_of_work():
        task = running_task(target)
        locked = RepostTarget.objects.select_for_update().select_related("account__platform").get(pk=target.pk)
        locked.task = task
        if not by.has_perm("duties.confirm_repost", locked):
            raise Forbidden("只有主办单位的经办人可以登记转发。")
        if posted_at > at:
            raise Refused("转发时间不能晚于现在。请在转发之后登记。", field="posted_on")
        clean = checked_link(locked, task, link)
        again = locked.state == TargetState.DONE
        late = late_workdays(task, posted_at)
        done = perform(
            locked,
            "confirm",
            by=by,
            at=at,
            action="repost.corrected" if again else "repost.confirmed",
            details={"task": task.pk, "link": clean, "posted_at": posted_at, "before": locked.link, "late": late},
            link=clean,
            posted_at=posted_at,
            late_workdays=late,
            by_whom=by,
        )
    target.refresh_from_db()
    return done


def confirm_many(told: Sequence[Told], *, by: User, at: datetime) -> int:
    """Record several reposts or none; returns how many. Raises what `confirm` raises."""
    with unit_of_work():
        for one in told:
            confirm(one.target, link=one.link, posted_at=one.posted_at, by=by, at=at)
    return len(told)


def running_task(target: RepostTarget) -> RepostTask:
    """Return the task of an account, locked against ending meanwhile; raises Conflict once it has ended."""
    task = RepostTask.objects.select_for_update().get(pk=target.task_id)
    if task.state != RepostState.ISSUED:
        word = task.get_state_display()
        raise Conflict(f"这项转发任务{word},不能再登记。需要补登的,请联系下达部门。")
    return task


def checked_link(target: RepostTarget, task: RepostTask, text: str) -> str:
    """Return the address at which an account reposted; raises Refused for any that is not its own or stands already."""
    link = read_own_link(text, target.account, task.link)
    if RepostTarget.objects.filter(task=task, link=link).exclude(pk=target.pk).exists():
        raise Refused("这个链接已经登记在本任务的另一个账号上。每个账号填自己发布的链接。", field="link")
    return link
