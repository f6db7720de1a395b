"""Impostor cases on a person's desk (我的假冒账号): those of the own units, and for a department all below."""

from typing import Any

from newmedia_portal.core.access.roles import AUTHORITY
from newmedia_portal.core.access.scope import posts_of

from ..models import ImpostorCase
from ..permissions.impostors import HANDLERS
from ..querysets import ImpostorQuerySet


def my_cases(user: Any) -> ImpostorQuerySet:
    """Return the cases that run and that the person may handle."""
    posts = posts_of(user)
    rows = ImpostorCase.objects.running()
    if any(post.role in AUTHORITY for post in posts):
        return rows.visible_to(user)
    units = [post.unit_id for post in posts if post.role in HANDLERS]
    return rows.filter(unit__in=units) if units else rows.none()
