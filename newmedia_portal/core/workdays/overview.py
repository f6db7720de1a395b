"""What the year page shows: twelve months of days, each with a word, and the list of holidays."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby

from .calendar import WorkCalendar
from .models import CalendarYear
from .seed import shipped_years
from .states import YearStatus
from .terms import SpecialDay

MONDAY_FIRST = Calendar(firstweekday=0)


@dataclass(frozen=True)
class DayCell:
    """One day in the grid; `kind` is off, worked, weekend or plain."""

    date: date
    kind: str
    name: str
    today: bool

    @property
    def mark(self) -> str:
        """The one word shown in the grid beside the number: 休, 班 or none."""
        return {"off": "休", "worked": "班"}.get(self.kind, "")

    @property
    def word(self) -> str:
        """What the day is, in full."""
        if self.name:
            return self.name
        return "休息日" if self.kind == "weekend" else "工作日"


@dataclass(frozen=True)
class MonthGrid:
    """A month: its weeks from Monday, days of other months left empty, and how many days are worked."""

    month: int
    weeks: tuple[tuple[DayCell | None, ...], ...]
    workdays: int


@dataclass(frozen=True)
class Stretch:
    """Consecutive days of one kind and name."""

    name: str
    first: date
    last: date
    is_workday: bool

    @property
    def length(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class YearOverview:
    """Everything about one year that the page needs, without further queries."""

    year: int
    calendar: WorkCalendar
    today: date
    stored: CalendarYear | None

    @property
    def status(self) -> YearStatus:
        """暂定 or 已公布."""
        return self.calendar.statuses.get(self.year, YearStatus.PROVISIONAL)

    @property
    def provisional(self) -> bool:
        """Whether the State Council's notice is still missing."""
        return self.status is not YearStatus.PUBLISHED

    @property
    def document(self) -> str:
        """The number of the notice."""
        if self.stored is not None:
            return self.stored.document
        return next((year.document for year in shipped_years() if year.year == self.year), "")

    @cached_property
    def months(self) -> tuple[MonthGrid, ...]:
        """The twelve months."""
        return tuple(self._month(number) for number in range(1, 13))

    @property
    def workdays(self) -> int:
        """How many days of the year are worked."""
        return sum(month.workdays for month in self.months)

    @cached_property
    def stretches(self) -> tuple[Stretch, ...]:
        """Holidays and worked weekends of the year, consecutive days of one name together."""
        return stretches_of(day for day in self.calendar.special.values() if day.date.year == self.year)

    @property
    def neighbours(self) -> tuple[int, ...]:
        """The years offered beside this one."""
        first, last = self.calendar.first.year, self.calendar.last.year
        return tuple(year for year in range(self.year - 2, self.year + 3) if first <= year <= last)

    def _month(self, month: int) -> MonthGrid:
        weeks = tuple(
            tuple(self._cell(day) if day.month == month else None for day in week)
            for week in MONDAY_FIRST.monthdatescalendar(self.year, month)
        )
        worked = sum(1 for week in weeks for cell in week if cell and cell.kind in {"plain", "worked"})
        return MonthGrid(month, weeks, worked)

    def _cell(self, day: date) -> DayCell:
        special = self.calendar.special.get(day)
        if special is not None:
            return DayCell(day, "worked" if special.is_workday else "off", special.name, day == self.today)
        return DayCell(day, "weekend" if day.weekday() >= 5 else "plain", "", day == self.today)


def stretches_of(days: Iterable[SpecialDay]) -> tuple[Stretch, ...]:
    """Return days in order, consecutive ones of one kind and name together."""
    ordered = enumerate(sorted(days, key=lambda day: day.date))
    keyed = groupby(ordered, key=lambda pair: (pair[1].name, pair[1].is_workday, pair[1].date.toordinal() - pair[0]))
    groups = [[day for _, day in group] for _, group in keyed]
    return tuple(Stretch(group[0].name, group[0].date, group[-1].date, group[0].is_workday) for group in groups)
