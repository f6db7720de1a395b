"""The registry of the navigation (导航): each app registers its items when it is ready.

    navigation.register("待办", "todo", perm="core.view_business", counter=my_open_items, order=20)

A counter takes the user and returns a queryset; all counters of a page are counted by one statement.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.timezone import localdate

from ..access.scope import posts_of, scope_of

MAIN = "main"
MORE = "more"
HEADER = "header"
PLACES = (MAIN, MORE, HEADER)
MOST = 100
MANY = 2000

Counter = Callable[[Any], QuerySet[Any]]
Statement = tuple[list[str], str, list[Any]]

_statements: dict[tuple[Any, ...], Statement] = {}


@dataclass(frozen=True)
class Item:
    """One address in the navigation."""

    label: str
    url_name: str
    perm: str | None
    counter: Counter | None
    order: int
    place: str
    testid: str
    group: str = ""
    also: tuple[str, ...] = ()

    @property
    def beginnings(self) -> list[str]:
        """Beginnings of the addresses that belong to the item: its own and those of the pages beside it."""
        found = (_address(name, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix()) for name in self.also)
        return [url for url in (self.url, *found) if url]

    @property
    def url(self) -> str:
        """The address; empty where these addresses are not served (a test proves that the portal serves all)."""
        return _address(self.url_name, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())

    def allows(self, user: Any) -> bool:
        """Whether the person may open the address."""
        return bool(self.url) and (self.perm is None or user.has_perm(self.perm))


@lru_cache(maxsize=512)
def _address(name: str, urlconf: str, prefix: str) -> str:
    """Return an address, looked up once: the navigation asks for all of them on every page."""
    try:
        return reverse(name, urlconf)
    except NoReverseMatch:
        return ""


_items: dict[str, Item] = {}


def register(
    label: str,
    url_name: str,
    perm: str | None = None,
    counter: Counter | None = None,
    order: int = 100,
    place: str = MAIN,
    testid: str = "",
    group: str = "",
    also: tuple[str, ...] = (),
) -> None:
    """Add one item; registering the same address again replaces it.

    Items of one `group` stand together under its words; items without one come first. `also` names addresses whose
    pages belong to the item too.
    """
    if place not in PLACES:
        raise ValueError(f"{place} is no place of the navigation")
    _items[url_name] = Item(label, url_name, perm, counter, order, place, testid, group, also)


def registered() -> list[Item]:
    """Return all items."""
    return list(_items.values())


def items_for(user: Any) -> list[Item]:
    """Return the items that the person may use, in order."""
    return sorted((item for item in _items.values() if item.allows(user)), key=lambda item: (item.order, item.label))


def count(items: list[Item], user: Any) -> dict[str, int]:
    """Return how many rows wait behind each counted item, at most 100 each, in one statement.

    A counter makes its rows of the person, the posts held and the scope alone, without asking the database; so its
    SQL is made once for a person and day, and only asked on each page. `MANY` statements are kept in a process.
    """
    counted = tuple(item for item in items if item.counter)
    held = tuple((post.pk, post.role, post.unit_id) for post in posts_of(user))
    key = (user.pk, held, scope_of(user), localdate(), tuple((item.url_name, item.counter) for item in counted))
    statement = _statements.get(key)
    if statement is None:
        if len(_statements) >= MANY:
            _statements.clear()
        statement = _statements[key] = _statement(counted, user)
    names, sql, params = statement
    if not names:
        return {}
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(sql, params)
        row = cursor.fetchone()
    return {name: number for name, number in zip(names, row, strict=True) if number}


def _statement(counted: tuple[Item, ...], user: Any) -> Statement:
    """Return the items that can have rows, and the SQL that counts them all with its values."""
    names, parts, params = [], [], []
    connection = connections[DEFAULT_DB_ALIAS]
    for item in counted:
        rows = item.counter(user).order_by().values("pk")[:MOST]  # type: ignore[misc]
        try:
            sql, values = rows.query.get_compiler(connection=connection).as_sql()
        except (EmptyResultSet, FullResultSet):
            continue
        names.append(item.url_name)
        parts.append(f"(SELECT COUNT(*) FROM ({sql}) AS part_{len(parts)})")  # noqa: S608 - SQL made by the ORM
        params.extend(values)
    return names, f"SELECT {', '.join(parts)}", params
