"""What repost tasks put on a person's desk (工作台): what waits for the unit, what waits for the department."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from newmedia_portal.core.access.models import User
from newmedia_portal.core.access.roles import AUTHORITY, WRITERS
from newmedia_portal.core.access.scope import posts_of
from newmedia_portal.core.workdays import working_days

from .models import RepostTarget, RepostTask
from .progress import Progress, counts
from .states import TargetState

ROWS = 6


@dataclass(frozen=True)
class DeskRow:
    """A task on the desk: until when, how far one's own accounts (or all) have come, and what to do."""

    task: RepostTask
    left: int
    progress: Progress
    act: str
    today: date

    @property
    def met(self) -> bool | None:
        """Late though no working day has passed since: shown as such."""
        return False if self.task.due_on < self.today and not self.left else None


def waiting_reposts(user: User | Any) -> QuerySet[RepostTask]:
    """Return the running tasks that wait for the person: own accounts to repost, or an excuse to answer."""
    posts = posts_of(user)
    writes = [post.unit_id for post in posts if post.role in WRITERS]
    issues = [post.unit_id for post in posts if post.role in AUTHORITY]
    waits = Q(pk__in=[])
    if writes:
        mine = RepostTarget.objects.filter(unit__in=writes, state=TargetState.OPEN)
        waits |= Q(pk__in=mine.order_by().values("task"))
    if issues:
        asked = RepostTarget.objects.filter(state=TargetState.EXCUSED, task=OuterRef("pk"))
        waits |= Q(Exists(asked), unit__in=issues)
    return RepostTask.objects.running().filter(waits)


def desk_rows(user: User | Any, today: date) -> tuple[list[DeskRow], bool]:
    """Return the tasks on a person's desk, the nearest due day first, and whether there are more.

    For a writer those that wait, for the department all that run.
    """
    issues = [post.unit_id for post in posts_of(user) if post.role in AUTHORITY]
    waiting = RepostTask.objects.running().filter(Q(unit__in=issues) | Q(pk__in=waiting_reposts(user).values("pk")))
    tasks = list(waiting.order_by("due_on", "pk")[: ROWS + 1])
    return _rows(tasks[:ROWS], user, issues, today) if tasks else [], len(tasks) > ROWS


def _rows(tasks: list[RepostTask], user: User | Any, issues: list[int], today: date) -> list[DeskRow]:
    """Return the rows; a writer sees the progress of the own units, the department that of all."""
    writes = [post.unit_id for post in posts_of(user) if post.role in WRITERS]
    targets = RepostTarget.objects.filter(task__in=[task.pk for task in tasks])
    whole = {row.pop("task"): row for row in targets.order_by().values("task").annotate(**counts())}
    own = targets.filter(unit__in=writes).order_by().values("task").annotate(**counts())
    mine = {row.pop("task"): row for row in own} if writes else {}
    calendar, made = working_days.current(), []
    for task in tasks:
        managed = task.unit_id in issues
        found = Progress(**(whole if managed else mine).get(task.pk, {"owed": 0, "done": 0}))
        act = "登记转发" if not managed else "答复申报" if found.excused else ""
        made.append(DeskRow(task, calendar.workdays_between(today, task.due_on), found, act, today))
    return made
