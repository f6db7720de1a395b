"""Messages about people and custody (站内消息): who does it in a unit, and who watches in the department."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from newmedia_portal.core.access.models import Post
from newmedia_portal.core.access.roles import AUTHORITY, WRITERS, Role
from newmedia_portal.core.notices.models import Notice

DOERS = (*WRITERS, Role.HEAD)


def doers(units: Iterable[int], *, keepers: bool = False) -> dict[int, set[int]]:
    """Return the writers and heads of units, with `keepers` those who keep passwords too, by unit."""
    roles = [*DOERS, *([Role.KEEPER] if keepers else [])]
    return _holders(units, roles)


def departments(roots: Iterable[int]) -> dict[int, set[int]]:
    """Return the people of the departments, by organisation."""
    posts = Post.objects.filter(unit__root__in=set(roots), unit__is_authority=True, role__in=AUTHORITY)
    found: dict[int, set[int]] = defaultdict(set)
    rows = posts.filter(until__isnull=True, user__is_active=True).order_by().values_list("unit__root", "user")
    for root, user in rows:
        found[root or 0].add(user)
    return found


def notice(person: int, *, kind: str, title: str, body: str, url: str, key: str, at: datetime) -> Notice:
    """Return a message that has not been sent."""
    return Notice(user_id=person, kind=kind, title=title[:200], body=body[:500], url=url, key=key[:120], created_at=at)


def deliver(notices: list[Notice]) -> int:
    """Send what the person has not got yet, in the caller's transaction; returns how many went out."""
    keys = {one.key for one in notices}
    known = set(Notice.objects.filter(key__in=keys).values_list("user", "key")) if keys else set()
    fresh = [one for one in notices if (one.user_id, one.key) not in known]
    Notice.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=500)
    return len(fresh)


def _holders(units: Iterable[int], roles: Iterable[str]) -> dict[int, set[int]]:
    posts = Post.objects.filter(unit__in=set(units), role__in=list(roles), until__isnull=True, user__is_active=True)
    found: dict[int, set[int]] = defaultdict(set)
    for unit, user in posts.order_by().values_list("unit", "user"):
        found[unit].add(user)
    return found
