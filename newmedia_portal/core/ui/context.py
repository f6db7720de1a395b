"""What every page shows around its content: navigation, posts, unread messages, display settings."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from ..access.models import Post
from ..access.scope import posts_of
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


class Shell:
    """The frame of a page, worked out only when a template asks for it: one query for all counters."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.user = getattr(request, "user", None)

    @property
    def signed_in(self) -> bool:
        """Whether somebody is signed in."""
        return bool(self.user and self.user.is_authenticated)

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
    def _links(self) -> dict[str, list[Link]]:
        places: dict[str, list[Link]] = {place: [] for place in navigation.PLACES}
        if not self.signed_in:
            return places
        items = navigation.items_for(self.user)
        counts = navigation.count(items, self.user)
        here = self._current(items)
        for item in items:
            number = counts.get(item.url_name, 0)
            shown = "99+" if number >= navigation.MOST else str(number or "")
            link = Link(item.label, item.url, shown, item.url_name == here, item.testid)
            places[item.place].append(link)
        return places

    def _current(self, items: list[navigation.Item]) -> str:
        """Return the item whose address is the longest beginning of this page's address."""
        path = self.request.path
        best, name = 0, ""
        for item in items:
            url = item.url
            if (path == url or (url != "/" and path.startswith(url))) and len(url) > best:
                best, name = len(url), item.url_name
        return name

    @property
    def main(self) -> list[Link]:
        """Daily work."""
        return self._links[navigation.MAIN]

    @property
    def more(self) -> list[Link]:
        """Rules, calendar, downloads, audit."""
        return self._links[navigation.MORE]

    @property
    def header(self) -> list[Link]:
        """Links in the header, such as messages."""
        return self._links[navigation.HEADER]

    @property
    def session_seconds(self) -> int:
        """Seconds until an idle session ends."""
        return int(settings.SESSION_COOKIE_AGE)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give templates the frame of the page."""
    return {"shell": Shell(request)}
