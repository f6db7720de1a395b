"""The daily job over rectification (整改期限检查) and the count anew after a change of the calendar."""

from datetime import date, datetime, time

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.jobs.alone import alone
from newmedia_portal.core.jobs.schedule import Counts, daily
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workdays import recompute
from newmedia_portal.core.workdays.calendar import WorkCalendar
from newmedia_portal.core.workdays.recompute import Move

from ..models import Finding
from .states import FindingState
from .telling import tell_overdue

JOB = "scan_rectification"


@daily(JOB, label="整改期限检查", not_before=time(6, 40))
def scan_rectification(*, on: date, at: datetime) -> Counts:
    """Flag the findings whose report is overdue on a day, once, and tell unit and department; safe to repeat."""
    with unit_of_work():
        alone(JOB)
        rows = Finding.objects.running().filter(due_on__lt=on, overdue_on__isnull=True)
        late = list(rows.select_for_update(of=("self",)).select_related("account", "unit", "campaign").order_by("pk"))
        moved = Finding.objects.running().filter(due_on__gte=on, overdue_on__isnull=False).update(overdue_on=None)
        Finding.objects.filter(pk__in=[one.pk for one in late]).update(overdue_on=on)
        tell_overdue(late, on=on.isoformat(), at=at)
        if late or moved:
            record("finding.flagged", by=None, at=at, after={"on": on, "overdue": len(late), "cleared": moved})
    return Counts(looked_at=len(late) + moved, flagged=len(late), cleared=moved)


@recompute.register
def recompute_findings(calendar: WorkCalendar, *, by: User | None, at: datetime) -> list[Move]:
    """Count every running report date again and write only what differs."""
    moves = []
    with unit_of_work():
        rows = Finding.objects.filter(state=FindingState.NOTIFIED, anchor_on__isnull=False)
        for finding in rows.select_for_update(of=("self",)).select_related("account").order_by("pk"):
            before = (finding.due_on, finding.provisional)
            if finding.anchor_on is None or before[0] is None:
                continue
            due = calendar.add(finding.anchor_on, finding.number, finding.unit_of_time)
            if (due.due, due.provisional) == before:
                continue
            finding.due_on, finding.provisional = due.due, due.provisional
            finding.save(update_fields=["due_on", "provisional"])
            url = f"/assessments/findings/{finding.pk}/"
            moves.append(Move(f"整改 · {finding}", before[0], due.due, url))
            old = {"due_on": before[0], "provisional": before[1]}
            new = {"due_on": due.due, "provisional": due.provisional}
            record("finding.moved", by=by, at=at, obj=finding, before=old, after=new, reason="工作日历变更")
    return moves
