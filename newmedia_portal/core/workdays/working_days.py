"""The calendar in force, read from the tables and kept in memory until it changes.

    from newmedia_portal.core.workdays import working_days
    working_days.due(opened_on, 10).due

Every process compares the digests of the years before it trusts its copy: once per request, and on each call outside of
one. A year that the tables do not hold is taken from what the project ships.
"""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from asgiref.local import Local
from django.core.signals import request_finished, request_started

from .calendar import WorkCalendar
from .models import CalendarDay, CalendarYear
from .seed import fixed_days, shipped_years
from .states import TermUnit, YearStatus
from .terms import Due, SpecialDay

Key = tuple[tuple[int, int, str], ...]

_kept: dict[str, tuple[Key, WorkCalendar]] = {}
_request = Local()


def current() -> WorkCalendar:
    """Return the calendar in force; at most one small query per request, and a rebuild only after a change."""
    if getattr(_request, "calendar", None) is not None:
        return cast(WorkCalendar, _request.calendar)
    key = _key()
    kept = _kept.get("current")
    if kept is None or kept[0] != key:
        kept = (key, build(key))
        _kept["current"] = kept
    if getattr(_request, "running", False):
        _request.calendar = kept[1]
    return kept[1]


def due(anchor: date, number: int, unit: str = TermUnit.WORKDAY, *, move_last_day: bool = True) -> Due:
    """Return the due date of a term with its account, by the calendar in force; rules as in `WorkCalendar.add`."""
    return current().add(anchor, number, unit, move_last_day=move_last_day)


def due_date(anchor: date, number: int, unit: str = TermUnit.WORKDAY, *, move_last_day: bool = True) -> date:
    """Return the due date alone, by the calendar in force."""
    return current().due_date(anchor, number, unit, move_last_day=move_last_day)


def build(key: Key | None = None) -> WorkCalendar:
    """Read the tables and build the calendar, without keeping it."""
    key = _key() if key is None else key
    stored = {year for year, _, _ in key}
    extra = [year for year in shipped_years() if year.year not in stored]
    statuses = {year.year: year.status for year in extra}
    days = {day.date: day for year in extra for day in year.days}
    if stored:
        statuses |= {year: YearStatus(status) for year, status in CalendarYear.objects.values_list("year", "status")}
        rows = CalendarDay.objects.values_list("date", "is_workday", "name")
        days |= {row[0]: SpecialDay(*row) for row in rows}
    version = sum(revision for _, revision, _ in key)
    return WorkCalendar.build(statuses, days.values(), fixed=fixed_days(), version=version)


def forget() -> None:
    """Drop what this request has read; called after a change. The kept copy is checked by its digests anyway."""
    _request.calendar = None


def _key() -> Key:
    return tuple(CalendarYear.objects.order_by("year").values_list("year", "revision", "fingerprint"))


def start_request(**_: Any) -> None:
    """Trust one reading of the tables until the request ends (signal handler)."""
    _request.running, _request.calendar = True, None


def end_request(**_: Any) -> None:
    """Outside a request every call compares the digests (signal handler)."""
    _request.running, _request.calendar = False, None


request_started.connect(start_request, dispatch_uid="core.workdays.started")
request_finished.connect(end_request, dispatch_uid="core.workdays.finished")
