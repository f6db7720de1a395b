"""Running repost tasks follow the calendar (日历变更后重算): logged, told to the units, ended ones never move."""

from datetime import datetime

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workdays import recompute
from newmedia_portal.core.workdays.calendar import WorkCalendar
from newmedia_portal.core.workdays.recompute import Move

from .clock import next_reminder
from .messages import tell_moved
from .models import RepostTask

FIELDS = ["due_on", "provisional", "remind_on", "late_told_on"]


@recompute.register
def recompute_reposts(calendar: WorkCalendar, *, by: User | None, at: datetime) -> list[Move]:
    """Count every running task again and write only what differs; what was told in time or late stays so."""
    moves = []
    with unit_of_work():
        rows = RepostTask.objects.running().select_for_update(of=("self",)).select_related("edition", "unit")
        for task in rows.order_by("pk"):
            before = (task.due_on, task.provisional)
            due = calendar.add(task.anchor_on, task.number, task.unit_of_time)
            if (due.due, due.provisional) == before:
                continue
            task.due_on, task.provisional, task.late_told_on = due.due, due.provisional, None
            clocks = task.edition.edition.clocks
            task.remind_on = next_reminder(due.due, task.number, clocks, calendar, after=task.anchor_on)
            task.save(update_fields=FIELDS)
            moves.append(Move(f"转发任务 · {task}", before[0], due.due, f"/duties/reposts/{task.pk}/"))
            old, new = (
                {"due_on": before[0], "provisional": before[1]},
                {"due_on": due.due, "provisional": due.provisional},
            )
            record("repost.moved", by=by, at=at, obj=task, before=old, after=new, reason="工作日历变更")
            if due.due != before[0]:
                tell_moved(task, before[0], at=at)
    return moves
