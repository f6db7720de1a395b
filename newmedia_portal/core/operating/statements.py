"""Statements (查询): counted, and the slow ones noted without their values (慢查询)."""

import hashlib
import logging
import re
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import Error, connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from . import metrics
from .models import SlowStatement
from .tracing import Slow, Trace, current

log = logging.getLogger("portal.slow")
LONGEST = 2000
MOST = 20
KEPT = timedelta(weeks=4)
_LISTS = re.compile(r"\((?:%s|\?)(?:, ?(?:%s|\?))+\)")
_TEXTS = re.compile(r"'(?:[^']|'')*'")


def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Count a statement and note it when it takes longer than SLOW_QUERY_MS; installed on every connection."""
    begun = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        _note(sql, (time.perf_counter() - begun) * 1000)


def _note(sql: str, ms: float) -> None:
    trace = current()
    if trace is not None:
        trace.queries += 1
    if not settings.SLOW_QUERY_MS or ms < settings.SLOW_QUERY_MS:
        return
    text = without_values(sql)
    metrics.count_slow()
    log.warning("慢查询：%s", text, extra={"portal": {"ms": round(ms)}})
    if trace is not None and len(trace.slow) < MOST:
        trace.slow.append(Slow(text, ms))


def install(*, connection: Any, **_: Any) -> None:
    """Watch a connection that was just made (signal connection_created)."""
    if watch not in connection.execute_wrappers:
        connection.execute_wrappers.append(watch)


def without_values(sql: str) -> str:
    """Return the shape of a statement: no values, long lists of places shortened, one line."""
    shape = _TEXTS.sub("'…'", " ".join(sql.split()))
    return _LISTS.sub("(…)", shape)[:LONGEST]


def keep(trace: Trace, *, now: Callable[[], datetime]) -> None:
    """Store the slow statements of a piece of work for the status page; a database that is away loses only these."""
    if not trace.slow:
        return
    found, trace.slow = trace.slow, []
    if connection.in_atomic_block and connection.needs_rollback:
        return
    try:
        with transaction.atomic():
            for one in found:
                _store(one, trace, at=now())
    except Error:
        log.warning("慢查询没有存入数据库，只留在日志里。")


def _store(one: Slow, trace: Trace, *, at: datetime) -> None:
    digest = hashlib.sha256(one.sql.encode()).hexdigest()
    day = timezone.localtime(at).date()
    ms = round(one.ms)
    first = {"sql": one.sql, "place": trace.place[:100], "last_at": at}
    row, _ = SlowStatement.objects.get_or_create(day=day, digest=digest, defaults=first)
    SlowStatement.objects.filter(pk=row.pk).update(
        times=F("times") + 1,
        total_ms=F("total_ms") + ms,
        longest_ms=Greatest(F("longest_ms"), Value(ms)),
        place=first["place"],
        last_at=at,
    )


def forget(*, before: datetime) -> int:
    """Delete what was noted before a moment; returns how many rows."""
    deleted, _ = SlowStatement.objects.filter(last_at__lt=before).delete()
    return deleted
