"""Statements kept ready (备好的语句): made by the ORM once for a key, and from then on only asked.

Making the SQL of a query takes longer than answering it where few rows are read; what every page asks is kept here. A
key names all that the values in the statement are made of, so that a change makes another key.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet

MANY = 2000

Made = TypeVar("Made")


@dataclass(frozen=True)
class Statement:
    """SQL with its values, and what turns the database's values into those of the fields."""

    sql: str
    values: tuple[Any, ...]
    converters: dict[int, Any]


def statement_of(rows: QuerySet[Any]) -> Statement | None:
    """Return the statement of a queryset of `values_list`; None where no row can be found."""
    compiler = rows.query.get_compiler(connection=connections[DEFAULT_DB_ALIAS])
    try:
        sql, values = compiler.as_sql()
    except (EmptyResultSet, FullResultSet):
        return None
    shown = [expression for expression, _, _ in compiler.select[: compiler.col_count]]
    return Statement(sql, tuple(values), compiler.get_converters(shown))


class Ready(Generic[Made]):
    """What was made for at most `MANY` keys; beyond that it starts anew."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, Made] = {}

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what was made for the key, or make it."""
        try:
            return self._kept[key]
        except KeyError:
            if len(self._kept) >= MANY:
                self._kept.clear()
            made = self._kept[key] = make()
            return made


def ask(statement: Statement | None) -> list[tuple[Any, ...]]:
    """Return the rows of a statement."""
    if statement is None:
        return []
    connection = connections[DEFAULT_DB_ALIAS]
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, statement.values)
        rows = cursor.fetchall()
    if not statement.converters:
        return rows
    return [_converted(row, statement.converters, connection) for row in rows]


def _converted(row: tuple[Any, ...], converters: dict[int, Any], connection: Any) -> tuple[Any, ...]:
    values = list(row)
    for place, (chain, expression) in converters.items():
        for convert in chain:
            values[place] = convert(values[place], expression, connection)
    return tuple(values)
