"""Filters of posts, receipts and violations; lists start from `visible_to`."""

from __future__ import annotations

from typing import Any, Self

from django.db.models import Q

from newmedia_portal.core.access.querysets import ScopedQuerySet
from newmedia_portal.core.access.scope import posts_of, scope_of
from newmedia_portal.core.workflow.named import may_be_named, named_objects

from .states import EDITABLE, FreezeState, PostState, ViolationState


class WrittenQuerySet(ScopedQuerySet):
    """Posts by right and by state."""

    root_field = "root"

    def visible_to(self, user: Any) -> Self:
        """Return the posts of visible units; what other units have not handed in stays with those who write it.

        Who is asked by name or gets a copy sees that post.
        """
        seen = super().visible_to(user)
        scope = scope_of(user)
        if scope.nothing or scope.everything:
            return seen
        own = [post.unit_id for post in posts_of(user)]
        seen = seen.filter(~Q(state=PostState.DRAFT) | Q(unit__in=own))
        return seen | self.filter(pk__in=named_objects(user, "reviews.post")) if may_be_named(scope) else seen

    def in_review(self) -> Self:
        """Return what waits for a decision."""
        return self.filter(state=PostState.REVIEW)

    def editable(self) -> Self:
        """Return what waits for its author."""
        return self.filter(state__in=EDITABLE)


class ReceiptQuerySet(ScopedQuerySet):
    """Receipts by right."""

    root_field = "root"


class ViolationQuerySet(ScopedQuerySet):
    """Violations by right and by state."""

    root_field = "root"

    def open(self) -> Self:
        """Return what is still to be dealt with."""
        return self.filter(state=ViolationState.OPEN)


class FrozenTopicQuerySet(ScopedQuerySet):
    """Frozen topics of a regime."""

    def visible_to(self, user: Any) -> Self:
        """Everyone of the same tree sees what is frozen, so that nobody writes against it unknowingly."""
        scope = scope_of(user)
        if scope.everything:
            return self
        return self.none() if scope.nothing else self.filter(root__in={p.unit.root_id for p in posts_of(user)})

    def frozen(self) -> Self:
        """Return what is frozen now."""
        return self.filter(state=FreezeState.FROZEN)
