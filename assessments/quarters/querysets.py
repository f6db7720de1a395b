"""Filters of quarters and of what hangs on them; every list starts from `visible_to`."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q

from newmedia_portal.core.access.querysets import ScopedQuerySet
from newmedia_portal.core.access.scope import scope_of

from .states import LOCKED, QuarterState


def roots_of(user: Any) -> list[int]:
    """Return the top units in whose tree the person holds a post or sees a unit (所在范围)."""
    return sorted({int(path.split("/", 1)[0]) for path in scope_of(user).paths})


class QuarterQuerySet(models.QuerySet):
    """Periods and schemes by tree: whoever has a post in a tree sees when it is assessed and by what."""

    def visible_to(self, user: Any) -> Self:
        """Return the rows of the person's trees."""
        scope = scope_of(user)
        if scope.nothing:
            return self.none()
        return self if scope.everything else self.filter(root__in=roots_of(user))

    def running(self) -> Self:
        """Return the quarters that are not locked yet."""
        return self.exclude(state__in=LOCKED)

    def closed(self) -> Self:
        """Return the quarters whose results stand."""
        return self.filter(state__in=LOCKED)


class EntryQuerySet(ScopedQuerySet):
    """Results by right of their unit: the department sees all, a unit its own and what hangs below it."""

    root_field = "quarter__root"

    def open_to(self, user: Any) -> Self:
        """Return what a person may see in a list of results: their own rows, and all of a published quarter's tree."""
        scope, roots = scope_of(user), roots_of(user)
        if scope.everything or not roots:
            return self.visible_to(user)
        published = Q(quarter__state=QuarterState.PUBLISHED, quarter__root__in=roots)
        return self.filter(Q(unit__within=scope) | published)


class CardQuerySet(ScopedQuerySet):
    """Results of accounts, hand scores, self-assessments and objections by right of their unit."""

    unit_field = "entry__unit"
    root_field = "quarter__root"


class VetoQuerySet(ScopedQuerySet):
    """External vetoes by right of their unit."""

    root_field = "root"

    def standing(self) -> Self:
        """Return those that have not been revoked."""
        return self.filter(revoked_at__isnull=True)


class AccountEntryManager(models.Manager.from_queryset(CardQuerySet)):  # type: ignore[misc]
    """Accounts with the stencil of their card, which every reader of it needs."""

    def get_queryset(self) -> Any:
        """Return the accounts with their stencils."""
        return super().get_queryset().select_related("stencil")
