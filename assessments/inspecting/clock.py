"""The clock of rectification (整改期限): counted by the working-day calendar from the day of the notice."""

from datetime import date

from newmedia_portal.core.workdays import working_days
from newmedia_portal.core.workdays.states import TermUnit
from newmedia_portal.core.workdays.terms import Due

from ..models import Finding


def due_of(finding: Finding, anchor: date) -> Due:
    """Return when a report is due that runs from a day, and how that was counted."""
    return working_days.due(anchor, finding.number, finding.unit_of_time)


def objection_due(finding: Finding, anchor: date) -> date | None:
    """Return the last day for an objection; the report's own day where no term is set."""
    if not finding.objection_days:
        return due_of(finding, anchor).due
    return working_days.due(anchor, finding.objection_days, TermUnit.WORKDAY).due


def account_of(finding: Finding) -> Due | None:
    """Return how the date was counted (怎么算的); None where the calendar has changed since."""
    if finding.anchor_on is None or finding.due_on is None:
        return None
    due = due_of(finding, finding.anchor_on)
    return due if due.due == finding.due_on else None


def term_words(number: int, unit: str) -> str:
    """Return a term in words, e.g. 10个工作日."""
    return f"{number}{TermUnit(unit).label}"
