"""Due days of a hand-over follow the calendar (日历变更后重算); what is done never moves."""

from datetime import datetime

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record, register
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workdays import recompute
from newmedia_portal.core.workdays.calendar import WorkCalendar
from newmedia_portal.core.workdays.recompute import Move

from ..models import HandoverItem
from .items import count_due

register("handover.moved_due", "移交期限重算")


@recompute.register
def recompute_items(calendar: WorkCalendar, *, by: User | None, at: datetime) -> list[Move]:
    """Count every open item again; write only what differs."""
    moves = []
    with unit_of_work():
        rows = HandoverItem.objects.select_for_update(of=("self",)).filter(done_on__isnull=True, number__isnull=False)
        for item in rows.select_related("handover__unit").order_by("pk"):
            before = item.due_on
            if not count_due(item, item.handover.left_on, calendar):
                continue
            item.save(update_fields=["due_on", "provisional"])
            if before is None or item.due_on is None or before == item.due_on:
                continue
            moves.append(Move(item.label, before, item.due_on, f"/people/handovers/{item.handover_id}/"))
            sides = {"due_on": before}, {"due_on": item.due_on}
            record("handover.moved_due", by=by, at=at, obj=item.handover, before=sides[0], after=sides[1])
    return moves
