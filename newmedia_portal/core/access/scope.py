"""What a person may see: subtrees of units, from posts held, from grants, and from guiding a line of units."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import BigIntegerField, CharField, Model, Q, QuerySet, Value
from django.db.models.functions import Cast

from ..ready import Ready, Statement, ask, statement_of
from .roles import InstanceRole, Role

if TYPE_CHECKING:
    from .models import Post, Unit, User


OVERSEE = "oversee_unit"
_beside: dict[str, Callable[[Any], QuerySet[Any]]] = {}
_statements: Ready[Statement | None] = Ready()
_posts: Ready[Statement | None] = Ready()


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
        return f"SELECT {quote('id')} FROM {quote(Unit._meta.db_table)} WHERE {wanted}", values  # noqa: S608 - quoted names of a model; values are parameters  # nosec B608

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
        user._open_posts = _read_posts(user)
    return user._open_posts


def _read_posts(user: User) -> list[Post]:
    """Return the open posts with their units and top units; every request asks, so the statement is kept ready."""
    from .models import Post, Unit

    own, there = _columns(Post), _columns(Unit)

    def make() -> Statement | None:
        names = [*own, *(f"unit__{name}" for name in there), *(f"unit__root__{name}" for name in there)]
        return statement_of(user.posts.filter(until__isnull=True).values_list(*names))

    posts = []
    for row in ask(_posts.get(user.pk, make)):
        post = Post.from_db(DEFAULT_DB_ALIAS, own, row[: len(own)])
        post.unit = Unit.from_db(DEFAULT_DB_ALIAS, there, row[len(own) : -len(there)])
        if post.unit.root_id is not None:
            post.unit.root = Unit.from_db(DEFAULT_DB_ALIAS, there, row[-len(there) :])
        posts.append(post)
    return posts


@cache
def _columns(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def scope_of(user: User | Any) -> Scope:
    """Return what a person may see, read once per request; the three administrators see no unit's business."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return Scope()
    if not hasattr(user, "_scope"):
        user._scope = _read_scope(user)
    return user._scope


def forget(user: User | Any) -> None:
    """Drop what was read for this request, after posts or grants have changed."""
    for name in ("_scope", "_open_posts", "_grants", "_beside"):
        user.__dict__.pop(name, None)


def _read_scope(user: User) -> Scope:
    if user.instance_role:
        return Scope(all_units=user.instance_role in (InstanceRole.SYSTEM, InstanceRole.SECURITY))
    posts = posts_of(user)
    found = ask(_statements.get((user.pk, _type_of_units()), lambda: _facts(user)))
    user._beside = frozenset(name for name, _ in found if name)  # type: ignore[attr-defined]
    paths = {post.unit.path for post in posts} | {path for name, path in found if not name}
    tops = tuple(sorted(path for path in paths if not any(path != o and path.startswith(o) for o in paths)))
    return Scope(
        paths=tops,
        whole_roots=tuple(int(path[:-1]) for path in tops if path.count("/") == 1),
        guides=tuple(sorted({post.unit_id for post in posts if post.role == Role.LINE})),
    )


def ask_beside(name: str, rows: Callable[[Any], QuerySet[Any]]) -> None:
    """Have each request ask, in the statement of the scope, whether a person has rows of this kind."""
    _beside[name] = rows


def beside(user: User | Any) -> frozenset[str]:
    """Return the kinds of which the person had rows when the scope was read; all where nobody asked."""
    scope_of(user)
    return getattr(user, "_beside", frozenset(_beside))


def _facts(user: User) -> Statement | None:
    """Return the statement that asks for the paths of granted units, and which rows there are beside them."""
    from guardian.models import UserObjectPermission

    from .models import Unit

    granted = UserObjectPermission.objects.filter(
        user=user, permission__codename=OVERSEE, permission__content_type=_type_of_units()
    )
    numbers = granted.annotate(number=Cast("object_pk", BigIntegerField())).values("number")
    rows = Unit.objects.filter(pk__in=numbers).order_by().values_list(_word(""), "path")
    others = [kind(user).order_by().values_list(_word(name), _word("")) for name, kind in sorted(_beside.items())]
    made = statement_of(rows.union(*others, all=True) if others else rows)
    return made and replace(made, sql=f"SELECT * FROM ({made.sql}) AS facts")  # noqa: S608 - SQL made by the ORM  # nosec B608


def _word(text: str) -> Value:
    return Value(text, output_field=CharField())


def _type_of_units() -> int:
    from guardian.ctypes import get_content_type

    from .models import Unit

    return get_content_type(Unit).pk


def holds(user: User | Any, role: str, unit: Unit | None) -> bool:
    """Whether the person holds this role in exactly this unit now."""
    return unit is not None and any(post.role == role and post.unit_id == unit.pk for post in posts_of(user))


def holds_any(user: User | Any, roles: tuple[str, ...]) -> bool:
    """Whether the person holds one of these roles anywhere now."""
    return any(post.role in roles for post in posts_of(user))
