"""How long an account has been silent for certain (静默天数的算法).

Silence is counted only over days of which everything is known. Let E be the last such day (or the day of the last
item, where that is later). The count runs from the latest of three days: the last item, the opening, and the day
before the run of known days that ends at E begins. So a hole in the data starts the count anew after it, data that
ends never lets the count grow, and the days of an approved pause are taken off.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from .records import History, Subject
from .spans import ONE_DAY, clipped, days_within, span_of


@dataclass(frozen=True)
class Silence:
    """Days of certain silence: counted after `counted_from`, up to `until`, less the paused ones.

    `gap` says that a hole in the data began the count anew; `never` that the account never published since opening.
    """

    last_item_on: date | None
    counted_from: date
    until: date
    days: int
    paused: int
    gap: bool
    never: bool


def silence_of(subject: Subject, history: History, day: date) -> Silence | None:
    """Return the certain silence as seen on a day; None where nothing is known at all."""
    runs, last = clipped(history.runs, day), history.last_item_on
    known = [end for end in (runs[-1][1] if runs else None, last) if end is not None]
    if not known:
        return None
    until = max(known)
    run = span_of(runs, until)
    begun = run[0] - ONE_DAY if run else until
    opened = subject.opened_on if subject.opened_on is not None and subject.opened_on <= until else None
    start = max(edge for edge in (last, begun, opened) if edge is not None)
    paused = days_within(history.pauses, start + ONE_DAY, until)
    return Silence(
        last_item_on=last,
        counted_from=start,
        until=until,
        days=(until - start).days - paused,
        paused=paused,
        gap=start == begun and begun != last and begun != opened and (last is not None or opened is not None),
        never=last is None and opened is not None and run is not None and run[0] <= opened,
    )


def stale_from(until: date, stale_days: int, history: History) -> date:
    """Return the first day on which data that ends on `until` is missing; paused days do not age it."""
    day = until
    while (left := stale_days + 1 - ((day - until).days - days_within(history.pauses, until + ONE_DAY, day))) > 0:
        day += timedelta(days=left)
    return day
