"""Keeping subscriptions (推送订阅): by the system administrator; keys are made here, shown once and never read back."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from ..access.models import Unit, User
from ..access.secrets import seal
from ..audit import record
from ..jobs.outbox import enqueue
from ..meanwhile import refuse_overtaken
from ..refusals import Conflict, Refused
from ..transactions import unit_of_work
from . import outlet
from .catalogue import TEST
from .hearing import A_DAY, JOB, send_out
from .models import WebhookDelivery, WebhookEvent, WebhookSubscription, shown
from .noting import give_up_waiting
from .payload import body_of, new_identity, new_secret
from .states import PushState

#: How long the old key signs beside the new one.
OVERLAP = timedelta(hours=24)
OFF = "这个订阅已停用，请先启用。"


def save_subscription(
    row: WebhookSubscription | None,
    *,
    name: str,
    address: str,
    kinds: Sequence[str],
    units: Sequence[Unit],
    by: User,
    at: datetime,
    seen: str = "",
) -> tuple[WebhookSubscription, str]:
    """Set up a subscription or change one; an empty address of a standing one stays as it is.

    `seen` is the mark of what the person began from (`core.meanwhile`). Returns the row, and the key of a new one in
    plain, to be shown once. Raises Refused (AddressRefused) for an address that may not be called, Overtaken where
    somebody else changed the subscription since it was seen.
    """
    if not address and row is None:
        raise Refused("请填写接收端的地址。", field="address")
    host, secret = _checked(address) if address else "", "" if row else new_secret()
    with unit_of_work():
        kept = _held(row, seen) if row else WebhookSubscription(made_by=by, made_at=at, sealed_secret=seal(secret))
        if address:
            kept.host, kept.sealed_address = host, seal(address)
        kept.name, kept.kinds = name, sorted(kinds)
        kept.save(update_fields=["name", "kinds", "host", "sealed_address"] if row else None)
        kept.units.set(units)
        after = {"name": name, "host": kept.host, "kinds": kept.kinds, "units": [unit.code for unit in units]}
        record("webhook.saved", by=by, at=at, obj=kept, after={**after, "address_changed": bool(address)})
    return kept, secret


def _held(row: WebhookSubscription, seen: str) -> WebhookSubscription:
    """Return the row, locked, unless somebody changed what the person saw."""
    kept = WebhookSubscription.objects.select_for_update().get(pk=row.pk)
    refuse_overtaken(seen, shown(kept))
    return kept


def rotate(subscription: WebhookSubscription, *, by: User, at: datetime) -> str:
    """Give a subscription a new key (更换密钥) and return it; the old one signs beside it for a day."""
    secret = new_secret()
    with unit_of_work():
        held = WebhookSubscription.objects.select_for_update().get(pk=subscription.pk)
        until = at + OVERLAP
        WebhookSubscription.objects.filter(pk=held.pk).update(
            sealed_secret=seal(secret), sealed_old_secret=held.sealed_secret, old_secret_until=until
        )
        record("webhook.rotated", by=by, at=at, obj=held, after={"old_until": until})
    return secret


def switch(subscription: WebhookSubscription, *, active: bool, by: User, at: datetime) -> int:
    """Stop a subscription or start it again; what waits for a stopped one is given up. Returns how many were."""
    with unit_of_work():
        fresh = {"active": active, "off_why": "", "failures": 0, "failing_since": None, "rest_until": None}
        WebhookSubscription.objects.filter(pk=subscription.pk).update(**fresh)
        given_up = 0 if active else give_up_waiting(subscription)
        record("webhook.switched", by=by, at=at, obj=subscription, after={"active": active, "given_up": given_up})
    return given_up


def try_out(subscription: WebhookSubscription, *, by: User, at: datetime) -> WebhookDelivery:
    """Send a test event (测试事件) the same way as any other; returns its row. Raises Refused while it is stopped."""
    if not subscription.active:
        raise Refused(OFF)
    identity, thing = new_identity(), ("subscription", subscription.pk)
    body = body_of(identity, TEST, thing, at=at, unit="", state=("", ""), link="")
    with unit_of_work():
        event = WebhookEvent.objects.create(
            identity=identity, kind=TEST, object_type=thing[0], object_id=thing[1], at=at, body=body
        )
        _wake(subscription)
        row = send_out([(subscription, event)], at=at)[0]
        record("webhook.tried", by=by, at=at, obj=subscription)
    return WebhookDelivery.objects.get(subscription=row.subscription, event=event)


def replay(row: WebhookDelivery, *, by: User, at: datetime) -> None:
    """Send one event once more (重推), under its own number; raises Conflict while it still waits or is stopped."""
    if not replay_many(row.subscription, pks=[row.pk], dead_only=False, by=by, at=at):
        raise Conflict("这个事件还在推送，不需要重推。请过几分钟再看结果。")


def replay_many(
    subscription: WebhookSubscription,
    *,
    by: User,
    at: datetime,
    dead_only: bool = True,
    pks: Sequence[int] | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> int:
    """Send again all that was not delivered, or all (also what was) of a range of time; returns how many.

    The range is that of the making of events, `until` not included. Raises Conflict for a stopped subscription.
    """
    if not WebhookSubscription.objects.filter(pk=subscription.pk, active=True).exists():
        raise Conflict(OFF)
    over = [PushState.DEAD] if dead_only else [PushState.DEAD, PushState.SENT]
    rows = WebhookDelivery.objects.filter(subscription=subscription, status__in=over)
    if pks is not None:
        rows = rows.filter(pk__in=list(pks))
    if since is not None:
        rows = rows.filter(created_at__gte=since)
    if until is not None:
        rows = rows.filter(created_at__lt=until)
    with unit_of_work():
        again = {"status": PushState.WAITING, "failures": 0, "next_at": at, "give_up_at": at + A_DAY, "error": ""}
        number = rows.update(**again)
        if number:
            _wake(subscription)
            enqueue(JOB, {}, at=at)
            after = {"count": number, "since": since, "until": until, "dead_only": dead_only}
            record("webhook.replayed", by=by, at=at, obj=subscription, after=after)
    return number


def _wake(subscription: WebhookSubscription) -> None:
    """Let a resting receiver be tried at once: somebody is looking."""
    WebhookSubscription.objects.filter(pk=subscription.pk).update(rest_until=None)


def _checked(address: str) -> str:
    try:
        return outlet.check(address)
    except OSError as error:
        raise Refused("找不到这个主机名，请核对地址。", field="address") from error
