"""What stood in the tables, as one number for each: over the columns that were there, and the rows that were there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

#: Columns that a migration is meant to change, or that change by use; tables of counters, which go on counting.
MEANT = {"filings_obligation": {"remind_on"}, "core_user": {"last_login"}}
COUNTERS = ("django_migrations", "django_session", "core_audithead")
COLUMNS = """
SELECT c.table_name, array_agg(c.column_name::text ORDER BY c.ordinal_position)
FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' GROUP BY 1 HAVING 'id' = ANY (array_agg(c.column_name))
"""


@dataclass(frozen=True)
class Seen:
    """A table as it was seen: the columns compared, the highest key, the number of rows, their digest."""

    columns: tuple[str, ...]
    top: int
    rows: int
    digest: str


def see(connection: Any, *, of: Mapping[str, Seen] | None = None, only: tuple[str, ...] = ()) -> dict[str, Seen]:
    """Look at every table that has a key; with `of`, at the same columns and rows as there."""
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        tables = {table: names for table, names in cursor.fetchall() if table not in COUNTERS}
        if of is not None:
            return {table: _look(cursor, table, seen.columns, seen.top) for table, seen in of.items()}
        chosen = {table: names for table, names in tables.items() if not only or table in only}
        return {table: _look(cursor, table, _compared(table, names), None) for table, names in chosen.items()}


def _compared(table: str, names: list[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name not in MEANT.get(table, ()))


def _look(cursor: Any, table: str, columns: tuple[str, ...], top: int | None) -> Seen:
    if top is None:
        cursor.execute(f'SELECT COALESCE(max(id), 0) FROM "{table}"')
        top = int(cursor.fetchone()[0])
    row = ", ".join(f'"{name}"' for name in columns)
    cursor.execute(
        f'SELECT count(*), COALESCE(sum(hashtextextended(ROW({row})::text, 0)::numeric), 0)::text FROM "{table}" '
        "WHERE id <= %s",
        [top],
    )
    rows, digest = cursor.fetchone()
    return Seen(columns, top, rows, digest)
