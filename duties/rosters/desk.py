"""My shifts (我的班次), and the roster as a page shows it, week by week or month by month."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from newmedia_portal.core.access.scope import posts_of

from ..models import DutyRoster, DutyShift
from .coverage import ONE_DAY, DayCover, cover, day_span, spans_of


@dataclass(frozen=True)
class Period:
    """The days that a page shows, and the ones before and after."""

    first: date
    days: int
    view: str

    @property
    def last(self) -> date:
        """The last day shown."""
        return self.first + (self.days - 1) * ONE_DAY

    @property
    def before(self) -> date:
        """The first day of the period before."""
        return period_at(self.first - ONE_DAY, self.view).first

    @property
    def after(self) -> date:
        """The first day of the period after."""
        return self.last + ONE_DAY


@dataclass(frozen=True)
class DayRow:
    """One day of a roster: the shifts that touch it and what is uncovered."""

    cover: DayCover
    shifts: list[DutyShift]
    is_today: bool


def period_at(day: date, view: str) -> Period:
    """Return the week (from Monday) or the month that holds a day."""
    if view == "month":
        first = day.replace(day=1)
        following = (first + timedelta(days=32)).replace(day=1)
        return Period(first, (following - first).days, view)
    return Period(day - timedelta(days=day.weekday()), 7, "week")


def shifts_in(roster: DutyRoster, first: date, days: int) -> list[DutyShift]:
    """Return the standing shifts that touch the days from one on."""
    since, until = day_span(first)[0], day_span(first + (days - 1) * ONE_DAY)[1]
    rows = roster.shifts.touching(since, until).select_related("person").prefetch_related("swaps")
    return list(rows.order_by("starts_at", "role", "pk"))


def rows_of(roster: DutyRoster, period: Period, today: date) -> list[DayRow]:
    """Return the days of a period with their shifts and gaps."""
    shifts = shifts_in(roster, period.first, period.days)
    made = []
    for day in cover(spans_of(shifts), period.first, period.days, roster.hours_a_day):
        since, until = day_span(day.day)
        made.append(
            DayRow(day, [s for s in shifts if s.starts_at < until and s.ends_at > since], is_today=day.day == today)
        )
    return made


def my_shifts(user: Any, at: datetime) -> list[DutyShift]:
    """Return the shifts of a person that touch this day or have not been handed over since yesterday.

    Shifts of a unit that the person has left, and of rosters that have ended, are none of theirs any more.
    """
    since, until = day_span(timezone.localdate(at))
    units = [post.unit_id for post in posts_of(user)]
    rows = DutyShift.objects.standing().filter(person=user.pk, starts_at__lt=until, ends_at__gt=since - ONE_DAY)
    rows = rows.filter(unit__in=units, roster__ended_on__isnull=True)
    found = rows.select_related("roster__unit", "roster__account").order_by("starts_at", "pk")
    return [shift for shift in found if shift.ends_at > since or shift.handed_over_at is None]


def note_before(shift: DutyShift) -> DutyShift | None:
    """Return the last shift before one whose hand-over note is there to read."""
    before = DutyShift.objects.standing().filter(roster=shift.roster_id, ends_at__lte=shift.starts_at)
    return before.exclude(pk=shift.pk).filter(handed_over_at__isnull=False).order_by("-ends_at").first()
