"""The reminder ladder (提醒档): which rung a due date has reached on a day, and whom that rung reaches.

Lead days, days after the end and roles are data of the edition; days are working days. A rung that a day off or a
missing run has swallowed is made up for on the next working day, the latest one standing for those before it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from newmedia_portal.core.access.roles import AUTHORITY, LEADERS, WRITERS, Role
from newmedia_portal.core.workdays.calendar import WorkCalendar
from newmedia_portal.regimes.schema import Clocks

#: Whom an edition without a rule of its own tells.
EVERYBODY = frozenset({Role.OPERATOR, Role.LIAISON, Role.DEPUTY, Role.CHIEF, Role.REGISTRAR})
#: Roles that are told of their own unit; those of the authority hear of the whole organisation.
OF_UNIT = frozenset({*WRITERS, *LEADERS, Role.EDITOR, Role.SECRECY})
OF_ROOT = frozenset(AUTHORITY)


@dataclass(frozen=True, order=True)
class Rung:
    """A day of the ladder: working days before the due date (negative: after it), and its stage."""

    day: date
    lead: int
    stage: str


def rung_day(due_on: date, lead: int, calendar: WorkCalendar) -> date:
    """Return the working day that lies `lead` working days before a due date."""
    position = calendar.workdays_between(calendar.first, calendar.on_or_after(due_on))
    return calendar.add_workdays(calendar.first, max(1, position - lead))


def rungs_before(due_on: date, number: int, clocks: Clocks, calendar: WorkCalendar) -> list[Rung]:
    """Return the rungs up to the due date; none for a length without a ladder."""
    leads = clocks.lead_days_for(number)
    if not leads:
        return []
    before = [Rung(rung_day(due_on, lead, calendar), lead, "last" if lead == min(leads) else "first") for lead in leads]
    return [*before, Rung(calendar.on_or_after(due_on), 0, "due")]


def rungs_after(due_on: date, clocks: Clocks, calendar: WorkCalendar) -> list[Rung]:
    """Return the rungs past the due date; the first working day after it is always one."""
    days = sorted({1, *clocks.late_reminders.days} if clocks.late_reminders else {1})
    return [Rung(calendar.add_workdays(due_on, day), -day, "late" if day == days[0] else "later") for day in days]


def reached(rungs: Iterable[Rung], on: date) -> Rung | None:
    """Return the latest rung that a day has reached."""
    return max((rung for rung in rungs if rung.day <= on), default=None)


def roles_told(clocks: Clocks, stage: str, *, own: bool) -> frozenset[str]:
    """Return the roles a reminder of a stage reaches; of the desk's own period for correction only those who write."""
    if own:
        return frozenset(WRITERS)
    return clocks.told_at(stage) or EVERYBODY
