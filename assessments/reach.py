"""For which accounts a person may enter items (可登记的账号): writers for their unit, staff for what they supervise."""

from typing import Any

from django.db.models import Q, QuerySet

from accounts.ledger.snapshot import catalogue_names
from accounts.models import MediaAccount
from newmedia_portal.core.access.roles import AUTHORITY, WRITERS
from newmedia_portal.core.access.scope import posts_of

from .importing.register import Known


def enterable(user: Any) -> QuerySet[MediaAccount]:
    """Return the accounts, ended ones included: what they publish after their end must be recorded too."""
    posts = posts_of(user)
    rows = MediaAccount.objects.visible_to(user).select_related("platform", "unit")
    if any(post.role in AUTHORITY for post in posts):
        return rows
    units = [post.unit_id for post in posts if post.role in WRITERS]
    return rows.filter(Q(unit__in=units))


def known_to(user: Any) -> Known:
    """Return the same accounts by name and id, for tables that name them."""
    return Known(enterable(user), catalogue_names())


def may_enter_any(user: Any) -> bool:
    """Whether the person enters items for any account at all."""
    return any(post.role in (*WRITERS, *AUTHORITY) for post in posts_of(user))
