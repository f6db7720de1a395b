"""A person with an address, a channel to a real receiver, and ticks of the worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from newmedia_portal.core.access.models import User
from newmedia_portal.core.jobs.outbox import drain
from newmedia_portal.core.jobs.schedule import run_often
from newmedia_portal.core.notices.actions import notify
from newmedia_portal.core.notices.channels import save_channel
from newmedia_portal.core.notices.models import Channel, Delivery
from newmedia_portal.core.notices.states import Category
from tests.world import admin

from .receivers import Post, Receiver, post_office, receiving

# A Friday at noon in Shanghai; the Saturday after it is off.
FRIDAY = datetime(2026, 9, 18, 4, 0, tzinfo=UTC)
SATURDAY = FRIDAY + timedelta(days=1)


@pytest.fixture
def person(db: None) -> User:
    return User.objects.create_user(username="zhang", full_name="张某")


@pytest.fixture
def addressed(person: User) -> User:
    person.email = "zhang@example.com"
    person.save()
    return person


@pytest.fixture
def sysadmin(db: None) -> User:
    return admin("sysadmin")


@pytest.fixture
def post(settings: Any) -> Iterator[Post]:
    with post_office(settings) as office:
        yield office


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.MESSAGE_HOSTS = ["127.0.0.1"]
    settings.PORTAL_URL = "https://portal.example.com"
    with receiving(b'{"errcode":0,"errmsg":"ok","code":0}') as server:
        yield server


@pytest.fixture
def channel(sysadmin: User, receiver: Receiver) -> Callable[..., Channel]:
    def make(via: str = "webhook", **more: Any) -> Channel:
        wanted: dict[str, Any] = {
            "name": f"示例{via}", "via": via, "address": receiver.url, "secret": "a-key-of-some-length", "unit": None,
            "categories": Category.values, "detailed": True, "quiet": True, "by": sysadmin, "at": FRIDAY,
        }  # fmt: skip
        return save_channel(None, **{**wanted, **more})

    return make


def tell(user: User, key: str = "one", kind: str = "filing.todo", at: datetime = FRIDAY, **more: Any) -> None:
    """Put a message into an inbox."""
    notify([user], **{"kind": kind, "title": f"示例消息{key}", "url": "/todo/", "at": at, "key": key, **more})


def tick(at: datetime = FRIDAY) -> None:
    """Do what a worker does each minute."""
    run_often("notices.spread", at=at)
    drain(now=lambda: at)


def sent() -> list[tuple[str, int, str]]:
    """Return result, tries and reason of every delivery."""
    return list(Delivery.objects.order_by("pk").values_list("status", "attempts", "error"))
