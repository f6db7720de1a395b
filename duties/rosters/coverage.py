"""How far shifts cover the day (值守覆盖): pure, in local time; a moment is covered when anyone is on duty."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

ONE_DAY = timedelta(days=1)
DAY_MINUTES = 24 * 60
Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Gap:
    """A stretch of one day in which nobody is on duty."""

    day: date
    starts_at: datetime
    ends_at: datetime

    @property
    def hours(self) -> str:
        """The stretch as 02:00–06:00; the end of the day is 24:00."""
        until = timezone.localtime(self.ends_at)
        last = "24:00" if until.date() > self.day else f"{until:%H:%M}"
        return f"{timezone.localtime(self.starts_at):%H:%M}–{last}"

    @property
    def text(self) -> str:
        """For readers: 7月3日 02:00–06:00 无人值守."""
        return f"{self.day.month}月{self.day.day}日 {self.hours} 无人值守"


@dataclass(frozen=True)
class DayCover:
    """One day of a roster: what is uncovered, and whether that falls short of what the edition asks."""

    day: date
    gaps: tuple[Gap, ...]
    covered_minutes: int
    required_minutes: int | None

    @property
    def falls_short(self) -> bool:
        """Whether fewer hours are covered than the edition asks; False where it asks for none."""
        return self.required_minutes is not None and self.covered_minutes < self.required_minutes

    @property
    def hours(self) -> str:
        """The covered hours for readers."""
        return f"{self.covered_minutes / 60:.1f}".removesuffix(".0")


def day_span(day: date) -> Span:
    """Return the moments from the beginning of a day to its end."""
    zone = timezone.get_current_timezone()
    return datetime.combine(day, time(), tzinfo=zone), datetime.combine(day + ONE_DAY, time(), tzinfo=zone)


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return the same time in stretches that neither touch nor overlap."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def gaps_between(spans: Iterable[Span], since: datetime, until: datetime) -> list[Span]:
    """Return what of a stretch none of the spans covers."""
    left, found = since, []
    for start, end in merged(spans):
        if end <= since or start >= until:
            continue
        if start > left:
            found.append((left, start))
        left = max(left, end)
    return [*found, (left, until)] if left < until else found


def cover(spans: Sequence[Span], first: date, days: int, hours_a_day: int | None) -> list[DayCover]:
    """Return each day of a period with its gaps (S1-3.3.2c)."""
    required, made, joined = hours_a_day * 60 if hours_a_day else None, [], merged(spans)
    for number in range(days):
        day = first + number * ONE_DAY
        since, until = day_span(day)
        open_spans = gaps_between(joined, since, until)
        missing = sum(int((end - start).total_seconds()) for start, end in open_spans) // 60
        gaps = tuple(Gap(day, start, end) for start, end in open_spans)
        made.append(DayCover(day, gaps, DAY_MINUTES - missing, required))
    return made


def spans_of(shifts: Iterable[object]) -> list[Span]:
    """Return the stretches of shifts."""
    return [(shift.starts_at, shift.ends_at) for shift in shifts]  # type: ignore[attr-defined]
