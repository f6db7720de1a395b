"""Filters of the register."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

from newmedia_portal.core.access.querysets import ScopedQuerySet

from .states import ENDED


class MediaAccountQuerySet(ScopedQuerySet):
    """Accounts by right, by state and by words."""

    root_field = "root"

    def numbered(self, numbers: Sequence[int]) -> Self:
        """Return the accounts with these numbers; of a run without gaps only its ends go to the database."""
        if numbers and max(numbers) - min(numbers) + 1 == len(set(numbers)):
            return self.filter(pk__range=(min(numbers), max(numbers)))
        return self.filter(pk__in=numbers)

    def running(self) -> Self:
        """Return the accounts that have not ended."""
        return self.exclude(state__in=ENDED)

    def matching(self, words: str) -> Self:
        """Return the accounts whose name, id, certificate number or unit contains the words (two characters serve)."""
        from django.db.models import Q

        words = words.replace("\x00", "").strip()[:100]
        if not words:
            return self
        return self.filter(
            Q(name__icontains=words)
            | Q(handle__icontains=words)
            | Q(certificate_no__icontains=words)
            | Q(link__icontains=words)
            | Q(unit__name__icontains=words)
        )


class ImportBatchQuerySet(ScopedQuerySet):
    """Batches by right."""


class WorkGroupQuerySet(ScopedQuerySet):
    """Work groups by right."""

    root_field = "root"


class CircleQuerySet(ScopedQuerySet):
    """Members of the circle by right."""

    root_field = "root"

    def present(self) -> Self:
        """Return those that have not left."""
        return self.filter(left_on__isnull=True)

    def standing(self, how: str) -> Self:
        """Return all (`member`), those that follow each other (`mutual`), or where one side does (`one_sided`)."""
        from django.db.models import Q

        both, one = Q(follows_us=True, followed_by_us=True), Q(follows_us=True) | Q(followed_by_us=True)
        return {"mutual": self.filter(both), "one_sided": self.filter(one).exclude(both)}.get(how, self)


class HandoverQuerySet(ScopedQuerySet):
    """Hand-overs by right: those of visible units, and one's own on either side."""

    root_field = "root"

    def visible_to(self, user: Any) -> Self:
        """Return all for those who manage people, else those of visible units and one's own."""
        from django.db.models import Q

        if not getattr(user, "is_authenticated", False) or not user.is_active:
            return self.none()
        if user.has_perm("core.manage_people"):
            return self
        inside = super().visible_to(user).order_by().values("pk")
        return self.filter(Q(pk__in=inside) | Q(leaver=user) | Q(successor=user))

    def running(self) -> Self:
        """Return those that are not done."""
        return self.filter(state="open")
