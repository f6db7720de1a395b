"""Adapters that a site may add (采集接入): each knows how to ask one source what some accounts published.

An adapter is an object with `code`, `label`, `accounts` and `fetch` (see `Adapter`). It is found by the setting
ITEM_ADAPTERS (a list of `package.module:name`, where `name` makes the adapter) and by entry points of the group
`newmedia_portal.item_adapters` of installed packages. None is shipped: the portal collects nothing by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from typing import Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.models import QuerySet

from accounts.models import MediaAccount

from .telling import Told

GROUP = "newmedia_portal.item_adapters"


@dataclass(frozen=True)
class Fetched:
    """What a source says: items, whether they are everything published in the days asked for, and followers."""

    items: Sequence[Told] = ()
    complete: bool = False
    followers: int | None = None
    followers_on: date | None = None
    notes: Sequence[str] = field(default_factory=tuple)


class Adapter(Protocol):
    """A source of published items. `code` is short and stable; figures keep it as their origin."""

    code: str
    label: str

    def accounts(self, rows: QuerySet[MediaAccount]) -> QuerySet[MediaAccount]:
        """Return those of these accounts that the source knows."""

    def fetch(self, account: MediaAccount, *, since: date, until: date) -> Fetched:
        """Return what the account published from one day to another; raise to be asked again later."""


@cache
def adapters() -> dict[str, Adapter]:
    """Return the adapters of this site by code. Raises ImproperlyConfigured for one that cannot be loaded."""
    found: dict[str, Adapter] = {}
    made = [_load(path) for path in getattr(settings, "ITEM_ADAPTERS", [])]
    made += [entry.load()() for entry in entry_points(group=GROUP)]
    for adapter in made:
        if found.setdefault(adapter.code, adapter) is not adapter:
            raise ImproperlyConfigured(f"ITEM_ADAPTERS 中有两个采集接入都叫 {adapter.code}。")
    return found


def _load(path: str) -> Adapter:
    module, _, name = path.partition(":")
    try:
        made: Adapter = getattr(import_module(module), name)()
    except (ImportError, AttributeError, ValueError) as error:
        raise ImproperlyConfigured(f"ITEM_ADAPTERS 中的 {path} 无法载入,应写成 包.模块:名称。") from error
    return made
