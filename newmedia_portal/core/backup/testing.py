"""Reading an archive and proving that it is whole (备份查验), without touching the instance."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError

from . import store
from .rows import FILES, MANIFEST, BackupFault, Contents, Digest, Table


@contextmanager
def opened(source: Path) -> Iterator[tuple[ZipFile, Contents]]:
    """Open an archive and its manifest; raises BackupFault for what is none, or is damaged where it is read."""
    try:
        with ZipFile(source) as archive:
            yield archive, Contents.from_json(archive.read(MANIFEST).decode())
    except FileNotFoundError as error:
        raise BackupFault(f"没有找到备份文件 {source}。请检查路径。") from error
    except (BadZipFile, ZlibError, KeyError, EOFError, UnicodeDecodeError) as error:
        raise BackupFault(f"{source} 不是完整的备份文件。请换一份备份。") from error


def lines_of(archive: ZipFile, table: Table) -> Iterator[list[Any]]:
    """Yield the rows of a table as they stand in the archive."""
    with archive.open(f"tables/{table.name}.jsonl") as member:
        for line in member:
            try:
                row = json.loads(line.decode("utf-8", "surrogatepass"))
            except ValueError as error:
                raise BackupFault(f"备份中的表 {table.name} 有无法读取的行，备份可能被改动。请换一份备份。") from error
            yield row


def files_of(archive: ZipFile, contents: Contents) -> list[dict[str, Any]]:
    """Return name, size and SHA-256 of every file; raises BackupFault where the list was altered."""
    listing = archive.read(FILES)
    if hashlib.sha256(listing).hexdigest() != contents.files_sha256:
        raise BackupFault("备份中的文件清单与记录不一致，备份可能被改动。请换一份备份。")
    return [json.loads(line) for line in listing.decode().splitlines()]


def check(source: Path) -> Contents:
    """Read a whole archive and compare every digest; raises BackupFault for the first that differs."""
    with opened(source) as (archive, contents):
        for table in contents.tables:
            digest = Digest().of(lines_of(archive, table))
            if (digest.rows, digest.value) != (table.rows, table.sha256):
                raise BackupFault(f"备份中的表 {table.name} 与记录不一致，备份可能被改动。请换一份备份。")
        for told in files_of(archive, contents):
            with archive.open(f"{store.FOLDER}{store.sound(told['name'])}") as member:
                size, sha256 = store.copy(member, None)  # type: ignore[arg-type]
            if (size, sha256) != (told["size"], told["sha256"]):
                raise BackupFault(f"备份中的文件“{told['name']}”与记录不一致，备份可能被改动。请换一份备份。")
        return contents
