"""Webhooks in the access matrix: one subscription with one event that was not delivered."""

from __future__ import annotations

from typing import Any

from newmedia_portal.core.access.models import User
from newmedia_portal.core.access.secrets import seal
from newmedia_portal.core.webhooks.models import WebhookDelivery, WebhookEvent, WebhookSubscription
from newmedia_portal.core.webhooks.payload import new_secret
from tests.world import NOON

STANDS_FOR: dict[str, dict[str, str]] = {
    **{f"webhooks:{name}": {"pk": "subscription"} for name in ("change", "rotate", "switch", "test", "replay-many")},
    **{f"webhooks:{name}": {"pk": "push"} for name in ("delivery", "replay")},
}


def furnish_once(stage: Any, by: User) -> None:
    """Make what belongs to no unit; the receiver's name leads nowhere."""
    subscription = WebhookSubscription.objects.create(
        name="示例接收端", sealed_address=seal("https://events.invalid/hook"), host="events.invalid",
        sealed_secret=seal(new_secret()), kinds=["filing.submitted"], made_by=by, made_at=NOON,
    )  # fmt: skip
    event = WebhookEvent.objects.create(
        identity="evt_matrix", kind="filing.submitted", object_type="filing", object_id=1, at=NOON, body="{}"
    )
    push = WebhookDelivery.objects.create(
        subscription=subscription, event=event, place="filing:1", status="dead", next_at=NOON, give_up_at=NOON,
        created_at=NOON,
    )  # fmt: skip
    stage.objects["subscription"], stage.objects["push"] = {"any": subscription}, {"any": push}
