"""Open clocks follow the calendar (日历变更后重算): logged, told to the owner, closed ones never move."""

from datetime import datetime

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workdays import recompute
from newmedia_portal.core.workdays.calendar import WorkCalendar
from newmedia_portal.core.workdays.recompute import Move
from newmedia_portal.regimes.models import EditionRecord

from ..messages import tell_moved
from ..models import Filing, Obligation
from ..states import ObligationState
from .open import recount

FIELDS = ["due_on", "provisional", "remind_on", "flag", "flagged_on"]


@recompute.register
def recompute_obligations(calendar: WorkCalendar, *, by: User | None, at: datetime) -> list[Move]:
    """Count every open obligation again; write only what differs. A second run finds nothing to move."""
    moves, changed = [], []
    with unit_of_work():
        clocks = {record.pk: record.edition.clocks for record in EditionRecord.objects.all()}
        rows = Obligation.objects.select_for_update().filter(state=ObligationState.OPEN, number__isnull=False)
        for obligation in rows.order_by("pk").iterator(chunk_size=2000):
            before = (obligation.due_on, obligation.provisional)
            if not recount(obligation, calendar, clocks[obligation.edition_id]):
                continue
            if obligation.due_on != before[0]:
                obligation.flag, obligation.flagged_on = "", None
            changed.append(obligation)
            url = f"/filings/{obligation.filing_id}/" if obligation.filing_id else f"/accounts/{obligation.account_id}/"
            moves.append(Move(obligation.label, before[0] or obligation.due_on, obligation.due_on, url))
            after = {"due_on": obligation.due_on, "provisional": obligation.provisional}
            old = {"due_on": before[0], "provisional": before[1]}
            record("obligation.moved", by=by, at=at, obj=obligation, before=old, after=after, reason="工作日历变更")
            tell_moved(obligation, before[0], at=at)
        Obligation.objects.bulk_update(changed, FIELDS, batch_size=500)
        _follow_drafts(changed)
    return moves


def _follow_drafts(changed: list[Obligation]) -> None:
    """A filing that was not handed in yet shows the due date of its obligation."""
    for obligation in changed:
        if obligation.filing_id:
            rows = Filing.objects.filter(pk=obligation.filing_id, first_submitted_at__isnull=True)
            rows.update(due_on=obligation.due_on, due_provisional=obligation.provisional)
