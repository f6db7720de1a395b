"""The daily job of assessment (考核日程): opens the period that has begun, scores those under way."""

from datetime import date, datetime, time

from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.jobs.schedule import Counts, daily
from newmedia_portal.core.refusals import Refused
from newmedia_portal.regimes.editions import NoEdition, edition_for

from ..actions.quarters import open_quarter, score_quarter
from ..models import Quarter
from .codes import code_of
from .lengths import lengths_of
from .states import QuarterState


@daily("assessment_periods", label="考核启动与计分", not_before=time(5, 30))
def run_periods(*, on: date, at: datetime) -> Counts:
    """Open what has begun for every tree, then score what is collected or reviewed; safe to repeat.

    A year that sums up shorter periods is opened with them, so that its course can be seen from the start.
    """
    opened = sum(len(open_due(root, on=on, at=at)) for root in roots())
    states = (QuarterState.COLLECTING, QuarterState.SELF_ASSESSMENT, QuarterState.REVIEW)
    running = Quarter.objects.filter(state__in=states, start_on__lt=on).select_related("root").order_by("of_year", "pk")
    changed = sum(score_quarter(quarter, by=None, at=at).changed for quarter in running)
    return Counts(looked_at=len(running), flagged=opened, cleared=changed)


def roots() -> list[Unit]:
    """Return the top units that are bound to a regime."""
    return list(Unit.objects.running().filter(parent__isnull=True).exclude(regime="").order_by("pk"))


def open_due(root: Unit, *, on: date, at: datetime) -> list[Quarter]:
    """Open the periods in which a day lies and that are not open yet, shortest first."""
    try:
        lengths = lengths_of(edition_for(root.regime, on).edition)
    except NoEdition:
        return []
    codes = [code_of(length, on) for length in lengths]
    there = set(Quarter.objects.filter(root=root, period__in=codes).values_list("period", flat=True))
    found = []
    for code in codes:
        if code not in there:
            try:
                found.append(open_quarter(root, code, by=None, at=at))
            except Refused:
                continue
    return found
