"""Walking through every page that a person can reach by links (巡览), and looking at each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import Resolver404, resolve

from ...conftest import DESKTOP, PHONE

LINK = re.compile(r'<a [^>]*href="(/[^"]*)"')
# Pages of one address that differ by the state of what they show are visited more often.
VISITS = {"filings:detail": 12, "filings:task": 8, "regimes:part": 12, "accounts:detail": 4}
USUAL_VISITS = 2
MOST = 400
TAG = re.compile(r"<([a-z0-9]+)((?:\s[^<>]*)?)>")
MARK = re.compile(r'\s(class="[^"]*"|role="[^"]*"|type="[^"]*"|aria-[a-z]+)')
ZOOMED = {"width": 683, "height": 384}


def addresses(username: str) -> Iterator[tuple[str, str, str]]:
    """Yield route, address and build of every page that links lead to, a few of each route."""
    client = Client()
    client.raise_request_exception = False
    client.force_login(get_user_model().objects.get(username=username))
    waiting, known, visits = ["/"], {"/"}, Counter[str]()
    while waiting and sum(visits.values()) < MOST:
        address = waiting.pop(0)
        route = route_of(address)
        if not route or visits[route] >= VISITS.get(route, USUAL_VISITS):
            continue
        visits[route] += 1
        answer = client.get(address)
        if answer.status_code != 200 or "text/html" not in answer["Content-Type"] or answer.streaming:
            assert answer.status_code < 400, f"{username} is led to {address}, which answers {answer.status_code}"
            continue
        html = answer.content.decode()
        yield route, address, build_of(html)
        for link in LINK.findall(html):
            link = link.replace("&amp;", "&").partition("#")[0]
            if link not in known:
                known.add(link)
                waiting.append(link)


def route_of(address: str) -> str:
    """Return the name of the route of an address; a list with a filter counts apart from the bare list."""
    parts = urlsplit(address)
    try:
        name = resolve(parts.path).view_name
    except Resolver404:
        return ""
    return f"{name}?" if parts.query else name


def build_of(html: str) -> str:
    """Return how a page is built: its kinds of elements with their classes and roles, whatever they say."""
    return "\n".join(sorted({" ".join([tag, *MARK.findall(more)]) for tag, more in TAG.findall(html)}))


class Look:
    """Looks at pages: axe at the desk and on the phone, and whether the body fits; one look for each build."""

    def __init__(self) -> None:
        self.axe = Axe()
        self.known: set[str] = set()
        self.met = self.scans = 0

    def is_new(self, build: str) -> bool:
        """Whether no page of this build has been looked at."""
        self.met += 1
        return build not in self.known and not self.known.add(build)  # type: ignore[func-returns-value]

    def at(self, page: Any, where: str) -> list[str]:
        """Return what is wrong with the open page at every width."""
        wrong = []
        for width, size in (("desk", DESKTOP), ("zoomed", ZOOMED), ("phone", PHONE)):
            page.set_viewport_size(size)
            over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            wrong += [f"{where} ({width}): wider than the window by {over}px"] if over > 0 else []
            if width != "zoomed":
                wrong += [f"{where} ({width}): {fault}" for fault in self._axe(page)]
        page.set_viewport_size(DESKTOP)
        return wrong

    def _axe(self, page: Any) -> list[str]:
        self.scans += 1
        found = self.axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]
        return [f"{fault['id']} at {fault['nodes'][0]['target']} ×{len(fault['nodes'])}" for fault in found]
