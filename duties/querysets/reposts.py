"""Filters of repost tasks and of their accounts; every list starts from `visible_to`."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery

from newmedia_portal.core.access.querysets import ScopedQuerySet
from newmedia_portal.core.access.scope import scope_of

from ..states.reposts import OWED, RepostState, TargetState


class RepostTaskQuerySet(ScopedQuerySet):
    """Tasks by right and by state."""

    root_field = "root"

    def visible_to(self, user: Any) -> Self:
        """Return the tasks of visible departments, and those that name an account of a visible unit."""
        scope = scope_of(user)
        if scope.nothing or scope.everything:
            return super().visible_to(user)
        if scope.whole_roots and not scope.has_parts:
            return self.filter(root__in=scope.whole_roots)
        named = self._targets().filter(unit__in=scope.units()).order_by().values("task")
        return self.filter(Q(unit__in=scope.units()) | Q(pk__in=named))

    def running(self) -> Self:
        """Return the tasks that have not ended."""
        return self.filter(state=RepostState.ISSUED)

    def with_progress(self, user: Any) -> Self:
        """Add how many visible accounts owe a repost, have done it, did so in time, and wait for an answer."""
        seen = self._targets().visible_to(user).filter(task=OuterRef("pk"))
        return self.annotate(
            owed=_count(seen.filter(state__in=OWED)),
            done=_count(seen.filter(state=TargetState.DONE)),
            excused=_count(seen.filter(state=TargetState.EXCUSED)),
        )

    def _targets(self) -> Any:
        """Return all accounts of all tasks."""
        related = self.model._meta.get_field("targets").related_model
        return related._default_manager.all()  # type: ignore[union-attr]


class RepostTargetQuerySet(ScopedQuerySet):
    """Accounts of tasks by right, by state and by period."""

    root_field = "root"

    def running(self) -> Self:
        """Return the accounts of tasks that have not ended."""
        return self.filter(task__state=RepostState.ISSUED)

    def of_period(self, first: date, last: date) -> Self:
        """Return what counts in a period: tasks due from one day to another that were not withdrawn, without exempt."""
        due = Q(task__due_on__gte=first, task__due_on__lte=last)
        return self.filter(due, state__in=OWED).exclude(task__state=RepostState.WITHDRAWN)

    def done_in_time(self, first: date, last: date) -> Self:
        """Return the reposts of a period that were published by the end of their due day (S0-13.2, S2-13.2)."""
        return self.of_period(first, last).filter(state=TargetState.DONE, late_workdays=0)


def _count(rows: QuerySet[Any]) -> Subquery:
    counted = rows.order_by().values("task").annotate(number=Count("pk")).values("number")
    return Subquery(counted, output_field=IntegerField())
