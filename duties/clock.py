"""The clock of a repost task (转发期限): the edition's period where it sets one, else the department's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.workdays import working_days
from newmedia_portal.core.workdays.calendar import WorkCalendar
from newmedia_portal.core.workdays.states import TermUnit
from newmedia_portal.core.workdays.terms import Due
from newmedia_portal.regimes.schema import Clocks
from newmedia_portal.regimes.schema.content import RepostTask as RepostRule

from .models import RepostTask

#: The longest period that a department may set by itself, in working days.
LONGEST = 60


@dataclass(frozen=True)
class Term:
    """A period: number, unit, whether the regulation sets it (stated, presumed) or the department (local), article."""

    number: int
    unit: str
    basis: str
    article: str


def term_of(rule: RepostRule, workdays: int | None) -> Term:
    """Return the period of a task; raises Refused where the regulation sets none and the department named none."""
    if rule.limit is not None:
        return Term(rule.limit.number, rule.limit.unit, rule.limit.basis, rule.limit.article)
    if workdays is None or not 0 <= workdays <= LONGEST:
        raise Refused(f"请填写转发期限:0 至 {LONGEST} 个工作日,0 表示当天。", field="workdays")
    return Term(workdays, TermUnit.WORKDAY, "local", rule.article)


def due_of(term: Term, issued_at: datetime) -> Due:
    """Return when a task issued at this moment is due, and how that was counted."""
    return working_days.due(localdate(issued_at), term.number, term.unit)


def account_of(task: RepostTask) -> Due | None:
    """Return how the due day of a task was counted (怎么算的); None where the calendar has changed since it ended."""
    due = working_days.due(task.anchor_on, task.number, task.unit_of_time)
    return due if due.due == task.due_on else None


def why_of(task: RepostTask) -> str:
    """Return where the period comes from, in one line."""
    length = "当天" if task.number == 0 else f"{task.number}{TermUnit(task.unit_of_time).label}"
    source = f"由下达部门设定({task.article}未定天数)" if task.basis == "local" else task.article
    return f"{source}:自下达之日起{length}内"


def late_workdays(task: RepostTask, posted_at: datetime) -> int:
    """Return by how many working days a repost is late; 0 in time, and at least 1 for a day off after the due day."""
    posted = localdate(posted_at)
    if posted <= task.due_on:
        return 0
    return max(1, working_days.current().workdays_between(task.due_on, posted))


def next_reminder(due_on: date, number: int, clocks: Clocks, calendar: WorkCalendar, *, after: date) -> date | None:
    """Return the first day later than `after` on which to remind: the edition's lead days, in working days."""
    return next((day for day in _rungs(due_on, clocks.lead_days_for(number), calendar) if day > after), None)


def _rungs(due_on: date, leads: Sequence[int], calendar: WorkCalendar) -> list[date]:
    position = calendar.workdays_between(calendar.first, calendar.on_or_after(due_on))
    return sorted({calendar.add_workdays(calendar.first, max(1, position - lead)) for lead in leads})
