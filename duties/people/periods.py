"""Periods of a cycle (周期): the quarter, half-year or year that holds a day; all days are local."""

from dataclasses import dataclass
from datetime import date, timedelta

from newmedia_portal.regimes.schema.people import Cycle

MONTHS = {"quarter": 3, "half_year": 6, "year": 12}
LETTERS = {"quarter": "Q", "half_year": "H", "year": ""}


@dataclass(frozen=True)
class Period:
    """One period: its key (2026Q4, 2026H2, 2026), first and last day, and the days of a cycle in it."""

    key: str
    first: date
    last: date
    due: date
    remind: date


def period_of(cycle: Cycle, day: date) -> Period:
    """Return the period that holds a day; what it asks for is due within it, however many days the cycle gives."""
    months = MONTHS[cycle.period]
    number = (day.month - 1) // months
    first = date(day.year, number * months + 1, 1)
    following = (
        date(day.year + 1, 1, 1) if (number + 1) * months == 12 else date(day.year, (number + 1) * months + 1, 1)
    )
    last = following - timedelta(days=1)
    due = min(first + timedelta(days=cycle.answer_days), last)
    letter = LETTERS[cycle.period]
    key = f"{day.year}{letter}{number + 1}" if letter else str(day.year)
    return Period(key, first, last, due, max(first, due - timedelta(days=cycle.remind_days_before)))
