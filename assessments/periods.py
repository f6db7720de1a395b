"""Weeks and months (周期): weeks run from Monday to Sunday in Asia/Shanghai (reading A17), months by the calendar."""

from collections.abc import Iterator
from datetime import date, timedelta

WEEK = timedelta(days=7)
ONE_DAY = timedelta(days=1)


def week_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def end_of_week(monday: date) -> date:
    """Return the Sunday of a week."""
    return monday + WEEK - ONE_DAY


def month_of(day: date) -> date:
    """Return the first day of a day's month."""
    return day.replace(day=1)


def next_month(first: date) -> date:
    """Return the first day of the month after."""
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def end_of_month(first: date) -> date:
    """Return the last day of a month."""
    return next_month(first) - ONE_DAY


def last_weeks(on: date, count: int) -> list[date]:
    """Return the Mondays of the weeks up to the one of a day, newest first."""
    monday = week_of(on)
    return [monday - WEEK * number for number in range(count)]


def last_months(on: date, count: int) -> list[date]:
    """Return the first days of the months up to the one of a day, newest first."""
    return list(_months_back(month_of(on), count))


def _months_back(first: date, count: int) -> Iterator[date]:
    for _ in range(count):
        yield first
        first = month_of(first - ONE_DAY)
