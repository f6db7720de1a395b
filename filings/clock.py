"""The legal clock of a filing (法定期限): from which day, how long, by which article, and how it was counted."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from newmedia_portal.core.workdays import working_days
from newmedia_portal.core.workdays.terms import Due
from newmedia_portal.core.workflow.models import Step
from newmedia_portal.core.workflow.states import Side
from newmedia_portal.regimes.schema import Duration

from .content import day, kind_of
from .models import Filing


@dataclass(frozen=True)
class Clock:
    """A due date with its period and its account; `anchor_on` is day 0."""

    limit: Duration
    anchor_on: date
    due: Due

    @property
    def why(self) -> str:
        """One sentence, e.g. 第五条第一款:自开通之日起30个工作日内."""
        mark = "" if self.limit.basis == "stated" else f"({self.limit.basis_label})"
        return f"{self.limit.article}:{self.limit.text}{mark}"


def clock_of(filing: Filing) -> Clock | None:
    """Return the clock of a filing; None where the edition sets no period or the anchor day is not known yet."""
    limit = kind_of(filing).limit
    if limit is None:
        return None
    anchor_on = anchor_day(filing, limit)
    if anchor_on is None:
        return None
    return Clock(limit, anchor_on, working_days.due(anchor_on, limit.number, limit.unit))


def anchor_day(filing: Filing, limit: Duration) -> date | None:
    """Return day 0: the answer that the period is counted from (开通日, 变更日, 平台注销日)."""
    if limit.anchor == "submitted_on":
        return localdate(filing.first_submitted_at) if filing.first_submitted_at else None
    return day(filing, limit.anchor_field) if limit.anchor_field else None


def late_workdays(filing: Filing, at: datetime) -> int | None:
    """Return by how many working days a hand-in at this moment is late: 0 in time, None where nothing is counted.

    The whole due day counts as in time (reading A45); a day off after it is late already and counts as the first.
    """
    clock = clock_of(filing)
    if clock is None:
        return None
    handed_in = localdate(at)
    if handed_in <= clock.due.due:
        return 0
    return max(1, working_days.current().workdays_between(clock.due.due, handed_in))


@dataclass(frozen=True)
class TimeSpent:
    """Working days at the unit and at the authority, counted apart (reading A16)."""

    owner: int
    authority: int


def time_spent(filing: Filing, at: datetime) -> TimeSpent:
    """Add up the working days that the filing lay with each side until `at`; correction time is the unit's."""
    spent: dict[str, int] = {Side.OWNER: 0, Side.AUTHORITY: 0}
    calendar = working_days.current()
    last_closed: datetime | None = None
    for step in _opened_steps(filing):
        if last_closed is not None and step.opened_at > last_closed:
            spent[Side.OWNER] += calendar.workdays_between(localdate(last_closed), localdate(step.opened_at))
        end = step.closed_at or at
        spent[step.side] += calendar.workdays_between(localdate(step.opened_at), localdate(end))
        last_closed = end
    return TimeSpent(spent[Side.OWNER], spent[Side.AUTHORITY])


def _opened_steps(filing: Filing) -> list[Any]:
    return list(
        Step.objects.filter(
            run__object_type=filing._meta.label_lower, run__object_id=filing.pk, opened_at__isnull=False
        ).order_by("opened_at", "pk")
    )
