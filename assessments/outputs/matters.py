"""What a bulletin is about (通报事项), read from a quarter or from one inspection."""

from datetime import datetime
from typing import cast

from ..models import Bulletin, Campaign, Quarter
from .checks import checked_in
from .facts import facts_of
from .wording import Matter


def matter_of(subject: Quarter | Campaign, *, at: datetime) -> Matter:
    """Read a quarter with its inspections, filings and silent accounts, or one inspection alone."""
    if isinstance(subject, Quarter):
        return _of_quarter(cast(Quarter, subject), at)
    return _of_campaign(cast(Campaign, subject))


def _of_quarter(quarter: Quarter, at: datetime) -> Matter:
    facts = facts_of(quarter, at=at)
    silent, punctual = tuple(facts.silent), tuple(facts.punctual)
    return Matter(
        quarter, quarter.words.replace(" ", ""), quarter.edition.edition, facts.checked, silent, punctual, facts
    )


def _of_campaign(campaign: Campaign) -> Matter:
    return Matter(campaign, campaign.name, campaign.edition.edition, checked_in([campaign]))


def subject_of(bulletin: Bulletin) -> Quarter | Campaign:
    """Return the quarter or the inspection of a bulletin."""
    subject = bulletin.quarter or bulletin.campaign
    if subject is None:
        raise ValueError("a bulletin is about a quarter or an inspection")
    return subject
