"""Ranks of a quarter (名次): within the class, best first; equal scores share a rank (1, 2, 2, 4)."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from ..models import Entry, Quarter

PART = 300


class Standing(NamedTuple):
    """What a rank needs to know of an entry."""

    pk: int
    unit_class: str
    counts: Decimal | None
    rank: int | None
    ranked_of: int | None


def places(standings: Iterable[Standing]) -> dict[int, tuple[int | None, int]]:
    """Return rank and number of ranked units of the class by entry; without a score there is no rank."""
    classes: dict[str, list[Standing]] = {}
    for one in standings:
        classes.setdefault(one.unit_class, []).append(one)
    found: dict[int, tuple[int | None, int]] = {}
    for members in classes.values():
        scored = sorted((one for one in members if one.counts is not None), key=lambda one: -(one.counts or 0))
        found.update({one.pk: (None, len(scored)) for one in members if one.counts is None})
        rank, last = 0, None
        for number, one in enumerate(scored, 1):
            if one.counts != last:
                rank, last = number, one.counts
            found[one.pk] = (rank, len(scored))
    return found


def rank_all(quarter: Quarter) -> int:
    """Write the ranks that have changed; returns how many."""
    rows = Entry.objects.filter(quarter=quarter).order_by()
    standings = [Standing(*row) for row in rows.values_list("pk", "unit_class", "counts", "rank", "ranked_of")]
    now = places(standings)
    changed = [(one.pk, *now[one.pk]) for one in standings if now[one.pk] != (one.rank, one.ranked_of)]
    for start in range(0, len(changed), PART):
        _write(changed[start : start + PART])
    return len(changed)


def _write(changed: list[tuple[int, int | None, int]]) -> None:
    """Write ranks in one statement; the ORM takes as long to build its own as all else together."""
    table = connection.ops.quote_name(Entry._meta.db_table)
    number = "CAST(%s AS integer)"
    rows = ", ".join([f"(CAST(%s AS bigint), {number}, {number})"] * len(changed))
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH new(pk, rank, ranked_of) AS (VALUES {rows}) "  # noqa: S608 - a table of a model and placeholders; values are parameters  # nosec B608
            f"UPDATE {table} SET rank = new.rank, ranked_of = new.ranked_of FROM new WHERE {table}.id = new.pk",
            [value for row in changed for value in row],
        )
