"""Walking through every page that a person can reach by links (巡览), and looking at each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
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
HEADING = re.compile(r"<h([1-6])")
VIOLATIONS = """(contrast) => axe.run({resultTypes: ["violations"], rules: {"color-contrast": {enabled: contrast}}})
    .then((found) => found.violations.map((fault) => [fault.id, fault.nodes[0].target, fault.nodes.length]))"""
# What contrast is judged by: colour, size and weight of each visible text, on the grounds that lie under it.
COLOURS = """() => {
    const grounds = new Map();
    const ground = (node) => {
        if (!node) return "";
        if (!grounds.has(node)) {
            const style = getComputedStyle(node);
            const own = [style.backgroundColor, style.backgroundImage, style.opacity].join(" ");
            const clear = own === "rgba(0, 0, 0, 0) none 1";
            grounds.set(node, ground(node.parentElement) + (clear ? "" : own + ";"));
        }
        return grounds.get(node);
    };
    const found = new Set();
    const note = (node, part) => {
        const style = getComputedStyle(node, part);
        found.add([style.color, style.fontSize, style.fontWeight, ground(node)].join(" "));
    };
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const node = texts.currentNode.parentElement;
        if (texts.currentNode.data.trim() && node.checkVisibility({visibilityProperty: true})) note(node);
    }
    document.querySelectorAll("input, select, textarea").forEach((node) => {
        note(node);
        if (node.placeholder) note(node, "::placeholder");
    });
    return [...found];
}"""
GROUPS = {
    "unit": ("operator", "head", "deputy", "chief", "editor", "secrecy"),
    "authority": ("line", "registrar", "director", "observer", "superior"),
}
ZOOMED = {"width": 683, "height": 384}


def addresses(username: str) -> Iterator[tuple[str, str, str]]:
    """Yield route, address and text of every page that links lead to, a few of each route."""
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
        yield route, address, html
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


def parts_of(html: str) -> frozenset[str]:
    """Return what a page is built of, whatever it says: kinds of elements with class and role, steps of headings."""
    elements = {" ".join([tag, *MARK.findall(more)]) for tag, more in TAG.findall(html)}
    levels = ["0", *HEADING.findall(html)]
    return frozenset(elements | {f"h{one}>h{other}" for one, other in pairwise(levels)})


def group_of(username: str) -> str:
    """Return the group of roles that are shown a page alike: unit, authority or administrators."""
    role = username.rpartition("-")[2]
    return next((group for group, roles in GROUPS.items() if role in roles), "administrators")


class Look:
    """Looks at pages: axe at the desk and on the phone, and whether the body fits.

    Each route is looked at once for each group of roles, and again where it shows a part that it never showed before.
    Contrast, which takes axe longer than all its other rules together, is judged where a colour lies on a ground, in a
    size, that no page before had.
    """

    def __init__(self) -> None:
        self.axe_script = Axe().axe_script
        self.groups: set[tuple[str, str]] = set()
        self.known: set[tuple[str, str]] = set()
        self.colours: set[str] = set()
        self.met = self.looks = self.scans = self.contrasts = 0

    def choose(self, group: str, pages: Iterable[tuple[str, str, str]]) -> list[tuple[str, str]]:
        """Return route and address of the pages to look at; those with the most parts come first."""
        built = [(route, address, parts_of(html)) for route, address, html in pages]
        self.met += len(built)
        chosen = []
        for route, address, parts in sorted(built, key=lambda page: -len(page[2])):
            shown = {(route, part) for part in parts}
            if (group, route) not in self.groups or not shown <= self.known:
                self.groups.add((group, route))
                self.known |= shown
                chosen.append((route, address))
        return chosen

    def at(self, page: Any, where: str) -> list[str]:
        """Return what is wrong with the open page at every width."""
        wrong = []
        self.looks += 1
        page.wait_for_load_state()
        page.evaluate(self.axe_script)
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
        shown = set(page.evaluate(COLOURS))
        contrast = not shown <= self.colours
        self.contrasts += contrast
        self.colours |= shown
        return [f"{rule} at {target} ×{count}" for rule, target, count in page.evaluate(VIOLATIONS, contrast)]


def wrong_pages(person: Any, look: Look, username: str) -> list[str]:
    """Return what is wrong with the pages that a person is led to, as far as they have not been looked at yet."""
    pages = look.choose(group_of(username), addresses(username))
    return [fault for route, address in pages for fault in look.at(person.go(address).page, f"{route} {address}")]
