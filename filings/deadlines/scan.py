"""The daily job over obligations (每日期限检查): flags, clears and tells, in sets; safe to run again from any point.

The work grows with what has changed since yesterday, not with history: partial indexes hold what is watched apart from
what is late already, and no index holds a flag or its day, so that on PostgreSQL a reminder rewrites its row in place.
Flags and messages of one day are written in one transaction, so a killed run leaves nothing behind; a second run at
the same time waits for the first and finds nothing left to do.

On a day off what has become late is flagged and nobody is told: the next working day makes up for it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_

from django.db.models import F, Q

from newmedia_portal.core.audit import record
from newmedia_portal.core.jobs.alone import alone
from newmedia_portal.core.jobs.schedule import Counts, daily
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workdays import working_days
from newmedia_portal.core.workdays.calendar import WorkCalendar
from newmedia_portal.regimes.models import EditionRecord
from newmedia_portal.regimes.schema import Clocks

from ..events import about_to_be_late, publish_late
from ..models import Obligation
from ..querysets import ObligationQuerySet
from ..states import Flag, ObligationState
from .ladder import Rung, reached, rungs_after, rungs_before
from .marking import Marked, mark, told_of
from .telling import tell

JOB = "scan_overdue"
#: How many groups of like due dates one statement takes.
GROUPS = 100
#: The ladder past a due date is at most 60 working days long; what has been late for longer is not looked at.
LONGEST = timedelta(days=120)
#: What was marked, with the stage of the ladder at which it stands.
Told = list[tuple[Marked, str]]


@daily(JOB, label="备案期限检查", not_before=time(6, 0))
def scan_overdue(*, on: date, at: datetime) -> Counts:
    """Flag what is due soon or overdue on a day, clear what no longer is, and tell those concerned once per rung.

    The due day itself is in time until midnight (reading A45). Nothing but flags and messages: no sanction (A43).
    """
    with unit_of_work():
        alone(JOB)
        calendar = working_days.current()
        working = calendar.is_workday(on)
        going = about_to_be_late(_waiting(on))
        late = flag_overdue(on, tell=working)
        publish_late(going, at=at)
        soon = _flag_due_soon(on, calendar) if working else []
        again = _remind_late(on, calendar) if working else []
        cleared = _clear(on)
        if working:
            tell([*((row, "late") for row in late), *soon, *again], on, at)
        overdue, due_soon = _sum(late), _sum(row for row, _ in soon)
        reminded = _sum(row for row, _ in again)
        looked_at = overdue + due_soon + reminded + cleared
        if looked_at:
            after = {"on": on, "overdue": overdue, "due_soon": due_soon, "cleared": cleared}
            record("obligation.flagged", by=None, at=at, after={**after, **({"again": reminded} if reminded else {})})
    return Counts(looked_at=looked_at, flagged=overdue + due_soon + reminded, cleared=cleared)


def flag_overdue(on: date, *, tell: bool = True) -> list[Marked]:
    """Flag what has become late by a day; return what was flagged, by unit. On a day off the first rung waits."""
    told = {"told_rungs": told_of(-1, on)} if tell else {}
    return mark(_waiting(on), Flag.OVERDUE, flagged_on=on, remind_on=None, **told)


def _waiting(on: date) -> ObligationQuerySet:
    return Obligation.objects.watched().filter(~Q(flag=Flag.OVERDUE), due_on__lt=on)


def _flag_due_soon(on: date, calendar: WorkCalendar) -> Told:
    """Flag what has reached a rung of its ladder since it was last flagged."""
    ahead = Obligation.objects.watched().filter(due_on__gte=on)
    groups = _reached(
        ahead, on, lambda due_on, number, clocks: rungs_before(due_on, number, clocks, calendar) if number else []
    )
    return _mark(ahead, groups, Flag.DUE_SOON, on)


def _remind_late(on: date, calendar: WorkCalendar) -> Told:
    """Remind again of what has been late for as long as a rung says, and of what became late on a day off."""
    late = Obligation.objects.open().filter(
        flag=Flag.OVERDUE, remind_on__isnull=True, due_on__lt=on, due_on__gte=on - LONGEST, flagged_on__lt=on
    )
    groups = _reached(late, on, lambda due_on, _, clocks: rungs_after(due_on, clocks, calendar))
    return _mark(late, groups, Flag.OVERDUE, on)


def _reached(
    rows: ObligationQuerySet, on: date, ladder: Callable[[date, int, Clocks], list[Rung]]
) -> dict[tuple[int, str], list[Q]]:
    """Return by rung a condition for each group of like due date and length that stands on it or past it."""
    groups = list(rows.order_by().values_list("edition", "due_on", "number").distinct())
    if not groups:
        return {}
    editions = EditionRecord.objects.defer("content").in_bulk({edition for edition, _, _ in groups})
    found: dict[tuple[int, str], list[Q]] = defaultdict(list)
    for edition, due_on, number in groups:
        rung = reached(ladder(due_on, number, editions[edition].edition.clocks), on)
        if rung is not None:
            not_told = Q(flagged_on__isnull=True) | Q(flagged_on__lt=rung.day)
            found[rung.lead, rung.stage].append(Q(edition=edition, due_on=due_on, number=number) & not_told)
    return found


def _mark(rows: ObligationQuerySet, groups: dict[tuple[int, str], list[Q]], flag: Flag, on: date) -> Told:
    told: Told = []
    for (rung, stage), conditions in sorted(groups.items()):
        for start in range(0, len(conditions), GROUPS):
            chosen = rows.filter(reduce(or_, conditions[start : start + GROUPS]))
            marked = mark(chosen, flag, flagged_on=on, told_rungs=told_of(rung, on))
            told += [(row, stage) for row in marked]
    return told


def _clear(on: date) -> int:
    """Take the flag off what was met or voided, and off what a new calendar has moved back."""
    over = Obligation.objects.filter(state__in=[ObligationState.MET, ObligationState.VOID], remind_on__isnull=False)
    moved = Obligation.objects.filter(
        flag=Flag.OVERDUE, state=ObligationState.OPEN, remind_on__isnull=True, due_on__gte=on
    )
    cleared = over.update(flag=Flag.NONE, flagged_on=None, remind_on=None)
    return cleared + moved.update(flag=Flag.NONE, flagged_on=None, remind_on=F("due_on"))


def _sum(rows: Iterable[Marked]) -> int:
    return sum(row.count for row in rows)
