"""Keeping the index right (索引更新): what a unit of work wrote is indexed at its end, in the same transaction.

Large loads leave their marks for the job of every minute; until then the search reads marked rows themselves.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, Min, QuerySet

from . import triggers
from .documents import Document, document_of
from .models import SearchEntry, SearchMark
from .registry import Source, Values, source_of, sources

#: So many rows are indexed at once by the transaction that wrote them; more wait for the job.
AT_ONCE = 2_000
BATCH = 1_000
PART = 500
RANGE = 10_000
WRITTEN = ("kind", "owner", "text", "initials", "syllables", "grams")


def index_own_writes() -> None:
    """Index what this transaction has written, unless it is a large load."""
    mine = SearchMark.objects.all()
    if connection.vendor == "postgresql":
        mine = mine.extra(where=["tx = txid_current_if_assigned()"])
    marks = list(mine.values_list("pk", "source", "row")[: AT_ONCE + 1])
    if marks and len(marks) <= AT_ONCE:
        _index(marks)
        SearchMark.objects.filter(pk__in=[pk for pk, _, _ in marks]).delete()


def catch_up(*, most: int = 1_000_000) -> int:
    """Index marked rows in small transactions until none is left; return how many marks went."""
    done = 0
    while done < most:
        gone = _catch_up_once()
        if not gone:
            break
        done += gone
    return done


def _catch_up_once() -> int:
    """Index one batch; a row that somebody is writing keeps its mark, and so does one whose writer is not done."""
    with transaction.atomic():
        waiting = SearchMark.objects.order_by("pk")
        if connection.vendor == "postgresql":
            waiting = waiting.select_for_update(skip_locked=True)
        marks = list(waiting.values_list("pk", "source", "row")[:BATCH])
        free = _not_being_written(marks) if connection.vendor == "postgresql" else marks
        _index(free)
        SearchMark.objects.filter(pk__in=[pk for pk, _, _ in free]).delete()
        return len(free)


Mark = tuple[int, str, int]


def _not_being_written(marks: Sequence[Mark]) -> list[Mark]:
    """Lock the marked rows against writers for this transaction, and leave out those that somebody is writing."""
    free = []
    for source, rows in _by_source(marks):
        table = connection.ops.quote_name(source.model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT id FROM {table} WHERE id = ANY(%s)", [rows])  # noqa: S608 - a table of a model  # nosec B608
            there = {pk for (pk,) in cursor.fetchall()}
            cursor.execute(
                f"SELECT id FROM {table} WHERE id = ANY(%s) ORDER BY id FOR SHARE SKIP LOCKED",  # noqa: S608 - a table of a model; values are parameters  # nosec B608
                [sorted(there)],
            )
            held = there - {pk for (pk,) in cursor.fetchall()}
        free += [mark for mark in marks if mark[1] == source.code and mark[2] not in held]
    known = {source.code for source in sources()}
    return free + [mark for mark in marks if mark[1] not in known]


def _index(marks: Sequence[Mark]) -> None:
    for source, rows in _by_source(marks):
        for start in range(0, len(rows), PART):
            index_rows(source, rows[start : start + PART])


def _by_source(marks: Sequence[Mark]) -> Iterator[tuple[Source, list[int]]]:
    rows: dict[str, set[int]] = defaultdict(set)
    for _, code, row in marks:
        rows[code].add(row)
    for code, numbers in rows.items():
        source = source_of(code)
        if source is not None:
            yield source, sorted(numbers)


def index_rows(source: Source, rows: Sequence[int]) -> None:
    """Make the entries of rows equal to what the rows say now; an entry whose row is gone goes too."""
    entries = {row: made.entry(source, row) for row, made in documents(source, rows)}
    gone = [row for row in rows if row not in entries]
    if gone:
        SearchEntry.objects.filter(source=source.code, row__in=gone).delete()
    if entries:
        SearchEntry.objects.bulk_create(
            [SearchEntry(**entry) for entry in entries.values()],
            update_conflicts=True,
            unique_fields=["source", "row"],
            update_fields=WRITTEN,
            batch_size=100,
        )


def documents(source: Source, rows: Iterable[int]) -> Iterator[tuple[int, Document]]:
    """Yield what is searched of each of the rows, as they are now."""
    found: Iterable[Values] = source.model._base_manager.filter(pk__in=list(rows)).values("pk", *source.columns)
    for values in found:
        made = document_of(source, values)
        if made is not None:
            yield values["pk"], made


def has_tables() -> bool:
    """Say whether the index and all that is searched have their tables: not so halfway through an upgrade."""
    needed = {SearchMark._meta.db_table, SearchEntry._meta.db_table, *(one.model._meta.db_table for one in sources())}
    return needed.issubset(connection.introspection.table_names())


def set_up() -> list[str]:
    """Give every source its triggers and mark all its rows, where they are missing or it was defined otherwise before.

    Rows are marked by ranges of their numbers, each in a transaction of its own. Returns the sources marked.
    """
    there = triggers.present(connection)
    fresh = [source for source in sources() if not there.issuperset(triggers.names_of(source))]
    for source in fresh:
        with transaction.atomic():
            triggers.remove(connection, source.code)
            triggers.watch_writes(connection, source)
        _mark_all(source)
        triggers.watch_removal(connection, source)
    return [source.code for source in fresh]


def _mark_all(source: Source) -> None:
    """Mark every row of a source, and every row that an entry of it stands for."""
    table = connection.ops.quote_name(source.model._meta.db_table)
    _mark_from(source, table, "id", "TRUE", source.model._base_manager.all(), "pk")
    mine = SearchEntry.objects.filter(source=source.code)
    _mark_from(source, "core_searchentry", '"row"', f"source = '{source.code}'", mine, "row")


def _mark_from(source: Source, table: str, column: str, where: str, rows: QuerySet[Any], name: str) -> None:
    ends: dict[str, Any] = rows.aggregate(first=Min(name), last=Max(name))
    if ends["first"] is None:
        return
    tx = "txid_current()" if connection.vendor == "postgresql" else "0"
    statement = (
        f'INSERT INTO {triggers.MARK} (source, tx, "row") '  # noqa: S608 - names of tables and columns alone  # nosec B608
        f"SELECT '{source.code}', {tx}, {column} FROM {table} WHERE {where} AND {column} BETWEEN %s AND %s"
    )
    for start in range(ends["first"], ends["last"] + 1, RANGE):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [start, start + RANGE - 1])
