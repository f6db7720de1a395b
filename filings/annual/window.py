"""The window of the annual check (办理时间), as the edition says."""

from dataclasses import dataclass
from datetime import date

from newmedia_portal.regimes.schema import AnnualCheck as Rule
from newmedia_portal.regimes.schema import Edition


@dataclass(frozen=True)
class Window:
    """First and last day, and the year that is reported."""

    first: date
    last: date
    year: int

    def holds(self, day: date) -> bool:
        """Whether a day lies within."""
        return self.first <= day <= self.last


def window_of(edition: Edition, year: int) -> Window | None:
    """Return the window that begins in a year; None where the edition has no annual check."""
    rule = edition.annual_check
    if not rule.enabled or not rule.window_start or not rule.window_end:
        return None
    first, last = _day(year, rule.window_start), _day(year, rule.window_end)
    if last < first:
        last = _day(year + 1, rule.window_end)
    return Window(first, last, year - _back(rule))


def window_for(edition: Edition, reported: int) -> Window | None:
    """Return the window in which a year is reported."""
    return window_of(edition, reported + _back(edition.annual_check))


def _back(rule: Rule) -> int:
    return 1 if rule.reported_year == "previous" else 0


def _day(year: int, text: str) -> date:
    month, day = (int(part) for part in text.split("-"))
    return date(year, month, min(day, 28) if month == 2 else day)
