"""Due dates in one's own calendar (日历订阅): a secret address, all-day events, nothing about people in the titles."""

import hashlib
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

from ..access.models import User
from ..audit import record
from ..transactions import unit_of_work
from .links import site
from .models import CalendarFeed


@dataclass(frozen=True)
class Entry:
    """One due date: a stable identity, the day, what is due, the page of it; `note` stands on the page alone."""

    identity: str
    day: date
    title: str
    url: str
    note: str = ""


Source = Callable[[User, date], Iterable[Entry]]
_sources: dict[str, Source] = {}
MOST = 500


def register(name: str) -> Callable[[Source], Source]:
    """Let a function give due dates: called with a person and today, it returns what the person may see and must do."""

    def mark(source: Source) -> Source:
        _sources[name] = source
        return source

    return mark


def entries_of(user: User, on: date) -> list[Entry]:
    """Return the due dates of a person, the next ones first, at most five hundred."""
    found = [entry for source in _sources.values() for entry in source(user, on)]
    return sorted(found, key=lambda entry: (entry.day, entry.identity))[:MOST]


def write(entries: Iterable[Entry], *, at: datetime) -> bytes:
    """Return the calendar as a calendar program reads it."""
    calendar = Calendar()
    calendar.add("prodid", "-//newmedia-portal//deadlines//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "备案期限")
    calendar.add("x-published-ttl", "PT1H")
    for entry in entries:
        event = Event()
        event.add("uid", f"{entry.identity}@newmedia-portal")
        event.add("dtstamp", at)
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + timedelta(days=1))
        event.add("summary", entry.title)
        event.add("url", f"{site()}{entry.url}")
        event.add("transp", "TRANSPARENT")
        event.add("class", "PRIVATE")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def renew(user: User, *, at: datetime) -> str:
    """Make a new secret address and end the one before; returns its secret part, which is kept nowhere."""
    token = secrets.token_urlsafe(32)
    with unit_of_work():
        made = {"token_hash": hash_of(token), "made_at": at, "read_on": None}
        CalendarFeed.objects.update_or_create(user=user, defaults=made)
        record("calendar_feed.renewed", by=user, at=at, obj=user)
    return token


def revoke(user: User, *, at: datetime) -> None:
    """End the address."""
    with unit_of_work():
        if CalendarFeed.objects.filter(user=user).delete()[0]:
            record("calendar_feed.revoked", by=user, at=at, obj=user)


def feed_of(token: str) -> CalendarFeed | None:
    """Return the feed of a secret, of a person who may still sign in."""
    rows = CalendarFeed.objects.select_related("user")
    return rows.filter(token_hash=hash_of(token), user__is_active=True).first()


def hash_of(token: str) -> str:
    """Return what is kept of a secret: 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()
