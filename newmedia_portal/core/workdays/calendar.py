"""Counting days: pure, without database and without clock.

Day 0 is the anchor; the due date is the n-th working day after it, in time until 24:00 of that day.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ..refusals import Refused
from .states import TermUnit, YearStatus
from .terms import CountedDay, Due, SpecialDay, end_of_term, weekday_name

ONE_DAY = timedelta(days=1)
YEARS_BEYOND = 10


class CalendarRangeError(Refused):
    """The term leaves the years that the calendar covers."""


@dataclass(frozen=True)
class WorkCalendar:
    """The working days of a run of years; build it with `WorkCalendar.build`."""

    statuses: Mapping[int, YearStatus]
    special: Mapping[date, SpecialDay]
    workdays: tuple[date, ...]
    first: date
    last: date
    version: int = 0

    @classmethod
    def build(
        cls,
        statuses: Mapping[int, YearStatus],
        days: Iterable[SpecialDay],
        *,
        fixed: Mapping[tuple[int, int], str] | None = None,
        version: int = 0,
    ) -> WorkCalendar:
        """Return the calendar of these years and of ten more, for which only weekends and `fixed` days are off.

        `fixed` maps (month, day) to the name of a statutory day with a fixed date (固定日期的法定节日); it holds for
        every year that is not published.
        """
        if not statuses:
            raise ValueError("工作日历至少要有一个年度")
        special = {day.date: day for day in days}
        first, last = date(min(statuses), 1, 1), date(max(statuses) + YEARS_BEYOND, 12, 31)
        for year in range(first.year, last.year + 1):
            for (month, number), name in (fixed or {}).items() if statuses.get(year) != YearStatus.PUBLISHED else ():
                day = date(year, month, number)
                special.setdefault(day, SpecialDay(day, False, name))
        span = (first + timedelta(days=offset) for offset in range((last - first).days + 1))
        worked = tuple(d for d in span if (special[d].is_workday if d in special else d.weekday() < 5))
        return cls(dict(statuses), special, worked, first, last, version)

    def is_workday(self, day: date) -> bool:
        """Whether a day is worked: a weekday that is not off, or a weekend day worked in exchange."""
        self._within(day)
        position = bisect_left(self.workdays, day)
        return position < len(self.workdays) and self.workdays[position] == day

    def is_provisional(self, day: date) -> bool:
        """Whether the day lies in a year without a State Council notice (暂定)."""
        return self.statuses.get(day.year, YearStatus.PROVISIONAL) is not YearStatus.PUBLISHED

    def add_workdays(self, anchor: date, n: int) -> date:
        """Return the n-th working day after the anchor; zero returns the anchor itself."""
        self._within(anchor)
        if n < 0:
            raise Refused("期限天数不能为负数。", field="days")
        if n == 0:
            return anchor
        position = bisect_right(self.workdays, anchor) + n - 1
        if position >= len(self.workdays):
            raise self._out_of_range()
        return self.workdays[position]

    def workdays_between(self, after: date, until: date) -> int:
        """Return how many working days lie after one day up to and including another; negative when reversed.

        The elapsed working days of a clock, and the days that remain of one.
        """
        self._within(after)
        self._within(until)
        return bisect_right(self.workdays, until) - bisect_right(self.workdays, after)

    def on_or_after(self, day: date) -> date:
        """Return the day itself if it is worked, else the next working day."""
        self._within(day)
        position = bisect_left(self.workdays, day)
        if position >= len(self.workdays):
            raise self._out_of_range()
        return self.workdays[position]

    def due_date(self, anchor: date, number: int, unit: str = TermUnit.WORKDAY, *, move_last_day: bool = True) -> date:
        """Return the due date alone; see `add` for the rules."""
        if unit == TermUnit.WORKDAY:
            return self.add_workdays(anchor, number)
        self._within(anchor)
        last = end_of_term(anchor, number, TermUnit(unit))
        self._within(last)
        return self.on_or_after(last) if move_last_day and number else last

    def add(self, anchor: date, number: int, unit: str = TermUnit.WORKDAY, *, move_last_day: bool = True) -> Due:
        """Return the due date of a term with the account of how it was counted (怎么算的).

        Counting starts on the day after the anchor (民法典 201). Units: `wd` counts working days only; `calendar_day`
        and `week` count every day; `month` ends on the matching day, or on the month's last day where there is none
        (民法典 202). For the three calendar units a last day that is off moves to the next working day (民法典 203)
        unless `move_last_day` is False. Hence "一周内" after the end of a task is seven calendar days counted from the
        day after it ended, and only its last day is ever moved.
        """
        chosen = TermUnit(unit)
        due = self.due_date(anchor, number, chosen, move_last_day=move_last_day)
        if chosen is TermUnit.WORKDAY:
            days = self._explain_workdays(anchor, due)
        else:
            days = self._explain_end(anchor, end_of_term(anchor, number, chosen), due)
        return Due(
            anchor=anchor,
            number=number,
            unit=chosen,
            due=due,
            provisional=self._touches_provisional(anchor, due),
            skipped=tuple((day.date, day.reason) for day in days if not day.counted),
            worked_weekends=tuple(day.date for day in days if day.counted and day.date.weekday() >= 5),
            days=days,
            version=self.version,
        )

    def reason(self, day: date) -> str:
        """Return why a day is off, or why a weekend day is worked; empty for an ordinary working day."""
        if day in self.special:
            return self.special[day].name
        return weekday_name(day) if day.weekday() >= 5 else ""

    def _touches_provisional(self, anchor: date, due: date) -> bool:
        start = min(anchor + ONE_DAY, due)
        return any(self.is_provisional(date(year, 1, 1)) for year in range(start.year, due.year + 1))

    def _explain_workdays(self, anchor: date, due: date) -> tuple[CountedDay, ...]:
        explained, ordinal = [], 0
        for offset in range(1, (due - anchor).days + 1):
            day = anchor + timedelta(days=offset)
            counted = self.is_workday(day)
            ordinal += counted
            explained.append(self._counted(day, ordinal if counted else None))
        return tuple(explained)

    def _explain_end(self, anchor: date, last: date, due: date) -> tuple[CountedDay, ...]:
        """Explain the nominal last day and the days it was moved over."""
        passed = [last + timedelta(days=offset) for offset in range((due - last).days)]
        return (*(self._counted(day, None) for day in passed), self._counted(due, (due - anchor).days))

    def _counted(self, day: date, ordinal: int | None) -> CountedDay:
        return CountedDay(day, ordinal, self.reason(day), self.is_provisional(day))

    def _within(self, day: date) -> None:
        if not self.first <= day <= self.last:
            raise self._out_of_range()

    def _out_of_range(self) -> CalendarRangeError:
        return CalendarRangeError(
            f"工作日历只覆盖{self.first.year}年至{self.last.year}年,请核对日期;需要更远的年份时请先录入该年度安排。",
            field="day",
        )
