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

LINK = re.compile(r'<a [^>]*href="(/[^"]*)"')
# Pages of one address that differ by the state of what they show are visited more often.
VISITS = {"filings:detail": 12, "filings:task": 8, "regimes:part": 12, "accounts:detail": 4}
USUAL_VISITS = 2
MOST = 400
SKELETON = """() => {
  const seen = new Set();
  for (const e of document.querySelectorAll('body *')) {
    const marks = e.getAttributeNames().filter(n => n.startsWith('aria-') || n === 'role' || n === 'type');
    seen.add([e.parentElement.tagName, e.tagName, e.className, ...marks].join(' '));
  }
  return [...seen].sort().join('\\n');
}"""


def addresses(username: str) -> Iterator[tuple[str, str]]:
    """Yield the route and address of every page that links lead to, a few of each route."""
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
        yield route, address
        for link in LINK.findall(answer.content.decode()):
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


class Look:
    """Looks at pages: axe, width of the body; pages of the same build are scanned once."""

    def __init__(self) -> None:
        self.axe = Axe()
        self.scanned: set[tuple[str, str]] = set()
        self.looked = 0

    def at(self, page: Any, where: str) -> list[str]:
        """Return what is wrong with the open page."""
        self.looked += 1
        wrong = [f"{where}: wider than the window by {over}px"] if (over := overflow(page)) > 0 else []
        build = (str(page.viewport_size["width"]), page.evaluate(SKELETON))
        if build in self.scanned:
            return wrong
        self.scanned.add(build)
        found = self.axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]
        return wrong + [
            f"{where}: {fault['id']} at {fault['nodes'][0]['target']} ×{len(fault['nodes'])}" for fault in found
        ]


def overflow(page: Any) -> int:
    """Return by how many pixels the body of the page is wider than the window."""
    wide: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wide
