"""Writing many rows at once (批量写入) inside a transaction: COPY on PostgreSQL, one prepared statement elsewhere."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any

from django.db import connection, models
from pydantic_core import to_json

_SPECIAL = re.compile(r"[\\\t\n\r\0]")
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
PAGE = 1_000
PART = 2_000
"""So many rows are turned into text while the server takes in those before."""
BLOCK = 1 << 16
GROWN = 1_000
"""From so many new rows on, a table that has at least doubled is looked at again by the planner."""


def insert_rows(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    constants: Mapping[str, Any] | None = None,
) -> list[int]:
    """Insert rows and return their numbers. `columns` are attribute names; other fields get `constants` or defaults.

    Values must be plain: text, numbers, dates, dicts and lists for JSON, None. Constraints hold as always.
    """
    if not rows:
        return []
    numbers = _reserve(model, len(rows))
    rest = _constants(model, columns, constants or {})
    fields = {field.attname: field for field in model._meta.concrete_fields}
    names = [str(fields[name].column) for name in ("id", *columns, *rest)]
    json_places = [n for n, name in enumerate(columns) if isinstance(fields[name], models.JSONField)]
    write = _copy if connection.vendor == "postgresql" else _insert
    write(model, names, zip(numbers, rows, strict=True), json_places, list(rest.values()))
    return numbers


def update_rows(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Update rows by primary key: each row is the key, a number, followed by the values of all columns."""
    if not rows:
        return
    fields = {field.attname: field for field in model._meta.concrete_fields}
    chosen = [fields[name] for name in columns]
    table = connection.ops.quote_name(model._meta.db_table)
    key = connection.ops.quote_name(str(model._meta.pk.column))
    json_places = [n for n, field in enumerate(chosen) if isinstance(field, models.JSONField)]
    lines = [[row[0], *_flat(row[1:], json_places)] for row in rows]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _update_from_arrays(cursor, table, key, chosen, lines)
            return
        sets = ", ".join(f"{connection.ops.quote_name(str(field.column))} = %s" for field in chosen)
        cursor.executemany(
            f"UPDATE {table} SET {sets} WHERE {key} = %s",  # noqa: S608 - names of our own tables and columns; values are parameters  # nosec B608
            [[*map(_adapted, line[1:]), line[0]] for line in lines],
        )


def refresh_statistics(*models_: type[models.Model], rows: int) -> None:
    """Look again at tables that were small before so many rows came, so that references into them are checked by index.

    A plan made for a handful of rows would read the whole table for every row at commit (PostgreSQL).
    """
    if rows < GROWN or connection.vendor != "postgresql":
        return
    tables = [str(model._meta.db_table) for model in models_]
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, reltuples FROM pg_class WHERE relname = ANY(%s) AND relkind = 'r'", [tables])
        doubled = [name for name, known in cursor.fetchall() if rows > known]
        if doubled:
            cursor.execute(f"ANALYZE {', '.join(map(connection.ops.quote_name, doubled))}")


def _update_from_arrays(
    cursor: Any, table: str, key: str, chosen: Sequence[models.Field], lines: Sequence[list[Any]]
) -> None:
    """Update from one array for each column, so that the statement stays short however many rows there are."""
    quote = connection.ops.quote_name
    names = [quote(str(field.column)) for field in chosen]
    sets = ", ".join(f"{name} = new.{name}" for name in names)
    arrays = ", ".join(["%s::bigint[]", *(f"%s::{field.cast_db_type(connection)}[]" for field in chosen)])
    rows = f"unnest({arrays}) AS new ({', '.join([key, *names])})"
    statement = f"UPDATE {table} AS old SET {sets} FROM {rows} WHERE old.{key} = new.{key}"  # noqa: S608 - names of our own tables and columns; values are parameters  # nosec B608
    for start in range(0, len(lines), PAGE):
        cursor.execute(statement, [_array(column) for column in zip(*lines[start : start + PAGE], strict=True)])


def _array(column: Sequence[Any]) -> str:
    """Return a column as PostgreSQL writes an array."""
    return f"{{{','.join(map(_member, column))}}}"


def _member(value: Any) -> str:
    if value is None:
        return "NULL"
    return '"{}"'.format(str(value).replace("\\", "\\\\").replace('"', '\\"'))


