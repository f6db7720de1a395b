"""INSERT … SELECT over a counter, in words that PostgreSQL and SQLite both understand."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection, models

RECURSIVE = "WITH RECURSIVE n(i) AS (SELECT CAST({first} AS bigint) UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {end})"
SERIES = "WITH n(i) AS (SELECT generate_series(CAST({first} AS bigint), {end} - 1))"


def is_postgres() -> bool:
    """Whether the database is PostgreSQL."""
    return connection.vendor == "postgresql"


def day(start: date, offset: str) -> str:
    """Return the expression of a day some days after another."""
    if is_postgres():
        return f"(DATE '{start}' + CAST({offset} AS integer))"
    return f"date('{start}', ({offset}) || ' days')"


def one_day(days: Sequence[date], position: str) -> str:
    """Return the expression of one of some days."""
    cases = " ".join(f"WHEN {number} THEN {day(on, '0')}" for number, on in enumerate(days))
    return f"CASE ({position}) % {len(days)} {cases} END"


def moment(text: str) -> str:
    """Return the expression of a moment in UTC."""
    return f"TIMESTAMPTZ '{text}+00'" if is_postgres() else f"'{text}'"


def words(name: str, values: Sequence[Any]) -> str:
    """Return a named list for `one_of`."""
    return f"{name}(k, v) AS (VALUES {', '.join(f'({k}, {_literal(v)})' for k, v in enumerate(values))})"


def one_of(name: str, values: Sequence[Any], position: str) -> str:
    """Return the expression of a member of a named list."""
    # names and numbers made here, for a database of made-up data
    return f"(SELECT v FROM {name} WHERE k = ({position}) % {len(values)})"  # nosec B608


def insert(
    model: type[models.Model], first: int, end: int, given: Mapping[str, str], *, lists: Mapping[str, Sequence[Any]]
) -> None:
    """Insert the rows `first` to `end` - 1: expressions over `i` by column; what is not given takes its default.

    There must be at least one row.
    """
    columns = {**defaults_of(model), **given}
    counter = SERIES if is_postgres() else RECURSIVE
    with_lists = [counter.format(first=first, end=end), *(words(name, values) for name, values in lists.items())]
    names = ", ".join(f'"{column}"' for column in columns)
    chosen = ", ".join(columns.values())
    head = f'INSERT INTO "{model._meta.db_table}" ({names})'
    # names and numbers made here, for a database of made-up data
    text = f"{', '.join(with_lists)} SELECT {chosen} FROM n"  # nosec B608
    with connection.cursor() as cursor:
        cursor.execute(f"{head} {text}")


def trust_references() -> None:
    """Let PostgreSQL believe that the rows to come point at rows that exist, where the account may ask for that."""
    if not is_postgres():
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT usesuper FROM pg_user WHERE usename = current_user")
        if cursor.fetchone()[0]:
            cursor.execute("SET LOCAL session_replication_role = replica")


def next_id(model: type[models.Model]) -> int:
    """Return the number after the highest primary key."""
    return (model._default_manager.aggregate(top=models.Max("pk"))["top"] or 0) + 1


def settle(*tables: type[models.Model]) -> None:
    """Let the counters of the tables go on after the rows inserted, and the planner know of them."""
    from django.core.management.color import no_style

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(tables)):
            cursor.execute(statement)
        for model in tables:
            cursor.execute(f'ANALYZE "{model._meta.db_table}"')


def defaults_of(model: type[models.Model]) -> dict[str, str]:
    """Return the expressions of what a row of the model holds unless told otherwise, by column."""
    filled = {}
    for field in model._meta.concrete_fields:
        if field.primary_key or (field.null and not field.has_default()):
            continue
        if field.has_default() or field.blank:
            filled[str(field.column)] = _literal(field.get_default())
    return filled


def _literal(value: Any) -> str:
    if isinstance(value, bool):
        return ("TRUE" if value else "FALSE") if is_postgres() else str(int(value))
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, (dict, list)):
        text = f"'{json.dumps(value)}'"
        return f"CAST({text} AS jsonb)" if is_postgres() else text
    if value is None:
        return "NULL"
    return "'{}'".format(str(value).replace("'", "''"))
