"""Lists under odd parameters (列表): which rows an answer is made of, without drawing its page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest
from django.db.models import QuerySet
from django.http import HttpResponse

from newmedia_portal.core.ui.lists import ListPage
from newmedia_portal.core.ui.lists import page as module
from tests.architecture.access_matrix import ROLES, Asker, read_table
from tests.architecture.routes import Route, routes

from .crawling import HERE
from .forms import Pairs
from .parameters import VALUES

USUAL = ("q", "page", "p", "last", "view", "unit", "state", "pk", "id", "root", "unit__root")


@dataclass
class Seen:
    """The rows of one answer: those that the filters let through, and those on its page."""

    found: set[Any] = field(default_factory=set)
    shown: set[Any] = field(default_factory=set)
    asked: bool = False


@contextmanager
def watched() -> Iterator[Seen]:
    """Let lists tell their rows instead of drawing them; all before the template is as ever."""
    seen = Seen()

    class Watched(module.Keyset):
        def __init__(self, queryset: QuerySet[Any], *arguments: Any) -> None:
            super().__init__(queryset, *arguments)
            seen.found = set(queryset.order_by().values_list("pk", flat=True))
            seen.asked = True

    def draw(request: Any, template: str, context: dict[str, Any]) -> HttpResponse:
        seen.shown = {row.pk for row in context["page"].rows}
        return HttpResponse("列表", content_type="text/plain")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "Keyset", Watched)
        patch.setattr(module, "render", draw)
        yield seen


def lists(asker: Asker) -> Iterator[tuple[str, str, type[ListPage]]]:
    """Yield role, address and class of every list, as the first two roles that may open it."""
    table, known = read_table(), {route.name: route for route in routes()}
    for (name, method, place), cells in table.items():
        kind = _kind(known[name]) if name in known else None
        if method != "GET" or place not in HERE or kind is None:
            continue
        for role in [role for role in ROLES if cells[role] in ("in", "did")][:2]:
            yield role, asker.address(known[name], place), kind


def _kind(route: Route) -> type[ListPage] | None:
    kind = getattr(route.view, "view_class", None)
    return kind if isinstance(kind, type) and issubclass(kind, ListPage) else None


def queries(kind: type[ListPage], random: Random, times: int) -> Iterator[Pairs]:
    """Yield queries of a list: one filter is odd, and with it order, columns and cursor, which take no row away."""
    names = sorted({*USUAL, *kind.filterset_class.base_filters})
    for number in range(times):
        name = names[number % len(names)]
        asked: Pairs = [(name, random.choice(VALUES)), ("sort", random.choice(VALUES)), ("cols", random.choice(VALUES))]
        asked.append((random.choice(("after", "before")), random.choice(VALUES)))
        yield asked
