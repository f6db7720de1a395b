"""Forgetting what went out long ago (清理推送记录)."""

from datetime import date, datetime, time, timedelta

from ..jobs.schedule import Counts, daily
from .models import WebhookDelivery, WebhookEvent
from .states import PushState

KEPT = timedelta(days=183)


@daily("webhooks.forget", label="清理推送记录", not_before=time(3, 45))
def forget(*, on: date, at: datetime) -> Counts:
    """Delete what was delivered or given up half a year ago, with its tries, and events nobody waits for any more."""
    old = WebhookDelivery.objects.filter(created_at__lt=at - KEPT).exclude(status=PushState.WAITING)
    number = old.count()
    old.delete()
    WebhookEvent.objects.filter(at__lt=at - KEPT, deliveries__isnull=True).delete()
    return Counts(looked_at=number, cleared=number)
