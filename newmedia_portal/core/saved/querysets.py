"""Which saved views a person may use: one's own, and those shared with a unit in which one holds a post."""

from __future__ import annotations

from typing import Any, Self

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet

from ..access.scope import posts_of


class SavedViewQuerySet(QuerySet):
    """Saved views by right."""

    def visible_to(self, user: Any) -> Self:
        """Return the views of the person and of the units of the person's open posts."""
        return self.filter(Q(owner=user) | Q(shared_with__in={post.unit_id for post in posts_of(user)}))

    def with_default(self, user: Any) -> Self:
        """Say of each view whether the person's list opens with it."""
        mine = apps.get_model("core", "DefaultView").objects.filter(user=user, view=OuterRef("pk"))
        return self.annotate(is_default=Exists(mine))
