"""What waits for a person (待办): accounts to check, notices to answer, proofs and objections to decide."""

from typing import Any

from django.db.models import Q, QuerySet

from newmedia_portal.core.access.models import User
from newmedia_portal.core.access.roles import AUTHORITY
from newmedia_portal.core.access.scope import holds_any

from ..desk import writing_units
from ..models import Finding, Inspected
from .states import CampaignState, FindingState, InspectedState


def to_check(user: User | Any) -> QuerySet[Inspected]:
    """Return the accounts that the person is to check or to look at a second time."""
    mine = Q(inspector=user.pk, state=InspectedState.WAITING) | Q(second=user.pk, state=InspectedState.SECOND)
    return Inspected.objects.filter(mine, campaign__state=CampaignState.RUNNING)


def to_answer(user: User | Any) -> QuerySet[Finding]:
    """Return the findings on which the units for which the person writes are to report."""
    return Finding.objects.running().filter(unit__in=writing_units(user))


def to_decide(user: User | Any) -> QuerySet[Finding]:
    """Return the findings that wait for the person's department: to tell, to re-check, an objection to decide.

    An objection does not wait for who inspected.
    """
    rows = Finding.objects.visible_to(user)
    waits = Q(state__in=[FindingState.OPEN, FindingState.PROVEN])
    return rows.filter(waits | Q(state=FindingState.OBJECTED) & ~Q(finder=user.pk))


def my_findings(user: User | Any) -> QuerySet[Finding]:
    """Return what waits for the person on the page of findings."""
    return to_decide(user) if holds_any(user, AUTHORITY) else to_answer(user)
