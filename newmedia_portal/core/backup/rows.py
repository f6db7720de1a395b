"""Rows as lines of JSON (备份行格式), alike on both databases, and the digest of a table."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

FORMAT = 1
MANIFEST, FILES = "manifest.json", "files.jsonl"
READ_AT_ONCE = 2000


class BackupFault(Exception):
    """A backup cannot be made, read or brought back; the message names the remedy."""


@dataclass(frozen=True)
class Table:
    """What the archive holds of a table; `following` is the number that its next row will get, 0 where none counts."""

    model: str
    name: str
    columns: list[str]
    rows: int
    sha256: str
    following: int


@dataclass
class Contents:
    """What an archive holds, as its manifest says it."""

    portal: str
    made_at: str
    database: str
    key: str
    migrations: list[str]
    tables: list[Table] = field(default_factory=list)
    files: int = 0
    files_sha256: str = ""
    format: int = FORMAT

    @property
    def rows(self) -> int:
        """The number of rows of all tables."""
        return sum(table.rows for table in self.tables)

    def to_json(self) -> str:
        """Return the manifest as text."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> Contents:
        """Read a manifest; raises BackupFault for anything else."""
        try:
            told = json.loads(text)
            if told.get("format") != FORMAT:
                raise BackupFault(
                    f"备份文件的格式版本是 {told.get('format')}，本系统只认 {FORMAT}。请用制作它的版本恢复。"
                )
            return cls(**{**told, "tables": [Table(**one) for one in told["tables"]]})
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise BackupFault("备份文件的清单无法读取，文件可能不完整。请换一份备份。") from error


def kept_models() -> list[type[models.Model]]:
    """Return the models of all tables, those of links between models among them, in the order of their names."""
    found = (model for model in apps.get_models(include_auto_created=True) if model._meta.managed)
    return sorted((model for model in found if not model._meta.proxy), key=lambda model: model._meta.db_table)


def columns_of(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Return the stored columns of a model; what the database computes itself is left out."""
    return [one for one in model._meta.concrete_fields if not isinstance(one, models.GeneratedField)]


def rows_of(model: type[models.Model]) -> Iterator[list[Any]]:
    """Yield the rows of a table by their key, in values of JSON; memory stays flat."""
    names = [one.attname for one in columns_of(model)]
    rows = model._base_manager.order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=READ_AT_ONCE):
        yield [_plain(value) for value in row]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (Decimal, UUID)):
        return str(value)
    if value is None or isinstance(value, (str, int, float, bool, dict, list)):
        return value
    return str(value)


def line_of(row: list[Any]) -> bytes:
    """Return a row as a line; the order of keys inside of it stays as it was."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass") + b"\n"


class Digest:
    """The SHA-256 of a table's rows in the order of their keys, whatever the order of keys inside a value."""

    def __init__(self) -> None:
        self.rows, self._hash = 0, hashlib.sha256()

    def add(self, row: list[Any]) -> None:
        """Take a row in."""
        text = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        self._hash.update(text.encode("utf-8", "surrogatepass") + b"\n")
        self.rows += 1

    def of(self, rows: Iterable[list[Any]]) -> Digest:
        """Take many rows in."""
        for row in rows:
            self.add(row)
        return self

    @property
    def value(self) -> str:
        """The digest so far, in hexadecimal signs."""
        return self._hash.hexdigest()
