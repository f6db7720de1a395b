"""The monthly partitions of the published items (按月分区), on PostgreSQL; on SQLite there is one plain table."""

from collections.abc import Iterable
from datetime import date

from django.db import connection, transaction

from .periods import month_of, next_month

TABLE = "assessments_publisheditem"
DEFAULT = f"{TABLE}_default"
AHEAD = 3
OWN_PARTITION = 1_000
"""A month with so many items in the default partition gets one of its own."""


def is_partitioned() -> bool:
    """Whether this database keeps the items in partitions."""
    return connection.vendor == "postgresql"


def name_of(month: date) -> str:
    """Return the name of a month's partition."""
    return f"{TABLE}_{month:%Y_%m}"


def existing() -> set[str]:
    """Return the names of all partitions, the default one left out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = %s::regclass", [TABLE])
        return {name for (name,) in cursor.fetchall()} - {DEFAULT}


def wanted(on: date) -> list[date]:
    """Return the months that should have a partition: this one, those to come, and full ones of the past."""
    months = [month_of(on)]
    for _ in range(AHEAD):
        months.append(next_month(months[-1]))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT date_trunc('month', published_on)::date FROM {DEFAULT} GROUP BY 1 HAVING count(*) >= %s",  # noqa: S608 - the name is a constant  # nosec B608
            [OWN_PARTITION],
        )
        return sorted({*months, *(month for (month,) in cursor.fetchall())})


def make(months: Iterable[date]) -> list[str]:
    """Make the partitions that are missing, each with the items of its month; returns their names.

    Writers wait meanwhile, readers until the partition is attached.
    """
    known, made = existing(), []
    for month in months:
        if name_of(month) not in known:
            _make(month)
            made.append(name_of(month))
    return made


def _make(month: date) -> None:
    """Call the function of the tables' owner: the portal's own role owns no table."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SELECT assessments_make_partition(%s)", [month])
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
