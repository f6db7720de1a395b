"""The hash chain under the audit log: appending, and finding what was altered, deleted, inserted or swapped."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.db.models.functions import Coalesce

from .models import AuditEvent, AuditHead

START = "0" * 64
LOWEST = -(2**63)
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
    head = _locked_head()
    seq, last = head.seq, head.hash or START
    events = []
    for row in rows:
        seq += 1
        event = AuditEvent(seq=seq, previous_hash=last, **row)
        event.hash = last = digest(event)
        events.append(event)
    AuditEvent.objects.bulk_create(events, batch_size=500)
    AuditHead.objects.filter(pk=1).update(seq=seq, hash=last)


def _locked_head() -> AuditHead:
    head = AuditHead.objects.select_for_update().filter(pk=1).first()
    if head is None:
        AuditHead.objects.get_or_create(pk=1)
        head = AuditHead.objects.select_for_update().get(pk=1)
    return head


def digest(event: AuditEvent) -> str:
    """Return the SHA-256 of an event over its fields and the hash of the one before."""
    values = {name: getattr(event, name) for name in HASHED}
    values["at"] = event.at.timestamp()
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, default=str, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def verify(*, chunk: int = 2000) -> tuple[int, Break | None]:
    """Walk the chain; return how many events were read and the first break, if any. Writers need not stop.

    The walk goes to where the head stood at its start and goes on until nothing was appended meanwhile.
    """
    read, last, place = 0, START, LOWEST
    while True:
        head = AuditHead.objects.filter(pk=1).first() or AuditHead()
        while events := list(AuditEvent.objects.filter(seq__gt=place, seq__lte=head.seq).order_by("seq")[:chunk]):
            for event in events:
                broken = _fault(event, read, last)
                if broken is not None:
                    return read, broken
                read, last, place = read + 1, event.hash, event.seq
        if read < head.seq or (read and last != head.hash):
            return read, Break(read + 1, f"末尾被截断:应到第 {head.seq} 条,实际到第 {read} 条")
        beyond = AuditEvent.objects.filter(seq__gt=Coalesce(AuditHead.objects.filter(pk=1).values("seq"), 0))
        extra = beyond.order_by("seq").first()
        if extra is not None:
            return read, Break(extra.seq, f"第 {extra.seq} 条不是系统写入的:日志只登记到第 {head.seq} 条")
        if not AuditHead.objects.filter(pk=1, seq__gt=read).exists():
            return read, None


def _fault(event: AuditEvent, read: int, last: str) -> Break | None:
    """Say what is wrong with the event that follows the `read` first ones."""
    if event.seq < 1:
        return Break(event.seq, f"第 {event.seq} 条不是系统写入的:编号从 1 开始")
    if event.seq != read + 1:
        return Break(read + 1, f"第 {read + 1} 条缺失,其后是第 {event.seq} 条")
    if event.previous_hash != last:
        return Break(event.seq, f"第 {event.seq} 条与上一条衔接不上(被调换、插入或上一条被改)")
    if digest(event) != event.hash:
        return Break(event.seq, f"第 {event.seq} 条内容被改动")
    return None
