"""Weeks and months against the quota (发布频次): which count, what was asked, what was published.

A week runs from Monday to Sunday (reading A17). Left out are the weeks of opening and closing, weeks with too few
working days, and weeks touched by a pause; a month is cut to its unpaused days instead (reading A19). Too little is
only said where every day of the period is known; enough is enough even so.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from .records import History, Subject, Tally
from .rules import QuotaRule
from .spans import ONE_DAY, clipped, days_within, merged, spared

#: So many full periods before the day are looked at: a quarter.
LOOK_BACK = {"week": 13, "month": 3}
_NOTHING = Tally(0, 0)


class Calendar(Protocol):
    """What the watch asks of the working-day calendar."""

    def workdays_between(self, after: date, until: date) -> int:
        """Return how many working days lie after one day up to and including another."""


class Status(StrEnum):
    """What became of a period."""

    MET = "met"
    MISSED = "missed"
    SKIPPED = "skipped"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Outcome:
    """One full period under one quota; `why` says why it was left out or cannot be told."""

    rule: QuotaRule
    start: date
    end: date
    status: Status
    why: str = ""
    required: int = 0
    actual: int = 0
    possible: int | None = None
    counted_days: int = 0


def period_start(period: str, day: date) -> date:
    """Return the first day of the week or month in which a day lies."""
    return day - timedelta(days=day.weekday()) if period == "week" else day.replace(day=1)


def period_after(period: str, start: date) -> date:
    """Return the first day of the following week or month."""
    return start + timedelta(days=7) if period == "week" else (start + timedelta(days=32)).replace(day=1)


def full_periods(period: str, day: date, number: int) -> list[tuple[date, date]]:
    """Return so many full periods before a day, the latest first."""
    found, start = [], period_start(period, day)
    for _ in range(number):
        end = start - ONE_DAY
        start = period_start(period, end)
        found.append((start, end))
    return found


def outcomes(subject: Subject, history: History, rule: QuotaRule, calendar: Calendar, day: date) -> list[Outcome]:
    """Return the full periods before a day that the account lived through, the latest first."""
    if not rule.binds(subject.account_class):
        return []
    runs = clipped(history.runs, day)
    return [
        _outcome(subject, history, runs, rule, calendar, start, end)
        for start, end in full_periods(rule.period, day, LOOK_BACK[rule.period])
        if (subject.opened_on is None or end >= subject.opened_on)
        and (subject.closed_on is None or start <= subject.closed_on)
    ]


def _outcome(
    subject: Subject, history: History, runs: tuple, rule: QuotaRule, calendar: Calendar, start: date, end: date
) -> Outcome:
    tally = (history.weeks if rule.period == "week" else history.months).get(start, _NOTHING)
    actual = tally.items if rule.metric == "items" else tally.pushes
    first, last = max(start, subject.opened_on or start), min(end, subject.closed_on or end)
    paused = days_within(history.pauses, first, last)
    if why := _left_out(subject, rule, calendar, start, end, paused):
        return Outcome(rule, start, end, Status.SKIPPED, why, actual=actual)
    counted = (last - first).days + 1 - paused
    if not counted:
        return Outcome(rule, start, end, Status.SKIPPED, "paused", actual=actual)
    if rule.minimum is None and subject.pushes_a_month is None:
        return Outcome(rule, start, end, Status.UNKNOWN, "possible", actual=actual)
    required = rule.minimum or share_of(rule, subject.pushes_a_month or 0, counted, (end - start).days + 1)
    status, why = Status.MET, ""
    if actual < required:
        known = spared(runs, merged(clipped(history.pauses, end)), first, last)
        status, why = (Status.MISSED, "") if known else (Status.UNKNOWN, "data")
    return Outcome(rule, start, end, status, why, required, actual, subject.pushes_a_month, counted)


def _left_out(subject: Subject, rule: QuotaRule, calendar: Calendar, start: date, end: date, paused: int) -> str:
    """Return why a period does not count; empty where it does."""
    if rule.skip_ends and subject.opened_on is not None and start <= subject.opened_on <= end:
        return "opening"
    if rule.skip_ends and subject.closed_on is not None and start <= subject.closed_on <= end:
        return "closing"
    if rule.period == "week" and paused:
        return "paused"
    least = rule.min_workdays if rule.period == "week" else None
    return "short" if least is not None and calendar.workdays_between(start - ONE_DAY, end) < least else ""


def share_of(rule: QuotaRule, possible: int, counted: int, length: int) -> int:
    """Return the smallest number that is not below the share of what was possible in the counted days."""
    part, whole = (rule.ratio_percent or 0) * possible * counted, 100 * length
    return -(-part // whole)
