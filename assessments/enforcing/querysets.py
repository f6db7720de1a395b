"""Filters of measures and commendations (处置、表彰); every list starts from `visible_to`."""

from __future__ import annotations

from typing import Any, Self

from django.db.models import Q

from newmedia_portal.core.access.querysets import ScopedQuerySet
from newmedia_portal.core.access.roles import AUTHORITY, LEADERS, WRITERS, Role
from newmedia_portal.core.access.scope import posts_of

from .states import STANDING, EnforcementState


class EnforcementQuerySet(ScopedQuerySet):
    """Measures and commendations by right and state."""

    root_field = "root"

    def visible_to(self, user: Any) -> Self:
        """Return what the department handles, and of the person's own units what was delivered to them.

        Measures on persons are narrower: the director of the department, whoever proposed it, and of the unit the
        person in charge alone. What is handed to other bodies is not shown to the unit.
        """
        posts = posts_of(user)
        scoped = super().visible_to(user)
        roles = {post.role for post in posts}
        wanted = Q(pk__in=[])
        if roles & set(AUTHORITY):
            mine = Q(root__in=[post.unit.root_id or post.unit_id for post in posts if post.role in AUTHORITY])
            narrow = mine if Role.DIRECTOR in roles else mine & (~Q(target="person") | Q(proposed_by=user))
            wanted |= narrow
        own = [post.unit_id for post in posts if post.role in (*LEADERS, *WRITERS)]
        chief = [post.unit_id for post in posts if post.role == Role.CHIEF]
        told = Q(delivered_at__isnull=False) & ~Q(target="referral")
        wanted |= Q(unit__in=own) & told & ~Q(target="person")
        wanted |= Q(unit__in=chief) & told & Q(target="person")
        return scoped.filter(wanted)

    def standing(self) -> Self:
        """Return the decisions that are in force."""
        return self.filter(state__in=STANDING)

    def bars(self, unit: Any, year: int) -> Self:
        """Return the standing decisions that keep a unit from being commended in a year (取消评先资格)."""
        return self.standing().filter(unit=unit, measure="no_award", year=year)

    def to_decide(self) -> Self:
        """Return the proposals that wait for a decision."""
        return self.filter(state=EnforcementState.PROPOSED)
