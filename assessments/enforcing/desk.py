"""Measures on a person's desk (待我办理): to decide, to deliver, to end; and for the unit, to sign for and answer."""

from typing import Any

from django.db.models import Q, QuerySet

from newmedia_portal.core.access.roles import AUTHORITY, LEADERS, WRITERS, Role
from newmedia_portal.core.access.scope import posts_of

from ..models import EnforcementCase
from .states import Delivery, EnforcementState

STAFF = (EnforcementState.DRAFT, EnforcementState.DECIDED, EnforcementState.ANSWERED)


def waiting_cases(user: Any) -> QuerySet[EnforcementCase]:
    """Return the visible cases on which the person is to do something next."""
    posts = posts_of(user)
    roles = {post.role for post in posts}
    wanted = Q(pk__in=[])
    if roles & set(AUTHORITY):
        wanted |= Q(state__in=STAFF)
    if Role.DIRECTOR in roles:
        wanted |= Q(state=EnforcementState.PROPOSED) & ~Q(proposed_by=user)
    own = [post.unit_id for post in posts if post.role in (*LEADERS, *WRITERS)]
    if own:
        unread = Q(acknowledged_at__isnull=True, delivery=Delivery.PORTAL)
        wanted |= Q(unit__in=own, state=EnforcementState.DELIVERED) & (unread | Q(kind="sanction"))
    return EnforcementCase.objects.visible_to(user).filter(wanted)
