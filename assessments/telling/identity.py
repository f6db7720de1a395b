"""Which tellings mean one item (同一条): by link where both have one, else by title and time.

Back ends export a title and a day, receipts a link and a minute; both must find the item that the other has made.
"""

import hashlib
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Protocol
from urllib.parse import parse_qsl, urlsplit

from django.utils.timezone import localtime

from newmedia_portal.core.workbook.typed import key_of as plain

ARTICLE = ("__biz", "mid", "idx", "sn")
"""What names an article in a long link of 微信公众号; all else in it is the way it was opened."""
ASIDE = ("utm_", "from", "scene", "share", "chksm", "timestamp", "sessionid", "tt_", "app", "source", "isappinstalled")
APART = timedelta(minutes=30)
"""A person notes the time of publication later than the back end does, by so much at most."""


class Row(Protocol):
    """What is compared of a stored item or of another telling."""

    @property
    def title(self) -> str:
        """The title."""

    @property
    def link(self) -> str:
        """The link, or an empty text."""

    @property
    def published_at(self) -> datetime | None:
        """The moment, where more than the day is known."""


@lru_cache(maxsize=65_536)
def link_key(link: str) -> str:
    """Return what a link says of the page, without scheme, fragment and the way it was opened."""
    if not link:
        return ""
    parts = urlsplit(link)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    asked = parse_qsl(parts.query)
    named = sorted((name, value) for name, value in asked if name in ARTICLE)
    if len(named) < len(ARTICLE) - 1:
        named = sorted((name, value) for name, value in asked if not name.lower().startswith(ASIDE))
    return f"{host}{parts.path.rstrip('/')}?{named}"


@lru_cache(maxsize=65_536)
def title_key(title: str) -> str:
    """Return the form in which titles are compared."""
    return plain(title)


def key_of(row: Row) -> str:
    """Return what tells an item from others of its account and day; it never changes once the item is stored."""
    text = f"l{link_key(row.link)}" if row.link else f"t{title_key(row.title)}|{_minute(row.published_at)}"
    return hashlib.sha256(text.encode()).hexdigest()


def same_item(known: Row, told: Row, *, same_source: bool) -> bool:
    """Whether two tellings of one account and day mean one item.

    Equal links decide. Within one source two links or two minutes are two items; across sources titles decide, since
    an article has short and long links and a person's clock is not the platform's.
    """
    if known.link and told.link:
        if link_key(known.link) == link_key(told.link):
            return True
        if same_source:
            return False
    if title_key(known.title) != title_key(told.title):
        return False
    if known.published_at is None or told.published_at is None:
        return True
    if same_source:
        return _minute(known.published_at) == _minute(told.published_at)
    return abs(known.published_at - told.published_at) <= APART


def _minute(moment: datetime | None) -> str:
    return f"{localtime(moment):%H:%M}" if moment else ""
