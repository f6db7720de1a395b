"""Incidents on a person's desk (我的事件): those of the own units, and for a department all below."""

from typing import Any

from django.db.models import Q

from newmedia_portal.core.access.roles import AUTHORITY, LEADERS
from newmedia_portal.core.access.scope import posts_of

from ..models import Incident
from ..permissions.duty import OWN
from ..querysets import IncidentQuerySet


def running_incidents(user: Any) -> IncidentQuerySet:
    """Return the incidents that run in the person's own units, or in all that the department sees."""
    posts = posts_of(user)
    rows = Incident.objects.running()
    if any(post.role in AUTHORITY for post in posts):
        return rows.visible_to(user)
    own = Q(unit__in=[post.unit_id for post in posts if post.role in OWN])
    for post in posts:
        if post.role in LEADERS:
            own |= Q(unit__path__startswith=post.unit.path)
    return rows.filter(own) if posts else rows.none()
