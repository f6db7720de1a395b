"""Making a backup (备份): one consistent look at the database, all files, and a manifest with the digest of each."""

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from newmedia_portal import __version__

from ..access.secrets import fingerprints
from ..audit import record, register
from ..transactions import unit_of_work
from . import store
from .numbering import following
from .rows import FILES, MANIFEST, BackupFault, Contents, Digest, Table, columns_of, kept_models, line_of, rows_of

register("backup.made", "制作备份")
#: What the fingerprints of the keys for personal data is taken of.
KEY_PROBE = "backup"


def make(target: Path, *, at: datetime) -> Contents:
    """Write everything into one archive: every row of every table, every file, the numbers that come next.

    The log tells of it first, so that the backup holds its own entry. Readers and writers go on meanwhile; what they
    write after the look began is not in it. The archive appears under its name only when it is whole, readable by its
    owner alone. It holds personal data and no keys. Raises BackupFault where the name is taken.
    """
    if target.exists():
        raise BackupFault(f"{target} 已经存在。请换一个文件名，或先移走旧文件。")
    with unit_of_work():
        record("backup.made", by=None, at=at, after={"file": target.name})
    part = target.with_name(f"{target.name}.part")
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as raw:
            contents = _write(raw, at=at)
            raw.flush()
            os.fsync(raw.fileno())
        part.replace(target)
    except OSError as error:
        raise BackupFault(f"不能写 {target}：{error.strerror or error}。请检查目录、权限和磁盘空间。") from error
    finally:
        with suppress(OSError):
            part.unlink()
    return contents


def key_marks() -> str:
    """Return the fingerprints of all keys under which personal data may be sealed now, the newest first."""
    return ",".join(fingerprints(KEY_PROBE))


def _write(raw: Any, *, at: datetime) -> Contents:
    with ZipFile(raw, "w", ZIP_DEFLATED, compresslevel=3) as archive:
        with _one_look():
            contents = Contents(__version__, at.isoformat(), connection.vendor, key_marks(), applied())
            contents.tables = [_table(archive, model) for model in kept_models()]
        _files(archive, contents)
        archive.writestr(MANIFEST, contents.to_json())
    return contents


@contextmanager
def _one_look() -> Iterator[None]:
    """Read as of one moment; inside a transaction of the caller's, as of that."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def applied() -> list[str]:
    """Return the migrations that made the tables, in the order of their names."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def _table(archive: ZipFile, model: Any) -> Table:
    digest = Digest()
    name = model._meta.db_table
    with archive.open(f"tables/{name}.jsonl", "w", force_zip64=True) as member:
        for row in rows_of(model):
            digest.add(row)
            member.write(line_of(row))
    columns = [one.attname for one in columns_of(model)]
    return Table(model._meta.label_lower, name, columns, digest.rows, digest.value, following(model))


def _files(archive: ZipFile, contents: Contents) -> None:
    lines = []
    for name in store.names():
        try:
            source = default_storage.open(name, "rb")
        except FileNotFoundError:  # an expired file that was cleared away meanwhile
            continue
        with source, archive.open(f"{store.FOLDER}{name}", "w", force_zip64=True) as member:
            size, sha256 = store.copy(source, member)  # type: ignore[arg-type]
        lines.append(json.dumps({"name": name, "size": size, "sha256": sha256}, ensure_ascii=False))
    listing = "\n".join(lines)
    archive.writestr(FILES, listing)
    contents.files, contents.files_sha256 = len(lines), hashlib.sha256(listing.encode()).hexdigest()
