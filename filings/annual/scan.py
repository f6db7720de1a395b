"""The daily job of the annual check (年度检查开启): opens it, adds accounts, takes ended ones out."""

from datetime import date, datetime, time

from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.jobs.alone import alone
from newmedia_portal.core.jobs.schedule import Counts, daily
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.regimes.editions import NoEdition, edition_for

from ..actions.annual.open import open_campaign, void_ended
from ..models import AnnualCampaign
from .window import window_of

JOB = "open_annual"


@daily(JOB, label="年度检查开启", not_before=time(5, 30))
def open_annual(*, on: date, at: datetime) -> Counts:
    """Open the campaign of each organisation whose edition has one, while its window lasts; safe to repeat."""
    looked = added = cleared = 0
    with unit_of_work():
        alone(JOB)
        for root in Unit.objects.filter(parent__isnull=True, closed_on__isnull=True).order_by("pk"):
            year = _year(root, on)
            if year is not None:
                looked += 1
                added += open_campaign(root, year=year, by=None, at=at)[1]
        for campaign in AnnualCampaign.objects.filter(checks__state="open").distinct():
            cleared += void_ended(campaign, at=at)
    return Counts(looked_at=looked, flagged=added, cleared=cleared)


def _year(root: Unit, on: date) -> int | None:
    """Return the year to be reported on a day; None outside the window or without an annual check."""
    try:
        edition = edition_for(root.regime_code, on).edition
    except NoEdition:
        return None
    for year in (on.year, on.year - 1):
        window = window_of(edition, year)
        if window is not None and window.holds(on):
            return window.year
    return None
