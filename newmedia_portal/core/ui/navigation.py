"""The registry of the navigation (导航): each app registers its items when it is ready.

    navigation.register("待办", "todo", perm="core.view_business", counter=my_open_items, order=20)

A counter takes the user and returns a queryset; all counters of a page are counted by one statement.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.timezone import localdate

from ..access.scope import beside, posts_of, scope_of
from ..ready import Ready, Statement, ask, statement_of

MAIN = "main"
MORE = "more"
HEADER = "header"
PLACES = (MAIN, MORE, HEADER)
MOST = 100

Counter = Callable[[Any], QuerySet[Any]]
Counting = tuple[list[str], Statement]

_statements: Ready[Counting] = Ready()


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
    SQL is made once for a person and day, and only asked on each page.
    """
    counted = tuple(item for item in items if item.counter)
    held = tuple((post.pk, post.role, post.unit_id) for post in posts_of(user))
    asked = tuple((item.url_name, item.counter) for item in counted)
    key = (user.pk, held, scope_of(user), beside(user), localdate(), asked)
    names, statement = _statements.get(key, lambda: _counting(counted, user))
    if not names:
        return {}
    (row,) = ask(statement)
    return {name: number for name, number in zip(names, row, strict=True) if number}


def _counting(counted: tuple[Item, ...], user: Any) -> Counting:
    """Return the items that can have rows, and the SQL that counts them all with its values."""
    names, parts, values = [], [], list[Any]()
    for item in counted:
        made = statement_of(item.counter(user).order_by().values("pk")[:MOST])  # type: ignore[misc]
        if made is None:
            continue
        names.append(item.url_name)
        parts.append(f"(SELECT COUNT(*) FROM ({made.sql}) AS part_{len(parts)})")  # noqa: S608 - SQL made by the ORM  # nosec B608
        values.extend(made.values)
    return names, Statement(f"SELECT {', '.join(parts)}", tuple(values), {})
