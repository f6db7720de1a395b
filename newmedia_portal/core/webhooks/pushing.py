"""Sending what waits (推送): each receiver in its own thread, in order per object, nothing held up by others.

One worker at a time sends to a receiver, under a lease; a worker that dies leaves what it had in hand waiting, and the
event goes out once more under the same number. A round ends after some seconds, so that other work gets its turn.
"""

import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from ..jobs.outbox import enqueue, job
from ..jobs.schedule import Counts, often
from ..transactions import unit_of_work
from .hearing import JOB
from .models import WebhookDelivery, WebhookSubscription
from .noting import note
from .outlet import Outcome, Request, call
from .payload import headers_of
from .states import PushState

AT_ONCE = 8
#: Seconds after which a round takes up nothing new.
ROUND = 20
#: Longer than one call can take.
LEASE = timedelta(minutes=3)

Underway = dict["Future[Outcome]", tuple[int, WebhookDelivery]]


@often("webhooks.due", label="事件推送")
def take_up(*, at: datetime) -> Counts:
    """Queue the sending where something is due again."""
    number = ready(at).count()
    if number:
        enqueue(JOB, {}, at=at)
    return Counts(looked_at=number, flagged=number)


@job(JOB)
def push(*, at: datetime) -> None:
    """Send what is due to every receiver that nobody else sends to, and go on with each as long as it takes events."""
    until = time.monotonic() + ROUND
    underway: Underway = {}
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        for pk in ready(at).values_list("pk", flat=True):
            if _lease(pk, at):
                _next(pool, underway, pk, at)
        while underway:
            done, _ = wait(underway, return_when=FIRST_COMPLETED)
            for future in done:
                pk, row = underway.pop(future)
                with unit_of_work():
                    note(row, future.result(), at=at)
                if time.monotonic() < until:
                    _next(pool, underway, pk, at)
                else:
                    _release(pk)
    if time.monotonic() >= until and ready(at).exists():
        with unit_of_work():
            enqueue(JOB, {}, at=at)


def ready(at: datetime) -> QuerySet[WebhookSubscription]:
    """Return the receivers that something is due for, that do not rest, and that nobody sends to."""
    waits = WebhookDelivery.objects.filter(subscription=OuterRef("pk"), status=PushState.WAITING, next_at__lte=at)
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=at)
    rested = Q(rest_until__isnull=True) | Q(rest_until__lte=at)
    return WebhookSubscription.objects.filter(free, rested, Exists(waits), active=True).order_by("pk")


def first_due(subscription: WebhookSubscription, at: datetime) -> WebhookDelivery | None:
    """Return what goes out next: the oldest that is due and has no older event of its object waiting before it."""
    waiting = WebhookDelivery.objects.filter(subscription=subscription, status=PushState.WAITING)
    older = waiting.filter(place=OuterRef("place"), pk__lt=OuterRef("pk"))
    due = waiting.filter(~Exists(older), next_at__lte=at)
    return due.select_related("event").order_by("pk").first()


def _lease(pk: int, at: datetime) -> bool:
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=at)
    return bool(WebhookSubscription.objects.filter(free, pk=pk).update(leased_until=at + LEASE))


def _release(pk: int) -> None:
    WebhookSubscription.objects.filter(pk=pk).update(leased_until=None)


def _next(pool: ThreadPoolExecutor, underway: Underway, pk: int, at: datetime) -> None:
    """Start the next try of a receiver, or give it free where nothing is due, it rests, or it was switched off."""
    rested = Q(rest_until__isnull=True) | Q(rest_until__lte=at)
    subscription = WebhookSubscription.objects.filter(rested, pk=pk, active=True).first()
    row = first_due(subscription, at) if subscription is not None else None
    if subscription is None or row is None:
        _release(pk)
        return
    row.subscription = subscription
    underway[pool.submit(call, _request(row, at))] = (pk, row)


def _request(row: WebhookDelivery, at: datetime) -> Request:
    body, keys = row.event.body.encode(), row.subscription.secrets(at)
    headers = headers_of(keys, row.event.identity, body, at=at)
    hidden = (*keys, *headers["webhook-signature"].split(" "), row.subscription.address)
    return Request(row.subscription.address, body, headers, hidden)
