"""What every page shows around its content: navigation, posts, unread messages, display settings."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from ..access.models import Post
from ..access.scope import posts_of
from ..sessions.keeping import seconds_left
from . import navigation
from .display import chosen_display


@dataclass(frozen=True)
class Link:
    """One item of the navigation as the page shows it."""

    label: str
    url: str
    count: str
    current: bool
    testid: str


@dataclass(frozen=True)
class Group:
    """Items of the navigation that stand together; the first group has no words of its own."""

    label: str
    links: list[Link]


class Shell:
    """The frame of a page, worked out only when a template asks for it: one query for all counters."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.user = getattr(request, "user", None)

    @property
    def signed_in(self) -> bool:
        """Whether somebody is signed in."""
        return bool(self.user and self.user.is_authenticated)

    @property
    def checks(self) -> bool:
        """Whether anybody may ask if an account is an official one (账号核验)."""
        return bool(settings.PUBLIC_VERIFY)

    @cached_property
    def display(self) -> frozenset[str]:
        """The display settings chosen in this browser (大字, 高对比)."""
        return chosen_display(self.request)

    @property
    def html_class(self) -> str:
        """The classes of the html element."""
        return " ".join(sorted(self.display))

    @cached_property
    def posts(self) -> list[Post]:
        """The open posts of the person."""
        return posts_of(self.user)

    @cached_property
    def post(self) -> Post | None:
        """The post in whose name the person acts."""
        return getattr(self.request, "post", None)

    @cached_property
    def substitutions(self) -> list[Any]:
        """What runs now and says in whose name somebody acts (代理)."""
        if not self.counts.get("substitutions"):
            return []
        from ..workflow.substitutions import running_for

        return list(running_for(self.user).select_related("absent", "substitute", "unit").order_by("pk")[:4])

    @cached_property
    def counts(self) -> dict[str, int]:
        """The figures of the navigation, by the name of the address; one statement for all."""
        return navigation.count(self._items, self.user) if self.signed_in else {}

    @cached_property
    def _items(self) -> list[navigation.Item]:
        return navigation.items_for(self.user)

    @cached_property
    def _groups(self) -> dict[str, list[Group]]:
        places: dict[str, dict[str, list[Link]]] = {place: {"": []} for place in navigation.PLACES}
        if not self.signed_in:
            return {place: [] for place in places}
        items, counts = self._items, self.counts
        here = self._current(items)
        for item in items:
            number = counts.get(item.url_name, 0)
            shown = "99+" if number >= navigation.MOST else str(number or "")
            link = Link(item.label, item.url, shown, item.url_name == here, item.testid)
            places[item.place].setdefault(item.group, []).append(link)
        return {
            place: [Group(label, links) for label, links in groups.items() if links] for place, groups in places.items()
        }

    def _current(self, items: list[navigation.Item]) -> str:
        """Return the item whose address is the longest beginning of this page's address."""
        path = self.request.path
        best, name = 0, ""
        for item in items:
            for url in item.beginnings:
                if (path == url or (url != "/" and path.startswith(url))) and len(url) > best:
                    best, name = len(url), item.url_name
        return name

    @property
    def main(self) -> list[Group]:
        """Daily work: what needs no words first, then group by group."""
        return self._groups[navigation.MAIN]

    @property
    def more(self) -> list[Group]:
        """Rules, calendar, downloads, audit."""
        return self._groups[navigation.MORE]

    @property
    def groups(self) -> list[Group]:
        """All groups of the navigation beside the page, in order."""
        return [*self.main, *self.more]

    @property
    def header(self) -> list[Link]:
        """Links in the header, such as messages."""
        return [link for group in self._groups[navigation.HEADER] for link in group.links]

    @property
    def session_seconds(self) -> int:
        """Seconds until an idle session ends."""
        return int(settings.SESSION_COOKIE_AGE)

    @property
    def session_limit(self) -> int:
        """Seconds until this session ends in any case."""
        return seconds_left(self.request)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give templates the frame of the page."""
    return {"shell": Shell(request)}
