"""Parts of the log verified alone (分段校验), and against a checkpoint that comes from paper or mail."""

import re
from collections.abc import Iterator

from .chain import Break, Place, beginning, walk
from .models import AuditEvent, AuditHead

CHUNK = 2000
_HEX = re.compile(r"[0-9a-f]{64}")


class PartFault(Exception):
    """What was asked for cannot be verified; the message names the remedy."""


def verify_part(first: int, last: int) -> tuple[int, Break | None]:
    """Verify the records from `first` to `last` alone; return how many were read and the first break.

    The part joins the record before it where that is in the table or was the last one archived. Raises PartFault for
    numbers that are archived, or that the log has not reached.
    """
    begins, head = beginning(), AuditHead.objects.filter(pk=1).first() or AuditHead()
    if first > last or first < 1:
        raise PartFault("起止编号不对：起始编号从 1 开始，且不大于结束编号。")
    if first <= begins.seq:
        raise PartFault(f"第 {begins.seq} 条及以前已归档，请用 --archive 校验归档文件。")
    if last > head.seq:
        raise PartFault(f"日志只到第 {head.seq} 条；若检查点或纸上记的编号更大，说明末尾被截断。")
    reached = _before(first, begins)
    for events in _chunks(first, last):
        reached, broken = walk(events, reached)
        if broken is not None:
            return max(0, reached.seq - first + 1), broken
    if reached.seq != last:
        return max(0, reached.seq - first + 1), Break(reached.seq + 1, f"第 {reached.seq + 1} 条缺失")
    return last - first + 1, None


def _before(first: int, begins: Place) -> Place:
    if first == begins.seq + 1:
        return begins
    hashed = AuditEvent.objects.filter(seq=first - 1).values_list("hash", flat=True).first()
    if hashed is None:
        hashed = AuditEvent.objects.filter(seq=first).values_list("previous_hash", flat=True).first() or ""
    return Place(first - 1, hashed)


def _chunks(first: int, last: int) -> Iterator[list[AuditEvent]]:
    after = first - 1
    while events := list(AuditEvent.objects.filter(seq__gt=after, seq__lte=last).order_by("seq")[:CHUNK]):
        yield events
        after = events[-1].seq


def read_checkpoint(text: str) -> Place:
    """Read a checkpoint as it stands on paper: number, colon, hash, blanks anywhere; raises PartFault."""
    number, _, hashed = re.sub(r"[\s,]", "", text).replace("：", ":").lower().partition(":")
    if not (number.isascii() and number.isdecimal() and len(number) < 19 and int(number)):
        raise PartFault("请按“编号:指纹”填写检查点，例如 1024:3f9c…，编号是大于 0 的整数。")
    if not _HEX.fullmatch(hashed):
        raise PartFault(f"指纹应为 64 位十六进制字符（0-9、a-f），现在读到 {len(hashed)} 位，请逐组核对。")
    return Place(int(number), hashed)


def compare(told: Place) -> Break | None:
    """Compare a checkpoint from outside with the log; None: the record is there and is the same.

    Raises PartFault where the record is archived and is not the last of an archive.
    """
    begins, head = beginning(), AuditHead.objects.filter(pk=1).first() or AuditHead()
    if told.seq < begins.seq:
        raise PartFault(f"第 {told.seq} 条已归档，请用 audit_verify --archive 归档文件 --checkpoint 核对。")
    if told.seq > head.seq:
        return Break(head.seq + 1, f"日志只到第 {head.seq} 条，检查点记到第 {told.seq} 条：末尾被截断。")
    found = begins.hash if told.seq == begins.seq else _hash_of(told.seq)
    if found is None:
        return Break(told.seq, f"第 {told.seq} 条缺失。")
    if found != told.hash:
        return Break(told.seq, f"第 {told.seq} 条的指纹与检查点不同：它或它以前的记录被改动过。")
    return None


def _hash_of(seq: int) -> str | None:
    return AuditEvent.objects.filter(seq=seq).values_list("hash", flat=True).first()
