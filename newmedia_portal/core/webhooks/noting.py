"""Writing down what came of a try (记录结果): sent, again later, given up, or the receiver switched off."""

import zlib
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils.timezone import localdate

from ..access.models import User
from ..access.roles import InstanceRole
from ..audit import record
from ..notices.actions import notify
from .models import WebhookDelivery, WebhookSubscription, WebhookTry
from .outlet import Outcome
from .states import PushState

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
#: After so many failures in a row a receiver rests, whatever it answers.
PATIENCE = 3
DEAD = "webhook.dead"
OFF = "webhook.off"


def pause(failures: int, seed: int) -> timedelta:
    """Return how long to wait after a number of failures: doubled each time up to an hour, give or take a quarter.

    The quarter depends on the row, so that rows that failed together do not come back together.
    """
    whole = min(FIRST_PAUSE * 2 ** min(failures - 1, 12), LONGEST_PAUSE)
    spread = zlib.crc32(f"{seed}:{failures}".encode()) / 0xFFFFFFFF
    return whole * (0.75 + spread / 2)


def note(row: WebhookDelivery, outcome: Outcome, *, at: datetime) -> None:
    """Keep a try and what follows from it; needs a unit of work. What somebody else has ended is left alone."""
    WebhookTry.objects.create(
        delivery=row, number=row.tries.count() + 1, at=at, status_code=outcome.status,
        milliseconds=outcome.milliseconds, answer=outcome.answer[:300], error=outcome.error[:300],
    )  # fmt: skip
    if outcome.well:
        _sent(row, at)
    else:
        _failed(row, outcome, at)


def _sent(row: WebhookDelivery, at: datetime) -> None:
    after = {"status": PushState.SENT, "sent_at": at, "failures": 0, "error": "", "attempts": F("attempts") + 1}
    WebhookDelivery.objects.filter(pk=row.pk).update(**after)
    fresh = {"failures": 0, "failing_since": None, "rest_until": None, "taken_at": at}
    WebhookSubscription.objects.filter(pk=row.subscription_id).update(**fresh)


def _failed(row: WebhookDelivery, outcome: Outcome, at: datetime) -> None:
    failures = row.failures + 1
    next_at = at + pause(failures, row.pk)
    waiting = WebhookDelivery.objects.filter(pk=row.pk, status=PushState.WAITING)
    waiting.update(failures=failures, attempts=F("attempts") + 1, next_at=next_at, error=outcome.why[:300])
    subscription = WebhookSubscription.objects.get(pk=row.subscription_id)
    subscription.failures += 1
    subscription.failing_since = subscription.failing_since or at
    if outcome.away or subscription.failures >= PATIENCE:
        subscription.rest_until = at + pause(subscription.failures, subscription.pk)
    subscription.save(update_fields=["failures", "failing_since", "rest_until"])
    _bury(row, subscription, next_at, at, everything=outcome.away)
    if at - subscription.failing_since >= timedelta(days=settings.WEBHOOK_OFF_AFTER_DAYS) and subscription.active:
        _switch_off(subscription, at)


def _bury(
    row: WebhookDelivery, subscription: WebhookSubscription, next_at: datetime, at: datetime, *, everything: bool
) -> None:
    """Give up what has been tried for a day, and with a receiver that is away what waited for it for a day."""
    waiting = WebhookDelivery.objects.filter(subscription=subscription, status=PushState.WAITING)
    number = waiting.filter(pk=row.pk, give_up_at__lt=next_at).update(status=PushState.DEAD)
    if everything:
        late = waiting.filter(give_up_at__lte=at)
        late.filter(error="").update(error="接收端一天内一直不可用")
        number += late.update(status=PushState.DEAD)
    if number:
        key = f"{DEAD}:{subscription.pk}:{localdate(at)}"
        url = f"{reverse('webhooks:deliveries')}?status={PushState.DEAD}&subscription={subscription.pk}"
        tell(
            f"事件未送达：{subscription}",
            "已试满一天。请与接收方核对后，在推送记录中重推。",
            url,
            key=key,
            at=at,
            kind=DEAD,
        )


def _switch_off(subscription: WebhookSubscription, at: datetime) -> None:
    days = settings.WEBHOOK_OFF_AFTER_DAYS
    why = f"连续 {days} 天推送失败，已自动停用。"
    WebhookSubscription.objects.filter(pk=subscription.pk).update(active=False, off_why=why)
    give_up_waiting(subscription)
    record("webhook.switched_off", by=None, at=at, obj=subscription, after={"active": False}, reason=why)
    url = reverse("webhooks:change", args=[subscription.pk])
    key = f"{OFF}:{subscription.pk}:{at.isoformat()}"
    tell(f"推送订阅已停用：{subscription}", f"{why}修复后请启用并重推。", url, key=key, at=at, kind=OFF)


def give_up_waiting(subscription: WebhookSubscription) -> int:
    """End what waits for a receiver that was switched off; it can be sent again by hand. Returns how many."""
    waiting = WebhookDelivery.objects.filter(subscription=subscription, status=PushState.WAITING)
    waiting.filter(error="").update(error="订阅已停用")
    return waiting.update(status=PushState.DEAD)


def tell(title: str, body: str, url: str, *, key: str, at: datetime, kind: str) -> None:
    """Tell the system administrators."""
    people = User.objects.filter(instance_role=InstanceRole.SYSTEM, is_active=True)
    notify(people, kind=kind, title=title, body=body, url=url, at=at, key=key)
