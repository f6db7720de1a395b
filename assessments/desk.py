"""What the watch puts on a person's desk (工作台): what waits for the unit, what waits for the department."""

from typing import Any

from django.db.models import QuerySet

from newmedia_portal.core.access.models import User
from newmedia_portal.core.access.roles import AUTHORITY, WRITERS
from newmedia_portal.core.access.scope import posts_of

from .models import AccountActivity, SilenceFlag, Suspension
from .states import FLAGGED, SuspensionState

ROWS = 6


def waiting(user: User | Any) -> QuerySet[Any]:
    """Return what waits for the person: requests to pause for the department, proposals to close for a writer."""
    if any(post.role in AUTHORITY for post in posts_of(user)):
        return asked(user)
    return proposed(user)


def asked(user: User | Any) -> QuerySet[Suspension]:
    """Return the requests to pause that the person's department is to decide."""
    return Suspension.objects.visible_to(user).filter(state=SuspensionState.ASKED).exclude(asked_by=user)


def proposed(user: User | Any) -> QuerySet[SilenceFlag]:
    """Return the proposals to close that the person's units have not answered."""
    rows = SilenceFlag.objects.open().filter(unit__in=writing_units(user))
    return rows.filter(proposed_at__isnull=False, kept_at__isnull=True)


def flagged(user: User | Any) -> QuerySet[AccountActivity]:
    """Return the flagged accounts of the units for which the person writes."""
    rows = AccountActivity.objects.filter(unit__in=writing_units(user), level__in=FLAGGED)
    return rows.select_related("account__platform")


def writing_units(user: User | Any) -> list[int]:
    """Return the units for which the person writes."""
    return sorted({post.unit_id for post in posts_of(user) if post.role in WRITERS})
