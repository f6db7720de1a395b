"""What can hang on a person (名下事项): each app says where it keeps people by name, how to find it and pass it on.

The register of accounts stands below filings, reviews, duties and assessments: they register here when they are ready.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from newmedia_portal.core.access.models import Post, User


@dataclass(frozen=True)
class Held:
    """One thing that hangs on a person; `unit` and `roles` are the posts in whose service it is held."""

    user: int
    pk: int
    title: str
    url: str = ""
    unit: int | None = None
    roles: tuple[str, ...] = ()


Finder = Callable[[Any, datetime], Iterable[Held]]


@dataclass(frozen=True)
class Holder:
    """A kind of things held: `find` takes people and a moment; `move` passes things on within a transaction.

    `without` says what becomes of it where nobody takes it; empty: somebody must. `takers` are the posts that may;
    what `ends` with the post is taken by nobody.
    `fields` are the columns that name the person, as app.Model.field.
    """

    code: str
    label: str
    find: Finder
    move: Callable[..., None]
    fields: tuple[str, ...]
    without: str = ""
    takers: tuple[str, ...] = ()
    ends: bool = False


_holders: dict[str, Holder] = {}


def register_holder(holder: Holder) -> Holder:
    """Add a kind, once; called while the apps get ready."""
    if _holders.setdefault(holder.code, holder) is not holder:
        raise ValueError(f"{holder.code} is registered already")
    return holder


def holders() -> list[Holder]:
    """Return every kind, in the order of registration."""
    return list(_holders.values())


def holder_of(code: str) -> Holder:
    """Return a kind by its code."""
    return _holders[code]


@dataclass(frozen=True)
class Group:
    """The things of one kind that hang on one person."""

    holder: Holder
    things: tuple[Held, ...]


def stranded(people: Sequence[User], *, at: datetime, endings: Collection[int] = ()) -> dict[int, list[Group]]:
    """Return what hangs on people although they no longer hold the post for it, by person and kind.

    With `endings`, the numbers of posts, what would hang on them once these are over.
    """
    numbers = [person.pk for person in people]
    gone = {person.pk for person in people if not person.is_active}
    posts: dict[int, list[tuple[int, str, bool]]] = defaultdict(list)
    rows = Post.objects.filter(user__in=numbers).values_list("pk", "user", "unit", "role", "until")
    for pk, user, unit, role, until in rows:
        posts[user].append((unit, role, until is None and pk not in endings))
    found: dict[int, list[Group]] = defaultdict(list)
    for holder in holders():
        things: dict[int, list[Held]] = defaultdict(list)
        for held in holder.find(numbers, at):
            if held.user in gone or _has_left(held, posts[held.user]):
                things[held.user].append(held)
        for user, kept in things.items():
            found[user].append(Group(holder, tuple(kept)))
    return found


def stranded_on(person: User, *, at: datetime, ending: Post | None = None) -> list[Group]:
    """Return what hangs on one person although the post for it is over, or will be."""
    return stranded([person], at=at, endings=[ending.pk] if ending else ()).get(person.pk, [])


def _has_left(held: Held, posts: Sequence[tuple[int, str, bool]]) -> bool:
    """Whether no open post keeps it; who helps from another unit and never held a post there has left nothing."""
    open_posts = [(unit, role) for unit, role, is_open in posts if is_open]
    if not open_posts:
        return True
    if held.unit is None:
        return False
    if any(unit == held.unit and (not held.roles or role in held.roles) for unit, role in open_posts):
        return False
    return any(unit == held.unit and not is_open for unit, _, is_open in posts)


def people_with_ended_posts() -> Any:
    """Return the business people who have left a post, or may no longer log in, by name."""
    left = Post.objects.filter(until__isnull=False).values("user")
    rows = User.objects.filter(instance_role="")
    return (rows.filter(pk__in=left) | rows.filter(is_active=False)).distinct().order_by("full_name", "pk")


def candidates(holder: Holder, unit: int | None, *, without: int) -> Any:
    """Return who may take things of this kind in a unit: holders of a fitting post there."""
    posts = Post.objects.filter(until__isnull=True)
    if unit is not None:
        posts = posts.filter(unit=unit)
    if holder.takers:
        posts = posts.filter(role__in=holder.takers)
    people = User.objects.filter(is_active=True, instance_role="", pk__in=posts.order_by().values("user"))
    return people.exclude(pk=without).order_by("full_name", "pk")


def takers_of(group: Group, *, without: int) -> Any:
    """Return who may take everything of a group: those who fit in each of its units."""
    people = User.objects.exclude(pk=without).order_by("full_name", "pk")
    for unit in {held.unit for held in group.things}:
        people = people.filter(pk__in=candidates(group.holder, unit, without=without).order_by().values("pk"))
    return people
