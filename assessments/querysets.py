"""Filters of published items and of the silence watch; every list starts from `visible_to`."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from newmedia_portal.core.access.querysets import ScopedQuerySet

from .states import CLOSING, FLAGGED, SuspensionState


class PublishedItemQuerySet(ScopedQuerySet):
    """Items by right of their account's unit, and by period."""

    unit_field = "account__unit"
    root_field = "account__root"

    def between(self, first: date, last: date) -> Self:
        """Return the items of the days from one to another, both included; reads only those months."""
        return self.filter(published_on__gte=first, published_on__lte=last)


class ItemImportQuerySet(ScopedQuerySet):
    """Batches by right."""

    root_field = "root"


class ItemTokenQuerySet(ScopedQuerySet):
    """Keys of interfaces by right."""

    root_field = "root"


class AccountActivityQuerySet(ScopedQuerySet):
    """Standings of accounts by right and level."""

    root_field = "root"

    def flagged(self) -> Self:
        """Return the accounts that a level of the watch has flagged."""
        return self.filter(level__in=FLAGGED)

    def to_close(self) -> Self:
        """Return the accounts that are 僵尸号 or 空壳号 (S0-19.4)."""
        return self.filter(level__in=CLOSING)


class SilenceFlagQuerySet(ScopedQuerySet):
    """Flags and missed quotas by right."""

    root_field = "root"

    def open(self) -> Self:
        """Return the flags that have not been cleared."""
        return self.filter(cleared_on__isnull=True)


class SuspensionQuerySet(ScopedQuerySet):
    """Pauses by right and by day."""

    root_field = "root"

    def excusing(self, account: Any = None) -> Self:
        """Return the pauses that the department approved, ended early or not."""
        rows = self.filter(state__in=[SuspensionState.APPROVED, SuspensionState.ENDED], decided_at__isnull=False)
        return rows if account is None else rows.filter(account=account)