def _constants(model: type[models.Model], columns: Sequence[str], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of all fields that the rows do not carry, prepared for the database."""
    rest = {}
    for field in model._meta.concrete_fields:
        if field.primary_key or field.attname in columns:
            continue
        value = given.get(field.attname, field.get_default())
        if isinstance(field, models.JSONField):
            rest[field.attname] = _json(value)
        elif isinstance(field, models.DateTimeField) and connection.vendor == "postgresql" and value is not None:
            rest[field.attname] = value.isoformat()
        else:
            rest[field.attname] = field.get_db_prep_save(value, connection=connection)
    return rest


def _reserve(model: type[models.Model], count: int) -> list[int]:
    """Take numbers from the sequence of the table."""
    table = str(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [connection.ops.quote_name(table)])
            sequence = cursor.fetchone()[0]
            cursor.execute("SELECT nextval(%s::regclass) FROM generate_series(1, %s)", [sequence, count])
            return [number for (number,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchone()
        start = int(found[0]) if found else 0
        return list(range(start + 1, start + count + 1))


Numbered = Iterator[tuple[int, Sequence[Any]]]


class _Source:
    """What COPY reads: text that is made part by part."""

    def __init__(self, parts: Iterator[str]) -> None:
        self._parts, self._text, self._place = parts, "", 0

    def read(self, size: int) -> str:
        """Return the next piece of text, empty at the end."""
        if self._place >= len(self._text):
            self._text, self._place = next(self._parts, ""), 0
        piece = self._text[self._place : self._place + size]
        self._place += size
        return piece


def _copy(
    model: type[models.Model], names: Sequence[str], rows: Numbered, json_places: Sequence[int], fixed: list[Any]
) -> None:
    """Write the rows, each followed by the same fixed values, through COPY."""
    quote = connection.ops.quote_name
    columns = ", ".join(map(quote, names))
    end = "".join(f"\t{_copied(value)}" for value in fixed) + "\n"
    with connection.cursor() as cursor:
        statement = f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN"
        cursor.cursor.copy_expert(statement, _Source(_lines(rows, json_places, end)), BLOCK)


def _lines(rows: Numbered, json_places: Sequence[int], end: str) -> Iterator[str]:
    """Yield the lines for COPY in parts, made column by column."""
    while part := list(islice(rows, PART)):
        numbers, values = zip(*part, strict=True)
        columns: list[Iterable[str]] = [map(str, numbers)]
        for place, column in enumerate(zip(*values, strict=True)):
            columns.append(map(_copied, map(_json, column)) if place in json_places else _texts(column))
        yield end.join(map("\t".join, zip(*columns, strict=True))) + end


def _texts(column: Sequence[Any]) -> Iterable[str]:
    """Return a column in the text form of COPY; values of one kind are turned over together."""
    kinds = set(map(type, column))
    if kinds == {str}:
        return column if _SPECIAL.search("".join(column)) is None else map(_copied, column)
    if kinds == {int}:
        return map(str, column)
    if len(kinds - {type(None)}) > 1:
        return map(_copied, column)
    known = {value: _copied(value) for value in set(column)}
    return map(known.__getitem__, column)


def _copied(value: Any) -> str:
    """Return a value in the text form of COPY."""
    if type(value) is str:
        return value if _SPECIAL.search(value) is None else value.translate(_ESCAPES).replace("\0", "")
    if value is None:
        return "\\N"
    if value is True or value is False:
        return "t" if value else "f"
    return str(value)


def _insert(
    model: type[models.Model], names: Sequence[str], rows: Numbered, json_places: Sequence[int], fixed: list[Any]
) -> None:
    quote = connection.ops.quote_name
    places = ", ".join(["%s"] * len(names))
    columns = ", ".join(map(quote, names))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})",  # noqa: S608 - names of our own tables and columns; values are parameters  # nosec B608
            [[number, *map(_adapted, _flat(values, json_places)), *fixed] for number, values in rows],
        )


def _flat(values: Sequence[Any], json_places: Sequence[int]) -> list[Any]:
    """Write JSON values as text."""
    flat = list(values)
    for place in json_places:
        flat[place] = _json(flat[place])
    return flat


def _json(value: Any) -> str:
    return to_json(value, fallback=str).decode() if value else "[]" if value == [] else "{}"


def _adapted(value: Any) -> Any:
    """Return a value as SQLite takes it."""
    return value.isoformat() if type(value) is date else value
