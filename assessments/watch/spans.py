"""Runs of days (日期区间), both ends included; merged and in order."""

from collections.abc import Iterable
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
Span = tuple[date, date]


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the union as runs without a hole, in order."""
    runs: list[Span] = []
    for first, last in sorted(spans):
        if runs and first <= runs[-1][1] + ONE_DAY:
            runs[-1] = (runs[-1][0], max(runs[-1][1], last))
        else:
            runs.append((first, last))
    return tuple(runs)


def clipped(spans: Iterable[Span], until: date) -> tuple[Span, ...]:
    """Return what lies up to a day."""
    return tuple((first, min(last, until)) for first, last in spans if first <= until)


def days_within(spans: Iterable[Span], first: date, last: date) -> int:
    """Return how many days of the merged spans lie between two days."""
    return sum(max(0, (min(last, end) - max(first, start)).days + 1) for start, end in spans)


def all_within(spans: Iterable[Span], first: date, last: date) -> bool:
    """Whether every day between two days lies in the merged spans."""
    return any(start <= first and last <= end for start, end in spans)


def spared(spans: Iterable[Span], without: Iterable[Span], first: date, last: date) -> bool:
    """Whether every day between two days lies in one of the two."""
    return all_within(merged((*spans, *without)), first, last)


def span_of(spans: Iterable[Span], day: date) -> Span | None:
    """Return the span in which a day lies."""
    return next((span for span in spans if span[0] <= day <= span[1]), None)
