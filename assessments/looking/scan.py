"""The nightly job over the accounts (每日静默监测), and the quick one that clears flags; both safe to run again.

The work grows with what changed: new data, changed entries, people, editions and calendars, and the few accounts whose
time has come (`check_on`). All of a night stands in one transaction, so a killed run leaves nothing behind; a second
run at the same time waits for the first and finds nothing left to do.
"""

from datetime import date, datetime, time

from django.utils.timezone import localdate

from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.audit import record
from newmedia_portal.core.jobs.alone import alone
from newmedia_portal.core.jobs.schedule import Counts, daily, often
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workdays import recompute
from newmedia_portal.core.workdays.calendar import WorkCalendar
from newmedia_portal.core.workdays.recompute import Move

from ..models import AccountActivity
from ..states import FLAGGED
from .due import JOB, due, prepare
from .facts import RuleBook
from .flags import Done
from .look import look
from .tell import tell

QUICK = "clear_silence"
#: How many flagged accounts with new data one tick takes.
MOST_AT_ONCE = 500


@daily(JOB, label="静默监测", not_before=time(6, 20))
def scan_silence(*, on: date, at: datetime) -> Counts:
    """Look at every account that is due on a day, raise and clear flags, and tell those concerned once.

    Nothing follows by itself: closing is proposed and decided by people (reading A22).
    """
    with unit_of_work():
        alone(JOB)
        book = RuleBook(on)
        prepare(on, book)
        done = look(due(on).order_by().values_list("pk", flat=True), on=on, book=book)
        told = tell(on, at)
        _record(done, told, on, at)
    return Counts(looked_at=done.looked_at, flagged=sum(done.raised.values()), cleared=done.cleared)


@often(QUICK, label="静默标记解除")
def clear_silence(*, at: datetime) -> Counts:
    """Look again at flagged accounts whose data has changed, so that a post takes its flag off within minutes."""
    on = localdate(at)
    waiting = AccountActivity.objects.filter(dirty=True, level__in=FLAGGED).order_by("pk").values_list("pk", flat=True)
    pks = list(waiting[:MOST_AT_ONCE])
    if not pks:
        return Counts()
    with unit_of_work():
        alone(JOB)
        done = look(pks, on=on)
        _record(done, 0, on, at)
    return Counts(looked_at=done.looked_at, flagged=sum(done.raised.values()), cleared=done.cleared)


def _record(done: Done, told: int, on: date, at: datetime) -> None:
    if done.looked_at or told:
        after = {
            "on": on,
            "looked_at": done.looked_at,
            "raised": dict(sorted(done.raised.items())),
            "cleared": done.cleared,
            "missed": done.missed,
            "told": told,
        }
        record("silence.scanned", by=None, at=at, after=after)


@recompute.register
def look_again(calendar: WorkCalendar, *, by: object, at: datetime) -> list[Move]:
    """A new calendar may make a week count or not: ask for a look at the accounts under a weekly quota."""
    book = RuleBook(localdate(at))
    roots = Unit.objects.filter(parent__isnull=True).exclude(regime="").order_by().values_list("pk", "regime")
    bound = [root for root, regime in roots if (found := book.of(regime)) and _depends(found[1])]
    AccountActivity.objects.filter(root__in=bound, dirty=False).update(dirty=True)
    return []


def _depends(rules: object) -> bool:
    return any(quota.min_workdays is not None for quota in rules.quotas)  # type: ignore[attr-defined]
