"""Whom messages concern (留言提醒的对象): those who answer by the edition, the leaders once it is late."""

from collections import defaultdict
from collections.abc import Iterable

from newmedia_portal.core.access.models import Post
from newmedia_portal.core.access.roles import LEADERS, WRITERS


def answerers(units: Iterable[tuple[int, str]]) -> dict[int, set[int]]:
    """Return for each unit the people who answer there: holders of the edition's role, else those who write for it."""
    wanted = dict(units)
    roles = {*wanted.values(), *WRITERS}
    by_role = _people(wanted, roles)
    return {
        unit: by_role[unit, role] or {person for writer in WRITERS for person in by_role[unit, writer]}
        for unit, role in wanted.items()
    }


def leaders(units: Iterable[int]) -> dict[int, set[int]]:
    """Return for each unit the people who lead it."""
    wanted = list(units)
    by_role = _people(wanted, set(LEADERS))
    return {unit: {person for role in LEADERS for person in by_role[unit, role]} for unit in wanted}


def _people(units: Iterable[int], roles: set[str]) -> dict[tuple[int, str], set[int]]:
    posts = Post.objects.filter(unit__in=list(units), role__in=roles, until__isnull=True, user__is_active=True)
    found: dict[tuple[int, str], set[int]] = defaultdict(set)
    for unit, role, user in posts.order_by().values_list("unit", "role", "user"):
        found[unit, role].add(user)
    return found
