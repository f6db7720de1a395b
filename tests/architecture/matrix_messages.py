"""Messages in the access matrix: a signed link of each writer's message, one calendar address, channel and delivery."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.core import signing

from newmedia_portal.core.access.models import User
from newmedia_portal.core.access.secrets import seal
from newmedia_portal.core.jobs.models import OutboxItem
from newmedia_portal.core.notices import feed
from newmedia_portal.core.notices.links import SALT
from newmedia_portal.core.notices.models import Channel, Delivery, Notice
from tests.world import NOON

STANDS_FOR: dict[str, dict[str, str]] = {
    "messages:link": {"token": "message_link"},
    "messages:feed": {"token": "calendar_feed"},
    "messages:channel": {"pk": "channel"},
    "messages:delivery": {"pk": "delivery"},
    "operating:retry": {"pk": "failed_work"},
}


def furnish(stage: Any, place: str, notice: Notice) -> None:
    """Make the link of a message."""
    token = signing.dumps(notice.pk, salt=SALT)
    stage.put("message_link", place, SimpleNamespace(token=token, pk=notice.pk))


def furnish_once(stage: Any, by: User, reader: User) -> None:
    """Make what belongs to no unit."""
    token = feed.renew(reader, at=NOON)
    channel = Channel.objects.create(
        name="示例群", via="wecom", sealed_address=seal("https://robot.example.com/x"), host="robot.example.com",
        categories=["todo"], made_by=by, made_at=NOON,
    )  # fmt: skip
    delivery = Delivery.objects.create(
        via="wecom", channel=channel, key="matrix", title="示例", status="dead", created_at=NOON
    )
    work = OutboxItem.objects.create(job="matrix", queued_at=NOON, not_before=NOON, attempts=5, failed_at=NOON)
    stage.objects["failed_work"] = {"any": work}
    stage.objects["calendar_feed"] = {"any": SimpleNamespace(token=token, pk=0)}
    stage.objects["channel"], stage.objects["delivery"] = {"any": channel}, {"any": delivery}
