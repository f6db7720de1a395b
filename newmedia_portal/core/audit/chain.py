"""The hash chain under the audit log: appending, and finding what was altered, deleted, inserted or swapped."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from .models import AuditEvent, AuditHead

START = "0" * 64
HASHED = (
    *("seq", "at", "actor_id", "actor_name", "unit_id", "action", "object_type", "object_id", "object_label"),
    *("before", "after", "reason", "result", "address", "request_id", "previous_hash"),
)


@dataclass(frozen=True)
class Break:
    """The first bad record: its number and what is wrong with it."""

    seq: int
    message: str


def append(rows: list[dict[str, Any]]) -> None:
    """Write events at the end of the chain, under the lock of its head; must run inside a transaction."""
    AuditHead.objects.get_or_create(pk=1)
    head = AuditHead.objects.select_for_update().get(pk=1)
    seq, last = head.seq, head.hash or START
    events = []
    for row in rows:
        seq += 1
        event = AuditEvent(seq=seq, previous_hash=last, **row)
        event.hash = last = digest(event)
        events.append(event)
    AuditEvent.objects.bulk_create(events, batch_size=500)
    AuditHead.objects.filter(pk=1).update(seq=seq, hash=last)


def digest(event: AuditEvent) -> str:
    """Return the SHA-256 of an event over its fields and the hash of the one before."""
    values = {name: getattr(event, name) for name in HASHED}
    values["at"] = event.at.timestamp()
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, default=str, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def verify(*, chunk: int = 2000) -> tuple[int, Break | None]:
    """Walk the chain; return how many events were read and the first break, if any."""
    with transaction.atomic():
        read, last = 0, START
        for event in _events(chunk):
            read += 1
            if event.seq != read:
                return read - 1, Break(read, f"第 {read} 条缺失,其后是第 {event.seq} 条")
            if event.previous_hash != last:
                return read, Break(event.seq, f"第 {event.seq} 条与上一条衔接不上(被调换、插入或上一条被改)")
            if digest(event) != event.hash:
                return read, Break(event.seq, f"第 {event.seq} 条内容被改动")
            last = event.hash
        head = AuditHead.objects.filter(pk=1).first()
        if (head.seq if head else 0) != read or (head and head.hash != last and read):
            return read, Break(read + 1, f"末尾被截断:应到第 {head.seq if head else 0} 条,实际到第 {read} 条")
    return read, None


def _events(chunk: int) -> Iterator[AuditEvent]:
    yield from AuditEvent.objects.order_by("seq").iterator(chunk_size=chunk)
