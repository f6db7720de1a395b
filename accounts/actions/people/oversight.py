"""Oversight grants (监管范围): what people of the authority see follows from the posts they hold."""

from collections.abc import Iterable
from datetime import date

from guardian.models import UserObjectPermission
from guardian.shortcuts import assign_perm, get_objects_for_user, remove_perm

from newmedia_portal.core.access.models import Post, Unit, User
from newmedia_portal.core.access.roles import Role

from ..common import edition_of

PERMISSION = "core.oversee_unit"
OVERSEERS = (Role.REGISTRAR, Role.DIRECTOR, Role.OBSERVER)


def overseen_unit(unit: Unit, *, on: date) -> Unit:
    """Return the top of what an overseer in this unit watches over.

    A kind of unit that the edition names as a level of supervision of its own (两级监管, such as 项目公司) watches
    over itself; people of the authority watch over the whole organisation.
    """
    levels = {level.code for level in edition_of(unit, on).supervision}
    own_level = unit.kind in levels and not unit.is_authority and unit.parent_id is not None
    return unit if own_level else (unit.root or unit)


def grant_oversight(posts: Iterable[Post], *, on: date) -> None:
    """Give the holders of many new posts the grants that follow: one statement for each unit watched over."""
    tops: dict[int, Unit] = {}
    wanted: dict[int, dict[int, User]] = {}
    for post in posts:
        if post.role not in OVERSEERS:
            continue
        if post.unit_id not in tops:
            tops[post.unit_id] = overseen_unit(post.unit, on=on)
        wanted.setdefault(tops[post.unit_id].pk, {})[post.user_id] = post.user
    for top in {top.pk: top for top in tops.values()}.values():
        once = list(wanted[top.pk].values())
        UserObjectPermission.objects.assign_perm_to_many(PERMISSION.split(".")[1], once, top, ignore_conflicts=True)


def refresh_oversight(person: User, *, on: date) -> None:
    """Make the grants of a person equal to what the open posts give."""
    posts = person.posts.filter(until__isnull=True, role__in=OVERSEERS).select_related("unit", "unit__root")
    wanted = {overseen_unit(post.unit, on=on).pk for post in posts}
    granted = set(
        get_objects_for_user(person, PERMISSION, klass=Unit, accept_global_perms=False).values_list("pk", flat=True)
    )
    for unit in Unit.objects.filter(pk__in=wanted - granted):
        assign_perm(PERMISSION, person, unit)
    for unit in Unit.objects.filter(pk__in=granted - wanted):
        remove_perm(PERMISSION, person, unit)
