"""Filters by right: lists and single fetches start from `visible_to`, so what is hidden is not found."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Lookup, Q

from .scope import Scope, scope_of

if TYPE_CHECKING:
    from .models import User


@models.ForeignKey.register_lookup
class Within(Lookup):
    """`unit__within=scope`: the unit is one of those that may be seen; the same as `unit__in=scope.units()`.

    A list page filters by it several times per request; written out at once it costs less than a nested query.
    """

    lookup_name = "within"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the condition and its parameters."""
        column, before = self.process_lhs(compiler, connection)
        units, values = self.rhs.statement(connection.ops.quote_name)
        return f"{column} IN ({units})", (*before, *values)


class ScopedQuerySet(models.QuerySet):
    """Base for rows that belong to a unit: `unit_field` names it, `root_field` the top unit where it is stored."""

    unit_field = "unit"
    root_field = ""

    def visible_to(self, user: User | Any) -> Self:
        """Return only the rows of units that the person may see."""
        scope = scope_of(user)
        if scope.nothing:
            return self.none()
        if scope.everything:
            return self
        if self.root_field and scope.whole_roots and not scope.has_parts:
            return self.filter(**{f"{self.root_field}__in": scope.whole_roots})
        return self.filter(**{f"{self.unit_field}__within": scope})


class UnitQuerySet(models.QuerySet):
    """Units by right and by place in the tree."""

    def visible_to(self, user: User | Any) -> Self:
        """Return the units that the person may see."""
        scope = scope_of(user)
        if scope.nothing and not scope.all_units:
            return self.none()
        return self if scope.everything or scope.all_units else self.filter(scope.condition())

    def below(self, path: str) -> Self:
        """Return the subtree whose top has this path, the top included."""
        return self.filter(path__gte=path, path__lt=end_of(path))

    def running(self) -> Self:
        """Return the units that have not been dissolved."""
        return self.filter(closed_on__isnull=True)


class PostQuerySet(models.QuerySet):
    """Posts by day, unit and role."""

    def open_on(self, day: date) -> Self:
        """Return the posts held on that day."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)

    def visible_to(self, user: User | Any) -> Self:
        """Return the posts in units that the person may see."""
        scope: Scope = scope_of(user)
        if scope.everything or scope.all_units:
            return self
        return self.none() if scope.nothing else self.filter(unit__within=scope)


def end_of(path: str) -> str:
    """Return the smallest text after every path of this subtree ('/' is followed by '0')."""
    return f"{path[:-1]}0"
