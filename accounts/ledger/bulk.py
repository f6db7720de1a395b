"""Writing many rows at once (批量写入) inside a transaction: COPY on PostgreSQL, one prepared statement elsewhere."""

import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection, models

_SPECIAL = re.compile(r"[\\\t\n\r\0]")
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
PAGE = 1_000
GROWN = 1_000
GROWTH = 0.2
"""A table has grown when at least so many rows were added, and this share of what it held."""


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
    json_places = [n for n, name in enumerate(columns, start=1) if isinstance(fields[name], models.JSONField)]
    lines = (_flat([number, *row], json_places) for number, row in zip(numbers, rows, strict=True))
    write = _copy if connection.vendor == "postgresql" else _insert
    write(model, names, lines, list(rest.values()))
    return numbers


def update_rows(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Update rows by number: each row is the number followed by the values of all columns."""
    if not rows:
        return
    fields = {field.attname: field for field in model._meta.concrete_fields}
    chosen = [fields[name] for name in columns]
    table = connection.ops.quote_name(model._meta.db_table)
    json_places = [n for n, field in enumerate(chosen, start=1) if isinstance(field, models.JSONField)]
    lines = [_flat(list(row), json_places) for row in rows]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _update_from_values(cursor, table, chosen, lines)
            return
        sets = ", ".join(f"{connection.ops.quote_name(str(field.column))} = %s" for field in chosen)
        cursor.executemany(
            f"UPDATE {table} SET {sets} WHERE id = %s",  # noqa: S608
            [[*map(_adapted, line[1:]), line[0]] for line in lines],
        )


def refresh_statistics(*models_: type[models.Model], rows: int) -> None:
    """Tell the planner which tables have grown much, so that the checks of foreign keys use indexes (PostgreSQL)."""
    if rows < GROWN or connection.vendor != "postgresql":
        return
    tables = [str(model._meta.db_table) for model in models_]
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, reltuples FROM pg_class WHERE relname = ANY(%s) AND relkind = 'r'", [tables])
        grown = [name for name, known in cursor.fetchall() if rows > GROWTH * max(known, 0)]
        if grown:
            cursor.execute(f"ANALYZE {', '.join(map(connection.ops.quote_name, grown))}")


def _update_from_values(cursor: Any, table: str, chosen: Sequence[models.Field], lines: Iterable[list[Any]]) -> None:
    from psycopg2.extras import execute_values

    quote = connection.ops.quote_name
    sets = ", ".join(f"{quote(str(field.column))} = new.{quote(str(field.column))}" for field in chosen)
    names = ", ".join(quote(str(field.column)) for field in chosen)
    casts = ", ".join(f"%s::{field.cast_db_type(connection)}" for field in chosen)
    statement = f"UPDATE {table} AS old SET {sets} FROM (VALUES %s) AS new (id, {names}) WHERE old.id = new.id"  # noqa: S608
    execute_values(cursor.cursor, statement, lines, template=f"(%s::bigint, {casts})", page_size=PAGE)


def _constants(model: type[models.Model], columns: Sequence[str], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of all fields that the rows do not carry, prepared for the database."""
    rest = {}
    for field in model._meta.concrete_fields:
        if field.primary_key or field.attname in columns:
            continue
        value = given.get(field.attname, field.get_default())
        if isinstance(field, models.JSONField):
            rest[field.attname] = json.dumps(value, ensure_ascii=False)
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
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [connection.ops.quote_name(table), count],
            )
            return [number for (number,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchone()
        start = int(found[0]) if found else 0
        return list(range(start + 1, start + count + 1))


def _copy(model: type[models.Model], names: Sequence[str], lines: Iterable[list[Any]], fixed: list[Any]) -> None:
    """Write the lines, each followed by the same fixed values, through COPY."""
    end = "".join(f"\t{_copied(value)}" for value in fixed) + "\n"
    buffer = io.StringIO()
    for line in lines:
        buffer.write("\t".join(map(_copied, line)))
        buffer.write(end)
    buffer.seek(0)
    quote = connection.ops.quote_name
    columns = ", ".join(map(quote, names))
    with connection.cursor() as cursor:
        cursor.cursor.copy_expert(f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN", buffer)


def _copied(value: Any) -> str:
    """Return a value in the text form of COPY."""
    if type(value) is str:
        return value if _SPECIAL.search(value) is None else value.translate(_ESCAPES).replace("\0", "")
    if value is None:
        return "\\N"
    if value is True or value is False:
        return "t" if value else "f"
    return str(value)


def _insert(model: type[models.Model], names: Sequence[str], lines: Iterable[list[Any]], fixed: list[Any]) -> None:
    quote = connection.ops.quote_name
    places = ", ".join(["%s"] * len(names))
    columns = ", ".join(map(quote, names))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})",  # noqa: S608
            [[*map(_adapted, line), *fixed] for line in lines],
        )


def _flat(line: list[Any], json_places: Sequence[int]) -> list[Any]:
    """Write JSON values as text."""
    for place in json_places:
        value = line[place]
        line[place] = json.dumps(value, ensure_ascii=False, default=str) if value else "[]" if value == [] else "{}"
    return line


def _adapted(value: Any) -> Any:
    """Return a value as SQLite takes it."""
    return value.isoformat() if type(value) is date else value
