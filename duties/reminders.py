"""The daily job over repost tasks (转发任务提醒): reminds before the due day and once after it; safe to repeat.

All of one day is one transaction; the rung reached and the day of the last message are kept with the task, so that a
second run on the same day finds nothing left to tell.
"""

from datetime import date, datetime, time

from newmedia_portal.core.audit import record
from newmedia_portal.core.jobs.alone import alone
from newmedia_portal.core.jobs.schedule import Counts, daily
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workdays import working_days

from .clock import next_reminder
from .messages import tell_late, tell_soon
from .models import RepostTask
from .states import TargetState

JOB = "remind_reposts"


@daily(JOB, label="转发任务提醒", not_before=time(6, 10))
def remind_reposts(*, on: date, at: datetime) -> Counts:
    """Remind units that have not finished, on the days that the edition names, and once when the due day has passed.

    The due day itself is in time until midnight. Nothing but messages: what follows from lateness is for people.
    """
    with unit_of_work():
        alone(JOB)
        late = [_late(task, on, at) for task in _locked(due_on__lt=on, late_told_on__isnull=True)]
        soon = [_soon(task, on, at) for task in _locked(due_on__gte=on, remind_on__lte=on)]
        if late or soon:
            after = {"on": on, "overdue": len(late), "due_soon": len(soon), "told": sum(late) + sum(soon)}
            record("repost.reminded", by=None, at=at, after=after)
    return Counts(looked_at=len(late) + len(soon), flagged=len(late))


def _locked(**wanted: object) -> list[RepostTask]:
    rows = RepostTask.objects.running().filter(**wanted).select_for_update(of=("self",))
    return list(rows.select_related("edition", "unit").order_by("pk"))


def _late(task: RepostTask, on: date, at: datetime) -> int:
    told = tell_late(task, at=at) if _unfinished(task) else 0
    task.late_told_on, task.remind_on = on, None
    task.save(update_fields=["late_told_on", "remind_on"])
    return told


def _soon(task: RepostTask, on: date, at: datetime) -> int:
    told = tell_soon(task, on=on, at=at)
    calendar = working_days.current()
    task.remind_on = next_reminder(task.due_on, task.number, task.edition.edition.clocks, calendar, after=on)
    task.save(update_fields=["remind_on"])
    return told


def _unfinished(task: RepostTask) -> bool:
    return task.targets.filter(state=TargetState.OPEN).exists()
