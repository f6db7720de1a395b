"""Filters of bulletins: departments see their drafts, everybody in the tree what was issued."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q

from newmedia_portal.core.access.roles import AUTHORITY
from newmedia_portal.core.access.scope import holds_any, scope_of

from ..quarters.querysets import roots_of
from .states import BulletinState


class BulletinQuerySet(models.QuerySet):
    """Bulletins by right."""

    def visible_to(self, user: Any) -> Self:
        """Return what was issued in the person's trees, and the drafts of the trees that their department covers."""
        scope = scope_of(user)
        if scope.nothing:
            return self.none()
        issued = Q(state=BulletinState.ISSUED, root__in=roots_of(user))
        if scope.everything:
            issued = Q(state=BulletinState.ISSUED)
        if not holds_any(user, AUTHORITY):
            return self.filter(issued)
        return self.filter(issued | Q(root__within=scope))
