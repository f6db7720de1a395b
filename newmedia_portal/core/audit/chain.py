"""The hash chain under the audit log: appending, and finding what was altered, deleted, inserted or swapped."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models.functions import Coalesce

from .keeping import AuditArchive, AuditCheckpoint
from .models import AuditEvent, AuditHead
from .witnesses import altered

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


@dataclass(frozen=True)
class Place:
    """A place in the chain: the number of a record and its hash; the next one follows it."""

    seq: int = 0
    hash: str = START


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


def walk(events: Iterable[AuditEvent], after: Place) -> tuple[Place, Break | None]:
    """Follow the chain over events in their order; return how far it holds and the first break. Asks no database."""
    for event in events:
        broken = _fault(event, after)
        if broken is not None:
            return after, broken
        after = Place(event.seq, event.hash)
    return after, None


def beginning() -> Place:
    """Return where the table begins: after the last record that was archived."""
    last = AuditArchive.objects.order_by("-last_seq").first()
    return Place(last.last_seq, last.last_hash) if last else Place()


def verify(*, chunk: int = 2000) -> tuple[int, Break | None]:
    """Walk the chain; return how many events were read and the first break, if any. Writers need not stop.

    Begins behind what was archived. Rows that an event has sealed are compared as well (see `witnesses`), and so are
    the checkpoints. The walk goes to where the head stood at its start and on until nothing was appended meanwhile.
    """
    start = reached = beginning()
    place = LOWEST
    if broken := _unvouched(start):
        return 0, broken
    marks = dict(AuditCheckpoint.objects.filter(seq__gte=start.seq).values_list("seq", "hash"))
    while True:
        head = AuditHead.objects.filter(pk=1).first() or AuditHead()
        while events := list(AuditEvent.objects.filter(seq__gt=place, seq__lte=head.seq).order_by("seq")[:chunk]):
            reached, broken = walk(events, reached)
            broken = broken or _unlike(events, marks) or _sealed(events)
            if broken is not None:
                return reached.seq - start.seq, broken
            place = reached.seq
        read = reached.seq - start.seq
        if reached.seq < head.seq or (reached.seq and reached.hash != (head.hash or START)):
            told = f"末尾被截断:应到第 {head.seq} 条,实际到第 {reached.seq} 条"
            return read, Break(reached.seq + 1, told)
        beyond = AuditEvent.objects.filter(seq__gt=Coalesce(AuditHead.objects.filter(pk=1).values("seq"), 0))
        extra = beyond.order_by("seq").first()
        if extra is not None:
            return read, Break(extra.seq, f"第 {extra.seq} 条不是系统写入的:日志只登记到第 {head.seq} 条")
        if not AuditHead.objects.filter(pk=1, seq__gt=reached.seq).exists():
            return read, _beyond(marks, reached)


def _unvouched(start: Place) -> Break | None:
    """Say where an archive is claimed of which the log itself does not tell, or a checkpoint saw another record."""
    if not start.seq:
        return None
    told = AuditEvent.objects.filter(action="audit.archived", object_type=AuditArchive._meta.label_lower)
    if not any(event.after.get("last_hash") == start.hash for event in told.order_by("-seq")[:50]):
        return Break(start.seq, f"第 {start.seq} 条及以前不在库中，而日志里没有归档它们的记录")
    mark = AuditCheckpoint.objects.filter(seq=start.seq).first()
    if mark is not None and mark.hash != start.hash:
        return Break(start.seq, f"第 {start.seq} 条（归档的最后一条）与当日检查点的指纹不同")
    return None


def _sealed(events: list[AuditEvent]) -> Break | None:
    found = altered(events)
    return Break(*found) if found else None


def _unlike(events: list[AuditEvent], marks: dict[int, str]) -> Break | None:
    """Say which event is not the one that a checkpoint of that day saw."""
    for event in events:
        if marks.get(event.seq, event.hash) != event.hash:
            return Break(event.seq, f"第 {event.seq} 条与当日检查点的指纹不同，此前的记录被整体改写")
    return None


def _beyond(marks: dict[int, str], reached: Place) -> Break | None:
    if marks and max(marks) > reached.seq:
        return Break(reached.seq + 1, f"末尾被截断：检查点记到第 {max(marks)} 条，实际到第 {reached.seq} 条")
    return None


def _fault(event: AuditEvent, after: Place) -> Break | None:
    """Say what is wrong with the event that follows a place."""
    if event.seq < 1:
        return Break(event.seq, f"第 {event.seq} 条不是系统写入的:编号从 1 开始")
    if event.seq <= after.seq:
        return Break(event.seq, f"第 {event.seq} 条重复，或早已归档")
    if event.seq != after.seq + 1:
        return Break(after.seq + 1, f"第 {after.seq + 1} 条缺失,其后是第 {event.seq} 条")
    if event.previous_hash != after.hash:
        return Break(event.seq, f"第 {event.seq} 条与上一条衔接不上(被调换、插入或上一条被改)")
    if digest(event) != event.hash:
        return Break(event.seq, f"第 {event.seq} 条内容被改动")
    return None
