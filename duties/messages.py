"""Messages of repost tasks to those concerned (站内消息); each once, in the transaction of its cause."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.urls import reverse

from newmedia_portal.core.access.models import Post
from newmedia_portal.core.access.roles import AUTHORITY, LEADERS, WRITERS
from newmedia_portal.core.notices.actions import notify

from .models import RepostTarget, RepostTask
from .states import TargetState


def tell_issued(task: RepostTask, *, at: datetime) -> int:
    """Tell the writers of every unit with an account in the task; returns how many people were told."""
    people = writers_of(task.targets.order_by().values("unit"))
    until = f"请在 {task.due_on} 前转发并登记链接。"
    _send(people, task, "issued", f"转发任务:{task}", f"{task.issuer}发布,{until}", str(task.pk), at=at)
    return len(people)


def tell_ended(task: RepostTask, *, withdrawn: bool, at: datetime) -> None:
    """Tell the writers of units that had not finished that nothing more is to be done."""
    rows = task.targets.all() if withdrawn else task.targets.filter(state=TargetState.OPEN)
    word = "已撤回" if withdrawn else "已结束"
    people = writers_of(rows.order_by().values("unit"))
    _send(people, task, "ended", f"转发任务{word}:{task}", task.end_reason, f"ended:{task.pk}", at=at)


def tell_excused(target: RepostTarget, *, at: datetime) -> None:
    """Tell the department that a unit holds an account unfit for the item."""
    title = f"申报不适合转发:{target}"
    posts = Post.objects.filter(unit=target.task.unit, role__in=AUTHORITY)
    body = f"{target.unit_name}:{target.excuse}"
    _send(_people(posts), target.task, "excused", title, body, f"{target.pk}:{at.isoformat()}", at=at)


def tell_answered(target: RepostTarget, *, agreed: bool, at: datetime) -> None:
    """Tell the unit's writers what the department said."""
    title = f"{'同意不转发' if agreed else '请照常转发'}:{target}"
    people = writers_of([target.unit_id])
    _send(people, target.task, "answered", title, target.answer, f"{target.pk}:{at.isoformat()}", at=at)


def tell_soon(task: RepostTask, *, on: date, at: datetime) -> int:
    """Remind the writers of units that have not finished, once a day at most; returns how many people."""
    people = writers_of(_unfinished(task))
    body = f"转发期限 {task.due_on},还有账号没有登记转发。"
    _send(people, task, "due_soon", f"转发任务即将到期:{task}", body, f"{task.pk}:{on}", at=at)
    return len(people)


def tell_late(task: RepostTask, *, at: datetime) -> int:
    """Tell writers and leaders of unfinished units, and the department, that the due day has passed; once."""
    units = _unfinished(task)
    concerned = Q(unit__in=units, role__in=[*WRITERS, *LEADERS]) | Q(unit=task.unit, role__in=AUTHORITY)
    people = _people(Post.objects.filter(concerned))
    body = f"转发期限 {task.due_on} 已过,还有账号没有登记转发。补转后仍请登记。"
    _send(people, task, "overdue", f"转发任务逾期:{task}", body, f"{task.pk}:{task.due_on}", at=at)
    return len(people)


def tell_moved(task: RepostTask, before: date, *, at: datetime) -> None:
    """Tell units that have not finished that the due day moved with the calendar."""
    body = f"工作日历已更新,转发期限由 {before} 调整为 {task.due_on}。"
    _send(writers_of(_unfinished(task)), task, "moved", f"期限调整:{task}", body, f"{task.pk}:{task.due_on}", at=at)


def writers_of(units: Iterable[int] | QuerySet) -> set[int]:
    """Return the people who write for these units now."""
    return _people(Post.objects.filter(unit__in=units, role__in=WRITERS))


def _unfinished(task: RepostTask) -> QuerySet:
    return task.targets.filter(state=TargetState.OPEN).order_by().values("unit")


def _people(posts: QuerySet[Post]) -> set[int]:
    return set(posts.filter(until__isnull=True, user__is_active=True).order_by().values_list("user", flat=True))


def _send(people: set[int], task: RepostTask, kind: str, title: str, body: str, key: str, *, at: datetime) -> None:
    url = reverse("duties:repost", args=[task.pk])
    notify(people, kind=f"repost.{kind}", title=title, body=body, url=url, at=at, key=f"repost.{kind}:{key}")
