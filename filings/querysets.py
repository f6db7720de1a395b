"""Filters of filings and obligations; lists start from `visible_to`."""

from __future__ import annotations

from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Q

from newmedia_portal.core.access.querysets import ScopedQuerySet
from newmedia_portal.core.access.roles import Role
from newmedia_portal.core.access.scope import posts_of, scope_of
from newmedia_portal.core.workflow.named import may_be_named, named_objects
from newmedia_portal.core.workflow.states import StepState

from .states import EDITABLE, IN_PROGRESS, AnnualState, FilingState, ObligationState


def _handed_up(units: list[int]) -> Any:
    """Return the filings of which a step has reached one of these superior units."""
    steps = apps.get_model("core", "Step").objects.filter(unit__in=units, run__object_type="filings.filing")
    return steps.filter(state__in=(StepState.ACTIVE, StepState.DONE)).values("run__object_id")


def _told(user: Any) -> Any:
    """Return the filings that name the person: as a holder, a co-signer or a reader of a copy."""
    return named_objects(user, "filings.filing")


class FilingQuerySet(ScopedQuerySet):
    """Filings by right and by state."""

    root_field = "root"

    def visible_to(self, user: Any) -> Self:
        """Return the filings of visible units; drafts of other units stay with those who write them.

        A superior department sees what was handed up to it (上级备案知悉), and nothing else of the organisation; who is
        asked by name or gets a copy sees that filing.
        """
        seen = super().visible_to(user)
        scope = scope_of(user)
        if scope.nothing or scope.everything:
            return seen
        own = [post.unit_id for post in posts_of(user)]
        seen = seen.filter(~Q(state=FilingState.DRAFT) | Q(unit__in=own))
        above = [post.unit_id for post in posts_of(user) if post.role == Role.SUPERIOR]
        seen = seen | self.filter(pk__in=_handed_up(above)) if above else seen
        return seen | self.filter(pk__in=_told(user)) if may_be_named(scope) else seen

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

    def watched(self) -> Self:
        """Return what is open with a due date and was not late when the daily job last looked."""
        return self.open().filter(remind_on__isnull=False)


class UpwardQuerySet(models.QuerySet[Any]):
    """Receipts by right: those told to a unit in which the person receives, and those of filings they see."""

    def received_by(self, user: Any) -> Self:
        """Return what was told to the units in which the person holds the post of 上级宣传部门."""
        return self.filter(unit__in=[post.unit_id for post in posts_of(user) if post.role == Role.SUPERIOR])

    def visible_to(self, user: Any) -> Self:
        """Return what the person received, and what was told upward from the units they see."""
        scope = scope_of(user)
        if scope.nothing:
            return self.none()
        below = self if scope.everything else self.filter(filing__unit__in=scope.units())
        return below | self.received_by(user)


class AnnualCheckQuerySet(ScopedQuerySet):
    """Annual checks by right and state."""

    root_field = "root"

    def missing(self) -> Self:
        """Return the accounts whose report is not in (未报)."""
        return self.filter(state=AnnualState.OPEN)

    def passed(self) -> Self:
        """Return the accounts that passed (合格)."""
        return self.filter(state=AnnualState.PASSED)


class AnnualCampaignQuerySet(ScopedQuerySet):
    """Campaigns of organisations: whoever has a post in the tree sees when they run."""

    unit_field = "root"

    def visible_to(self, user: Any) -> Self:
        """Return the campaigns of the organisations in which the person holds a post or sees a unit."""
        scope = scope_of(user)
        if scope.nothing:
            return self.none()
        return self if scope.everything else self.filter(root__in={int(p.split("/", 1)[0]) for p in scope.paths})


class SummaryQuerySet(ScopedQuerySet):
    """Yearly summaries by right."""

    root_field = "root"
