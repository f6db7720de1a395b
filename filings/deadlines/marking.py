"""Writing the flags of the daily job, and in the same pass what was reminded and whom it concerns."""

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.db import connection, models
from django.db.models import Case, Count, F, Func, Min, Value, When
from django.db.models.sql import UpdateQuery

from ..states import Flag
from .open import RESUBMIT

COUNTED = (
    "WITH marked AS ({update} RETURNING unit_id, root_id, edition_id, kind, due_on)"
    " SELECT unit_id, root_id, edition_id, kind = %s AS own, count(*), min(due_on) FROM marked"
    " GROUP BY unit_id, root_id, edition_id, own"
)


@dataclass(frozen=True)
class Marked:
    """How many obligations of a unit were given a flag in one statement, and the earliest day of them.

    `own` marks the desk's own period for correction, which concerns only those who write.
    """

    flag: str
    unit: int
    root: int
    edition: int
    own: bool
    count: int
    first: date


def told_of(rung: int, on: date) -> Any:
    """Return the value that adds a rung to the record of an obligation, for the same statement that flags it."""
    return Func(F("told_rungs"), Value(f"{rung}@{on} "), template="%(expressions)s", arg_joiner=" || ")


def mark(rows: models.QuerySet[Any], flag: Flag, **values: Any) -> list[Marked]:
    """Write a flag and other values to obligations; return what was written, by unit.

    PostgreSQL counts what the statement returns, so each row is visited once. On SQLite, where a writing transaction
    is alone, the rows are counted before they are written.
    """
    values = {"flag": flag, **values}
    if connection.vendor != "postgresql":
        own = Case(When(kind=RESUBMIT, then=Value(True)), default=Value(False), output_field=models.BooleanField())
        counted = rows.order_by().annotate(own=own).values_list("unit", "root", "edition", "own")
        found = list(counted.annotate(count=Count("pk"), first=Min("due_on")))
        if found:
            rows.update(**values)
        return [Marked(flag, *row) for row in found]
    query = cast(UpdateQuery, rows.query.chain(UpdateQuery))
    query.add_update_values(values)
    update, params = query.get_compiler(connection=connection).as_sql()
    with connection.cursor() as cursor:
        cursor.execute(COUNTED.format(update=update), [*params, RESUBMIT])
        return [Marked(flag, *row) for row in cursor.fetchall()]
