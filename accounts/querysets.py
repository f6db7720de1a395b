"""Filters of the register."""

from __future__ import annotations

from typing import Self

from newmedia_portal.core.access.querysets import ScopedQuerySet

from .states import ENDED


class MediaAccountQuerySet(ScopedQuerySet):
    """Accounts by right, by state and by words."""

    root_field = "root"

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
