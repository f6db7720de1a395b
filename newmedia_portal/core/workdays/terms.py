"""What a counted term is made of: special days, explained days, and the due date with its account."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from ..refusals import Refused
from .states import TermUnit

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
LONGEST = {TermUnit.DAY: 3000, TermUnit.WEEK: 400, TermUnit.MONTH: 100}


@dataclass(frozen=True)
class SpecialDay:
    """A day that differs from an ordinary week: off as part of a holiday, or a weekend worked in exchange."""

    date: date
    is_workday: bool
    name: str


@dataclass(frozen=True)
class CountedDay:
    """One day of the account: its number if it counted, else the reason why not."""

    date: date
    ordinal: int | None
    reason: str
    provisional: bool

    @property
    def counted(self) -> bool:
        """Whether the day counted towards the term."""
        return self.ordinal is not None

    @property
    def weekday(self) -> str:
        """Name of the weekday."""
        return weekday_name(self.date)


@dataclass(frozen=True)
class Due:
    """A due date (到期日) and how it was counted; the due day itself is in time until 24:00."""

    anchor: date
    number: int
    unit: TermUnit
    due: date
    provisional: bool
    skipped: tuple[tuple[date, str], ...]
    worked_weekends: tuple[date, ...]
    days: tuple[CountedDay, ...]
    version: int

    @property
    def nominal(self) -> date:
        """The last day before it was moved over days off; for working days the due date itself."""
        return self.due if self.unit is TermUnit.WORKDAY else end_of_term(self.anchor, self.number, self.unit)

    @property
    def moved(self) -> bool:
        """Whether the last day was off and therefore moved (顺延)."""
        return self.nominal != self.due

    @property
    def counts_workdays(self) -> bool:
        """Whether only working days were counted."""
        return self.unit is TermUnit.WORKDAY

    @property
    def term(self) -> str:
        """The term in words, for example 5个工作日."""
        return f"{self.number}{self.unit.label}"

    def is_overdue(self, on: date) -> bool:
        """Whether the term has passed on a day (Asia/Shanghai); the due day itself is in time."""
        return on > self.due


def weekday_name(day: date) -> str:
    """Return 周一 to 周日."""
    return WEEKDAYS[day.weekday()]


def end_of_term(anchor: date, number: int, unit: TermUnit) -> date:
    """Return the last day of a term in calendar days, weeks or months, before any move (民法典 201 and 202)."""
    if unit is TermUnit.WORKDAY:
        raise ValueError("工作日须按日历计算")
    if not 0 <= number <= LONGEST[unit]:
        raise Refused(f"期限应在0至{LONGEST[unit]}{unit.label}之间。", field="days")
    if unit is TermUnit.DAY:
        return anchor + timedelta(days=number)
    if unit is TermUnit.WEEK:
        return anchor + timedelta(weeks=number)
    months = anchor.year * 12 + anchor.month - 1 + number
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(anchor.day, monthrange(year, month)[1]))
