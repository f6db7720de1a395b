"""Filters of campaigns, checked accounts, findings and the watch list; every list starts from `visible_to`."""

from __future__ import annotations

from typing import Any, Self

from django.db.models import Q

from newmedia_portal.core.access.querysets import ScopedQuerySet
from newmedia_portal.core.access.roles import LEADERS, OVERSIGHT
from newmedia_portal.core.access.scope import holds_any, scope_of

from .states import CampaignState, FindingState, InspectedState


class CampaignQuerySet(ScopedQuerySet):
    """Campaigns: for those who oversee the department's units, its leaders, and the inspectors."""

    def visible_to(self, user: Any) -> Self:
        """Return the campaigns of departments that the person oversees or leads, or in which they inspect."""
        scope = scope_of(user)
        if scope.nothing:
            return self.none()
        inspects = Q(pk__in=inspecting(self.model, user))
        if holds_any(user, (*OVERSIGHT, *LEADERS)):
            return self.filter(Q(unit__within=scope) | inspects)
        return self.filter(inspects)


class InspectedQuerySet(ScopedQuerySet):
    """Accounts in campaigns: for overseers, for who checks them, and for the unit once the result stands."""

    def visible_to(self, user: Any) -> Self:
        """Return what the person oversees or checks, and results of their units in closed campaigns."""
        scope = scope_of(user)
        if scope.nothing:
            return self.none()
        checks = Q(inspector=user.pk) | Q(second=user.pk)
        own = Q(unit__within=scope)
        if not holds_any(user, OVERSIGHT):
            own &= Q(campaign__state=CampaignState.CLOSED)
        return self.filter(own | checks)

    def checked(self) -> Self:
        """Return the accounts whose result stands."""
        return self.filter(state=InspectedState.DONE)


class FindingQuerySet(ScopedQuerySet):
    """Findings: for overseers, for who found them, and for the unit once it has been told."""

    def visible_to(self, user: Any) -> Self:
        """Return what the person oversees or found, and what their units have been told."""
        scope = scope_of(user)
        if scope.nothing:
            return self.none()
        own = Q(unit__within=scope)
        if not holds_any(user, OVERSIGHT):
            own &= Q(notice__isnull=False)
        found = Q(finder=user.pk) | Q(inspected__inspector=user.pk) | Q(inspected__second=user.pk)
        return self.filter(own | found)

    def standing(self) -> Self:
        """Return the findings that have not been withdrawn."""
        return self.exclude(state=FindingState.WITHDRAWN)

    def running(self) -> Self:
        """Return the findings that wait for the unit's report."""
        return self.filter(state=FindingState.NOTIFIED)


class RectificationNoticeQuerySet(ScopedQuerySet):
    """Notices by right of the unit that got them."""

    root_field = "root"


class WatchListQuerySet(ScopedQuerySet):
    """The watch list: for those who oversee the units."""

    root_field = "root"

    def visible_to(self, user: Any) -> Self:
        """Return the entries that the person oversees; units do not see theirs."""
        return super().visible_to(user) if holds_any(user, OVERSIGHT) else self.none()

    def standing(self) -> Self:
        """Return the accounts that are on the list now."""
        return self.filter(until__isnull=True)


def inspecting(campaigns: Any, user: Any) -> Any:
    """Return the campaigns in which the person inspects, as a subquery."""
    rows = campaigns._base_manager.filter(inspectors__user=user.pk)
    return rows.order_by().values("pk")
