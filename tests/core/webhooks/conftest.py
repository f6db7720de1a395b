"""A kind of event of its own, a receiver on this machine, and ticks of the worker under a clock of the test."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.jobs.outbox import drain
from newmedia_portal.core.jobs.schedule import run_often
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.webhooks.actions import save_subscription
from newmedia_portal.core.webhooks.catalogue import Kind, kind_of, register
from newmedia_portal.core.webhooks.hearing import Happening, publish
from newmedia_portal.core.webhooks.models import WebhookDelivery, WebhookSubscription
from tests.core.notices.receivers import Receiver, Taken, receiving
from tests.world import admin

NOON = datetime(2026, 9, 18, 4, 0, tzinfo=UTC)
KIND = "example.changed"
register(Kind(KIND, "示例变化", "example", "core.unit", url=lambda pk: f"/units/{pk}/"))


@pytest.fixture(autouse=True)
def allowed(settings: Any) -> None:
    settings.WEBHOOK_ALLOWED_NETWORKS = ["127.0.0.1"]
    settings.PORTAL_URL = "https://portal.example.com"


@pytest.fixture
def sysadmin(db: None) -> User:
    return admin("sysadmin")


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving(b"ok") as server:
        yield server


@pytest.fixture
def subscribe(sysadmin: User) -> Callable[..., WebhookSubscription]:
    """Set up a subscription; its key is kept beside the row as `plain`."""

    def make(address: str, name: str = "示例接收端", **more: Any) -> WebhookSubscription:
        wanted: dict[str, Any] = {"kinds": [KIND], "units": [], "by": sysadmin, "at": NOON, **more}
        row, secret = save_subscription(None, name=name, address=address, **wanted)
        row.plain = secret
        return row

    return make


def happen(*objects: int, at: datetime = NOON, unit: Unit | None = None, kind: str = KIND) -> None:
    """Let something happen to each of the objects, in this order."""
    for number in objects:
        with unit_of_work():
            publish([Happening(kind_of(kind), number, unit.pk if unit else None, at)])


def tick(at: datetime = NOON) -> None:
    """Do what a worker does each minute."""
    run_often("webhooks.due", at=at)
    drain(now=lambda: at)


def tick_for(length: timedelta, *, start: datetime = NOON, every: timedelta = timedelta(minutes=1)) -> datetime:
    """Tick through a span of time; return its end."""
    at = start
    while at < start + length:
        at += every
        tick(at)
    return at


def told(taken: list[Taken]) -> list[tuple[str, int]]:
    """Return number and object of what came in."""
    return [(one.headers["webhook-id"], json.loads(one.body)["data"]["object"]["id"]) for one in taken]


def states() -> list[str]:
    """Return what became of every delivery, oldest first."""
    return list(WebhookDelivery.objects.order_by("pk").values_list("status", flat=True))
