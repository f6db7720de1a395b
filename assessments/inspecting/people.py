"""People of an inspection (检查人员): where they have an interest, who looks a second time, whom to tell."""

from collections import Counter
from collections.abc import Iterable

from newmedia_portal.core.access.models import Post
from newmedia_portal.core.access.roles import AUTHORITY, LEADERS, WRITERS

from ..models import Campaign, Inspected
from .assigning import lightest


def interests_of(people: Iterable[int]) -> dict[int, set[int]]:
    """Return the units in which each person holds a post now (回避)."""
    found: dict[int, set[int]] = {pk: set() for pk in people}
    posts = Post.objects.filter(user__in=list(found), until__isnull=True).order_by()
    for user, unit in posts.values_list("user", "unit"):
        found[user].add(unit)
    return found


def second_for(row: Inspected) -> int | None:
    """Return who looks a second time: another inspector with the fewest second looks, else staff of the department."""
    campaign = row.campaign
    people = list(campaign.inspectors.filter(user__is_active=True).order_by().values_list("user", flat=True))
    staff = staff_of(campaign)
    load = Counter(
        Inspected.objects.filter(campaign=campaign, second__isnull=False).order_by().values_list("second", flat=True)
    )
    for group in (people, staff):
        interests = interests_of(group)
        free = [pk for pk in group if pk != row.inspector_id and row.unit_id not in interests[pk]]
        chosen = lightest(free, load, campaign.seed, row.account_id)
        if chosen is not None:
            return chosen
    return None


def staff_of(campaign: Campaign) -> list[int]:
    """Return the staff of the department that holds the campaign."""
    posts = Post.objects.filter(unit=campaign.unit_id, role__in=AUTHORITY, until__isnull=True, user__is_active=True)
    return sorted(set(posts.order_by().values_list("user", flat=True)))


def writers_of(unit: int) -> set[int]:
    """Return the writers and leaders of a unit, who are told of findings."""
    posts = Post.objects.filter(unit=unit, role__in=[*WRITERS, *LEADERS], until__isnull=True, user__is_active=True)
    return set(posts.order_by().values_list("user", flat=True))
