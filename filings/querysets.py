"""Filters of filings and obligations; lists start from `visible_to`."""

from __future__ import annotations

from typing import Any, Self

from django.db.models import Q

from newmedia_portal.core.access.querysets import ScopedQuerySet
from newmedia_portal.core.access.scope import posts_of, scope_of

from .states import EDITABLE, IN_PROGRESS, FilingState, ObligationState


class FilingQuerySet(ScopedQuerySet):
    """Filings by right and by state."""

    root_field = "root"

    def visible_to(self, user: Any) -> Self:
        """Return the filings of visible units; drafts of other units stay with those who write them."""
        seen = super().visible_to(user)
        scope = scope_of(user)
        if scope.nothing or scope.everything:
            return seen
        own = [post.unit_id for post in posts_of(user)]
        return seen.filter(~Q(state=FilingState.DRAFT) | Q(unit__in=own))

    def in_progress(self) -> Self:
        """Return what waits for a decision."""
        return self.filter(state__in=IN_PROGRESS)

    def editable(self) -> Self:
        """Return what waits for its unit."""
        return self.filter(state__in=EDITABLE)


class ObligationQuerySet(ScopedQuerySet):
    """Obligations by right and by state."""

    root_field = "root"

    def open(self) -> Self:
        """Return what is still to be filed."""
        return self.filter(state=ObligationState.OPEN)
