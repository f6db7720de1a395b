"""Archives of the log (审计归档): old records sealed into a file that verifies alone and joins what stays.

The table is only ever shortened from its beginning, by the owner of the tables, and the same transaction writes down
where the chain goes on. The portal's own role can do none of this.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from django.db import connection

from ..transactions import unit_of_work
from .actions import record, register
from .chain import HASHED, Break, Place, beginning, walk
from .keeping import AuditArchive
from .models import AuditEvent

register("audit.archived", "归档审计日志")
FORMAT = "portal-audit-archive-1"
MANIFEST, EVENTS = "manifest.json", "events.jsonl"
CHUNK = 2000
LOG = AuditEvent._meta.db_table


class ArchiveFault(Exception):
    """An archive cannot be made or read; the message names the remedy."""


@dataclass(frozen=True)
class Sealed:
    """What an archive holds, as its manifest says it."""

    first_seq: int
    last_seq: int
    previous_hash: str
    last_hash: str
    events_sha256: str
    format: str = FORMAT


def archive(folder: Path, *, before: datetime, at: datetime) -> AuditArchive | None:
    """Seal the records older than `before` into a file and take them from the table; None where there are none.

    Only the beginning of the log goes, up to the first record that is younger. The file is written, read back and
    verified before anything is deleted; deleting, the row of the archive and the audit record are one transaction. A
    run that dies before leaves a file at most, which the next one writes anew. Raises ArchiveFault.
    """
    begins = beginning()
    last = _last_before(begins.seq, before)
    if last is None:
        return None
    target = folder / f"audit-{begins.seq + 1:09d}-{last.seq:09d}.zip"
    first_at, last_at = _write(target, begins, last)
    sealed = check(target)
    if (sealed.previous_hash, sealed.last_hash) != (begins.hash, last.hash):
        raise ArchiveFault(f"{target} 与日志衔接不上，没有删除任何记录。请先运行 audit_verify。")
    with unit_of_work():
        _take_out(last.seq)
        row = AuditArchive.objects.create(
            first_seq=sealed.first_seq, last_seq=sealed.last_seq, previous_hash=sealed.previous_hash,
            last_hash=sealed.last_hash, first_at=first_at, last_at=last_at, file_name=target.name,
            sha256=sha256_of(target), at=at,
        )  # fmt: skip
        facts = {"first": row.first_seq, "last": row.last_seq, "last_hash": row.last_hash, "sha256": row.sha256}
        record("audit.archived", by=None, at=at, obj=row, after={"file": target.name, **facts})
    return row


def _last_before(after: int, before: datetime) -> Place | None:
    """Return the last record before the first one that is too young; the clock may have gone back in between."""
    young = AuditEvent.objects.filter(at__gte=before, seq__gt=after).order_by("seq").values_list("seq", flat=True)
    rows = AuditEvent.objects.filter(seq__gt=after)
    limit = young.first()
    rows = rows.filter(seq__lt=limit) if limit is not None else rows
    found = rows.order_by("-seq").values_list("seq", "hash").first()
    return Place(*found) if found else None


def _take_out(last: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {LOG} WHERE seq <= %s", [last])  # noqa: S608 - a table of a model  # nosec B608


def _write(target: Path, begins: Place, last: Place) -> tuple[datetime, datetime]:
    """Write the file, named only when it is whole, readable by its owner alone; return first and last moment."""
    part = target.with_name(f"{target.name}.part")
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as raw:
            moments = _fill(raw, begins, last)
            raw.flush()
            os.fsync(raw.fileno())
        part.replace(target)
    except OSError as error:
        raise ArchiveFault(f"不能写 {target}：{error.strerror or error}。请检查目录、权限和磁盘空间。") from error
    finally:
        with suppress(OSError):
            part.unlink()
    return moments


def _fill(raw: BinaryIO, begins: Place, last: Place) -> tuple[datetime, datetime]:
    digest, moments = hashlib.sha256(), []
    with ZipFile(raw, "w", ZIP_DEFLATED, compresslevel=6) as pack:
        with pack.open(EVENTS, "w", force_zip64=True) as member:
            for event in _events(begins.seq, last.seq):
                moments = [min([event.at, *moments[:1]]), max([event.at, *moments[1:]])]
                line = line_of(event)
                digest.update(line)
                member.write(line)
        sealed = Sealed(begins.seq + 1, last.seq, begins.hash, last.hash, digest.hexdigest())
        pack.writestr(MANIFEST, json.dumps(sealed.__dict__, ensure_ascii=False, indent=1))
    return moments[0], moments[1]


def _events(after: int, last: int) -> Iterator[AuditEvent]:
    while events := list(AuditEvent.objects.filter(seq__gt=after, seq__lte=last).order_by("seq")[:CHUNK]):
        yield from events
        after = events[-1].seq


def line_of(event: AuditEvent) -> bytes:
    """Return a record as one line."""
    values = {name: getattr(event, name) for name in (*HASHED, "hash")}
    values["at"] = event.at.isoformat()
    return (json.dumps(values, ensure_ascii=False, sort_keys=True) + "\n").encode("utf-8", "surrogatepass")


def event_of(line: bytes) -> AuditEvent:
    """Return the record that a line holds; raises ValueError, TypeError."""
    values: dict[str, Any] = json.loads(line)
    return AuditEvent(**{**values, "at": datetime.fromisoformat(values["at"])})


def check(source: Path, *, checkpoint: Place | None = None) -> Sealed:
    """Verify an archive alone, without the database: every hash, the numbers, the manifest, and a checkpoint within.

    Raises ArchiveFault that names the first bad record.
    """
    try:
        with ZipFile(source) as pack:
            sealed = Sealed(**json.loads(pack.read(MANIFEST)))
            if sealed.format != FORMAT:
                raise ArchiveFault(f"{source} 的格式是 {sealed.format}，本系统只认 {FORMAT}。")
            broken = _broken(pack, sealed, checkpoint)
    except (OSError, BadZipFile, KeyError, ValueError, TypeError) as error:
        raise ArchiveFault(f"{source} 不是完整的审计归档文件：{str(error)[:120]}") from error
    if broken is not None:
        raise ArchiveFault(f"{source}：{broken.message}")
    return sealed


def _broken(pack: ZipFile, sealed: Sealed, checkpoint: Place | None) -> Break | None:
    reached, digest = Place(sealed.first_seq - 1, sealed.previous_hash), hashlib.sha256()
    with pack.open(EVENTS) as member:
        for line in member:
            digest.update(line)
            event = event_of(line)
            reached, broken = walk([event], reached)
            if broken is not None:
                return broken
            if checkpoint and checkpoint.seq == event.seq and checkpoint.hash != event.hash:
                return Break(event.seq, f"第 {event.seq} 条的指纹与检查点不同")
    if (reached.seq, reached.hash) != (sealed.last_seq, sealed.last_hash):
        return Break(reached.seq + 1, f"应到第 {sealed.last_seq} 条，实际到第 {reached.seq} 条")
    if digest.hexdigest() != sealed.events_sha256:
        return Break(sealed.first_seq, "内容与清单的校验值不同")
    if checkpoint and not sealed.first_seq <= checkpoint.seq <= sealed.last_seq:
        raise ArchiveFault(f"第 {checkpoint.seq} 条不在这份归档里（第 {sealed.first_seq} 至 {sealed.last_seq} 条）。")
    return None


def joins(sealed: Sealed) -> bool:
    """Whether an archive is known here and is followed by the next one, or by the table."""
    row = AuditArchive.objects.filter(last_seq=sealed.last_seq, first_seq=sealed.first_seq).first()
    if row is None or (row.previous_hash, row.last_hash) != (sealed.previous_hash, sealed.last_hash):
        return False
    later = AuditArchive.objects.filter(first_seq=sealed.last_seq + 1).values_list("previous_hash", flat=True).first()
    following = AuditEvent.objects.filter(seq=sealed.last_seq + 1).values_list("previous_hash", flat=True).first()
    return (later or following) == sealed.last_hash


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
