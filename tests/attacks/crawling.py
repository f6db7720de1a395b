"""Finding what can be attacked (寻找): pages, forms and lists that each role is led to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from tests.architecture.access_matrix import ROLES, read_table
from tests.architecture.routes import routes

from .forms import Form, forms_of
from .sending import Attacker

LINK = re.compile(r'<a [^>]*href="([^"#]*)')
#: Pages of one address that differ by what they show are visited so often for each role.
MOST_VISITS = {"filings:task": 8, "regimes:part": 12, "filings:detail": 3, "reviews:detail": 3}
HERE = ("-", "own", "any", "draft", "published")


@dataclass
class Found:
    """A form as one role is shown it."""

    role: str
    page: str
    form: Form

    @property
    def route(self) -> str:
        """The name of the route to which the form goes; empty where it leads nowhere."""
        return route_of(self.form.action)


def route_of(address: str) -> str:
    """Return the name of the route of an address."""
    try:
        return resolve(urlsplit(address).path).view_name
    except (Resolver404, ValueError):
        return ""


def starts(attacker: Attacker, *, wide: bool) -> Iterator[tuple[str, str]]:
    """Yield role and address of pages that the access matrix says somebody may open.

    `wide`: every page as every role. Otherwise each page as the first role that may open it, and besides, for each
    form, the pages of its noun as a role that may send it.
    """
    known, table = {route.name: route for route in routes()}, read_table()
    doers = {(key[0].partition(":")[0], role) for key, cells in table.items() if key[1] == "POST"
             for role in _narrow(cells, ("did",))}  # fmt: skip
    for (name, method, place), cells in table.items():
        if method != "GET" or name not in known or place not in HERE:
            continue
        readers = [role for role in ROLES if cells[role] in ("in", "did")]
        if not wide:
            noun = name.partition(":")[0]
            about = [role for role in readers if (noun, role) in doers and known[name].parameters]
            readers = list(dict.fromkeys([*readers[:1], *about]))
        for role in readers:
            try:
                yield role, attacker.asker.address(known[name], place)
            except (LookupError, KeyError):
                continue


def _narrow(cells: dict[str, str], words: tuple[str, ...]) -> list[str]:
    """Return the first two roles whose cell holds one of the words."""
    return [role for role in ROLES if cells[role] in words][:2]


def pages(attacker: Attacker, *, wide: bool) -> Iterator[tuple[str, str, str]]:
    """Yield role, address and text of each page: first those of the matrix, then those that links lead to."""
    waiting = list(starts(attacker, wide=wide))
    seen = set(waiting)
    visits: Counter[tuple[str, str]] = Counter()
    while waiting:
        role, url = waiting.pop(0)
        name = route_of(url)
        most = MOST_VISITS.get(name, 1)
        if not name or name in ("logout", "readyz") or visits[role, name] >= most:
            continue
        visits[role, name] += 1
        answer = attacker.send(role, url, what="pages")
        if answer.status_code != 200 or answer.streaming or "html" not in answer.get("Content-Type", ""):
            continue
        text = answer.content.decode()
        yield role, url, text
        for link in LINK.findall(text):
            link = link.replace("&amp;", "&")
            if link.startswith("/") and (role, link) not in seen and (wide or MOST_VISITS.get(route_of(link))):
                seen.add((role, link))
                waiting.append((role, link))


def shape(form: Form) -> tuple[str, str, tuple[str, ...]]:
    """Return what makes a form another form: its route and its fields, numbers aside."""
    return form.method, route_of(form.action), tuple(sorted({re.sub(r"\d+", "#", name) for name in form.names}))


def find(attacker: Attacker, *, wide: bool = False) -> tuple[list[Found], dict[tuple[str, str], set[str]]]:
    """Return each form once for each shape, and the parameters of each page by role and address (one per route)."""
    forms: dict[tuple, Found] = {}
    queries: dict[tuple[str, str], set[str]] = {}
    by_route: dict[str, tuple[str, str]] = {}
    for role, url, text in pages(attacker, wide=wide):
        here = by_route.setdefault(route_of(url), (role, url.partition("?")[0]))
        queries.setdefault(here, set())
        for form in forms_of(text, url):
            if form.method == "post":
                forms.setdefault(shape(form), Found(role, url, form))
            elif route_of(form.action) == route_of(url):
                queries[here].update(form.names)
    return [one for one in forms.values() if one.route and one.route != "logout"], queries
