"""The outbox (发件箱): work queued in the same transaction as its cause, taken by whichever worker comes first."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import Error, connection, transaction
from django.db.models import Q

from ..audit.context import current_origin, origin
from ..operating import statements
from ..operating.tracing import Trace, new_id, tracing
from .cut_off import give_back, mend_connection, remember
from .models import OutboxItem

log = logging.getLogger(__name__)

Handler = Callable[..., None]
LEASE = timedelta(minutes=10)
MAX_ATTEMPTS = 5
_handlers: dict[str, Handler] = {}


def job(name: str) -> Callable[[Handler], Handler]:
    """Register the function that does a queued job: called with `at` and the arguments, safe to repeat."""

    def mark(handler: Handler) -> Handler:
        if _handlers.setdefault(name, handler) is not handler:
            raise ValueError(f"任务 {name} 已登记")
        return handler

    return mark


def enqueue(name: str, arguments: dict[str, Any], *, at: datetime, key: str | None = None) -> OutboxItem | None:
    """Queue a job in the caller's transaction; a second one with the same key is dropped. Units: `at` is now.

    Returns the new row, or None where the key was known. After commit the worker is woken; should the broker be away,
    the worker finds the row by itself.
    """
    if name not in _handlers:
        raise KeyError(f"任务 {name} 没有登记")
    _, request_id = current_origin()
    values = {"job": name, "arguments": arguments, "queued_at": at, "not_before": at, "request_id": request_id}
    if key is None:
        item, is_new = OutboxItem.objects.create(**values), True
    else:
        item, is_new = OutboxItem.objects.get_or_create(key=key, defaults=values)
    transaction.on_commit(_wake)
    return item if is_new else None


def drain(*, now: Callable[[], datetime], limit: int = 1000) -> int:
    """Do what is due, oldest first; returns how many jobs ended well."""
    done = 0
    give_back(at=now())
    for _ in range(limit):
        item = _take(now())
        if item is None:
            break
        if item.attempts > MAX_ATTEMPTS:
            _give_up(item, now())
        else:
            done += _run(item, now)
    return done


def _take(at: datetime) -> OutboxItem | None:
    with transaction.atomic():
        free = Q(leased_until__isnull=True) | Q(leased_until__lt=at)
        waiting = OutboxItem.objects.filter(free, done_at__isnull=True, failed_at__isnull=True, not_before__lte=at)
        item = waiting.order_by("id").select_for_update(
            skip_locked=connection.features.has_select_for_update_skip_locked
        )
        first = item.first()
        if first is None:
            return None
        first.leased_until, first.attempts = at + LEASE, first.attempts + 1
        first.save(update_fields=["leased_until", "attempts"])
        return first


def _give_up(item: OutboxItem, at: datetime) -> None:
    """End a job whose workers died again and again, so that it cannot take every worker down for ever."""
    item.attempts, item.leased_until, item.failed_at = MAX_ATTEMPTS, None, at
    item.error = f"执行 {MAX_ATTEMPTS} 次,每次都中途中断,不再重试。请联系系统管理员。"
    item.save(update_fields=["attempts", "leased_until", "failed_at", "error"])


def _run(item: OutboxItem, now: Callable[[], datetime]) -> bool:
    """Do one job under the id of the request that caused it: log lines and audit rows tell where it came from."""
    trace = Trace(item.request_id or new_id(), route=f"job:{item.job}")
    lease = item.leased_until
    with tracing(trace), origin(address="", request_id=item.request_id):
        try:
            done = _try(item, now)
        except Error:
            if lease is not None:
                remember(item, leased_until=lease)
            raise
        statements.keep(trace, now=now)
    return done


def _try(item: OutboxItem, now: Callable[[], datetime]) -> bool:
    try:
        _handlers[item.job](at=now(), **item.arguments)
    except Exception as error:
        log.exception("任务 %s 第 %s 次执行失败", item.job, item.attempts)
        mend_connection()
        item.error = str(error)[:500]
        item.leased_until = None
        if item.attempts >= MAX_ATTEMPTS:
            item.failed_at = now()
        else:
            item.not_before = now() + timedelta(seconds=5 * 4**item.attempts)
        item.save(update_fields=["error", "leased_until", "failed_at", "not_before"])
        return False
    item.done_at, item.leased_until, item.error = now(), None, ""
    item.save(update_fields=["done_at", "leased_until", "error"])
    return True


def _wake() -> None:
    """Tell the worker through the broker; its absence costs nothing but a little time."""
    if not settings.REDIS_URL:
        return
    from .tasks import drain_outbox

    try:
        drain_outbox.apply_async(retry=False, ignore_result=True)
    except Exception:
        log.warning("消息队列暂不可用,任务留在发件箱等待定时处理。")
