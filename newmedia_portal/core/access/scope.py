"""What a person may see: subtrees of units, from posts held, from grants, and from guiding a line of units."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from .roles import InstanceRole, Role

if TYPE_CHECKING:
    from .models import Post, Unit, User


@dataclass(frozen=True)
class Scope:
    """Subtrees by path; `whole_roots` are top units seen entirely; `guides` are line departments held."""

    paths: tuple[str, ...] = ()
    whole_roots: tuple[int, ...] = ()
    guides: tuple[int, ...] = ()
    everything: bool = False
    all_units: bool = False

    @property
    def nothing(self) -> bool:
        """Whether no row of any unit is visible."""
        return not (self.everything or self.paths or self.guides)

    @property
    def has_parts(self) -> bool:
        """Whether something outside the whole roots is visible too."""
        return bool(self.guides) or any(path.count("/") > 1 for path in self.paths)

    def condition(self) -> Q:
        """Return the filter on Unit; its text grows with the posts held, not with the number of units."""
        wanted = Q(pk__in=[])
        for path in self.paths:
            wanted |= Q(path__gte=path, path__lt=f"{path[:-1]}0")
        return wanted | Q(line_department__in=self.guides) if self.guides else wanted

    def units(self) -> QuerySet[Unit]:
        """Return the visible units as a subquery."""
        return self._units

    @cached_property
    def _units(self) -> QuerySet[Unit, Any]:
        from .models import Unit

        return Unit.objects.filter(self.condition()).order_by().values("pk")

    def statement(self, quote: Callable[[str], str]) -> tuple[str, list[Any]]:
        """Return the visible units as a statement in SQL, and its values.

        Below a top unit its number is stated too: the index begins with it, and row counts are guessed better.
        """
        from .models import Unit

        path, root, line = quote("path"), quote("root_id"), quote("line_department_id")
        parts, values = [], list[Any]()
        for top in self.paths:
            above, _, below = top.partition("/")
            parts.append(f"({f'{root} = %s AND ' if below else ''}{path} >= %s AND {path} < %s)")
            values.extend([*([int(above)] if below else []), top, f"{top[:-1]}0"])
        if self.guides:
            parts.append(f"{line} IN ({', '.join(['%s'] * len(self.guides))})")
            values.extend(self.guides)
        wanted = " OR ".join(parts) or "1 = 0"
        return f"SELECT {quote('id')} FROM {quote(Unit._meta.db_table)} WHERE {wanted}", values  # noqa: S608

    def covers(self, unit: Unit | None) -> bool:
        """Whether one unit is visible."""
        if unit is None:
            return False
        return (
            self.everything
            or any(unit.path.startswith(path) for path in self.paths)
            or (unit.line_department_id in self.guides)
        )


def posts_of(user: User | Any) -> list[Post]:
    """Return the open posts of a person, read once per request."""
    if not getattr(user, "is_authenticated", False):
        return []
    if not hasattr(user, "_open_posts"):
        user._open_posts = list(user.posts.filter(until__isnull=True).select_related("unit", "unit__root"))
    return user._open_posts


def scope_of(user: User | Any) -> Scope:
    """Return what a person may see, read once per request; the three administrators see no unit's business."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return Scope()
    if not hasattr(user, "_scope"):
        user._scope = _read_scope(user)
    return user._scope


def forget(user: User | Any) -> None:
    """Drop what was read for this request, after posts or grants have changed."""
    for name in ("_scope", "_open_posts", "_grants"):
        user.__dict__.pop(name, None)


def _read_scope(user: User) -> Scope:
    from guardian.shortcuts import get_objects_for_user

    from .models import Unit

    if user.instance_role:
        return Scope(all_units=user.instance_role in (InstanceRole.SYSTEM, InstanceRole.SECURITY))
    posts = posts_of(user)
    granted = get_objects_for_user(
        user, "core.oversee_unit", klass=Unit, use_groups=False, accept_global_perms=False, with_superuser=False
    )
    paths = {post.unit.path for post in posts} | set(granted.values_list("path", flat=True))
    tops = tuple(sorted(path for path in paths if not any(path != o and path.startswith(o) for o in paths)))
    return Scope(
        paths=tops,
        whole_roots=tuple(int(path[:-1]) for path in tops if path.count("/") == 1),
        guides=tuple(sorted({post.unit_id for post in posts if post.role == Role.LINE})),
    )


def holds(user: User | Any, role: str, unit: Unit | None) -> bool:
    """Whether the person holds this role in exactly this unit now."""
    return unit is not None and any(post.role == role and post.unit_id == unit.pk for post in posts_of(user))


def holds_any(user: User | Any, roles: tuple[str, ...]) -> bool:
    """Whether the person holds one of these roles anywhere now."""
    return any(post.role in roles for post in posts_of(user))
