"""Messages that wait follow the calendar (日历变更后重算); answered ones never move."""

from datetime import datetime

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workdays import recompute
from newmedia_portal.core.workdays.calendar import WorkCalendar
from newmedia_portal.core.workdays.recompute import Move

from ..models import PublicMessage
from .clock import remind_on


@recompute.register
def recompute_messages(calendar: WorkCalendar, *, by: User | None, at: datetime) -> list[Move]:
    """Count every waiting message again and write only what differs."""
    moves = []
    with unit_of_work():
        rows = PublicMessage.objects.waiting().filter(due_on__isnull=False)
        for message in rows.select_for_update(of=("self",)).select_related("edition").order_by("pk"):
            before = (message.due_on, message.provisional)
            due = calendar.add(message.anchor_on, message.number or 0, message.unit_of_time)
            if (due.due, due.provisional) == before or before[0] is None:
                continue
            message.due_on, message.provisional = due.due, due.provisional
            message.remind_on = remind_on(due, message.edition.edition.clocks, calendar)
            message.save(update_fields=["due_on", "provisional", "remind_on"])
            moves.append(Move(f"留言 · {message}", before[0], due.due, f"/duties/messages/{message.pk}/"))
            old = {"due_on": before[0], "provisional": before[1]}
            new = {"due_on": due.due, "provisional": due.provisional}
            record("message.moved", by=by, at=at, obj=message, before=old, after=new, reason="工作日历变更")
    return moves
