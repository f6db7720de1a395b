"""From what happens to what goes out (事件产生): the audit log is heard, and events are rows of the same transaction.

Where nobody subscribes to a kind that happened, this costs one query; where no such kind happened, none.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ..access.models import Unit
from ..jobs.outbox import enqueue
from ..notices.links import site
from .catalogue import Kind, kind_told_by
from .models import WebhookDelivery, WebhookEvent, WebhookSubscription
from .payload import body_of, new_identity

JOB = "webhooks.push"
#: For how long an event is tried.
A_DAY = timedelta(days=1)
BATCH = 500


@dataclass(frozen=True)
class Happening:
    """Something that happened to an object of a unit; `state` holds codes before and after, where it changed."""

    kind: Kind
    object_id: int
    unit_id: int | None
    at: datetime
    state: tuple[str, str] = ("", "")


def hear(rows: Iterable[dict[str, Any]]) -> None:
    """Make events of what a unit of work has recorded, in its transaction."""
    found = [(kind_told_by(row["action"], row["object_type"]), row) for row in rows]
    heard = [
        Happening(kind, row["object_id"], row["unit_id"], row["at"], _state(row))
        for kind, row in found
        if kind is not None and row["result"] == "ok" and row["object_id"] is not None
    ]
    if heard:
        publish(heard)


def wanted(*codes: str) -> list[WebhookSubscription]:
    """Return the subscriptions in use to any of these kinds."""
    standing = WebhookSubscription.objects.filter(active=True).prefetch_related("units").order_by("pk")
    return [row for row in standing if set(codes) & set(row.kinds)]


def publish(happenings: Sequence[Happening]) -> None:
    """Make an event of each happening that somebody subscribes to, and queue the sending; needs a transaction."""
    receivers = wanted(*{one.kind.code for one in happenings})
    if not receivers:
        return
    owned = [(one, _unit_of(one)) for one in happenings]
    units = Unit.objects.only("code", "path").in_bulk({pk for _, pk in owned if pk is not None})
    made: list[WebhookEvent] = []
    going: list[tuple[WebhookSubscription, WebhookEvent]] = []
    for one, pk in owned:
        unit = units.get(pk) if pk is not None else None
        takers = [row for row in receivers if one.kind.code in row.kinds and _within(row, unit, wide=one.kind.wide)]
        if takers:
            event = _event(one, unit)
            made.append(event)
            going += [(row, event) for row in takers]
    WebhookEvent.objects.bulk_create(made, batch_size=BATCH)
    send_out(going, at=happenings[0].at)


def send_out(going: Sequence[tuple[WebhookSubscription, WebhookEvent]], *, at: datetime) -> list[WebhookDelivery]:
    """Put events on their way to receivers; needs a transaction."""
    rows = [
        WebhookDelivery(
            subscription=subscription, event=event, place=f"{event.object_type}:{event.object_id}", next_at=at,
            give_up_at=at + A_DAY, created_at=at,
        )
        for subscription, event in going
    ]  # fmt: skip
    WebhookDelivery.objects.bulk_create(rows, batch_size=BATCH)
    if rows:
        enqueue(JOB, {}, at=at)
    return rows


def _unit_of(one: Happening) -> int | None:
    return one.unit_id if one.unit_id is not None else one.kind.unit_of(one.object_id)


def _event(one: Happening, unit: Unit | None) -> WebhookEvent:
    identity = new_identity()
    body = body_of(
        identity, one.kind.code, (one.kind.thing, one.object_id), at=one.at, unit=unit.code if unit else "",
        state=one.state, link=f"{site()}{one.kind.url(one.object_id)}",
    )  # fmt: skip
    return WebhookEvent(
        identity=identity, kind=one.kind.code, object_type=one.kind.thing, object_id=one.object_id, unit=unit,
        at=one.at, body=body,
    )  # fmt: skip


def _within(row: WebhookSubscription, unit: Unit | None, *, wide: bool) -> bool:
    """Whether an event of a unit is meant for a subscription; without units it takes everything."""
    scope = [one.path for one in row.units.all()]
    if not scope:
        return True
    if unit is None:
        return False
    return any(unit.path.startswith(path) or (wide and path.startswith(unit.path)) for path in scope)


def _state(row: dict[str, Any]) -> tuple[str, str]:
    """Return the codes of the state before and after, where the action changed it."""
    before, after = row["before"].get("state"), row["after"].get("state")
    return (str(before or ""), str(after)) if after and before != after else ("", "")
