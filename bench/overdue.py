"""C5: the daily job over all obligations, on its first run and on an ordinary day."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.db import connection, transaction

from filings.deadlines.scan import flag_overdue, scan_overdue
from filings.management.scale.data import AT, TODAY
from filings.models import Obligation

from .measure import Measured, compare

ORDINARY = TODAY + timedelta(days=6)
LATE = "state = 'open' AND flag <> 'overdue' AND due_on < %s"


@contextmanager
def undone() -> Iterator[None]:
    """Take back what the block writes, and sweep up after it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM filings_obligation")


def late_rows() -> tuple[int, int]:
    """Return how many rows stand flagged as overdue, and the sum of their keys."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), coalesce(sum(id), 0) FROM filings_obligation WHERE flag = 'overdue'")
        number, total = cursor.fetchone()
        return int(number), int(total)


def scan(on: date) -> None:
    """Run the job's own code."""
    scan_overdue(on=on, at=AT)


def update_by_hand(on: date) -> None:
    """Flag what is late with one statement and nothing else."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE filings_obligation SET flag = 'overdue', flagged_on = %s, remind_on = NULL"
            f" WHERE {LATE} AND remind_on IS NOT NULL",
            [on, on],
        )


def first_run(rounds: int) -> Measured:
    """The first run flags a fifth of all obligations and tells every unit."""
    with undone():
        scan(TODAY)
        flagged = late_rows()[0]
    return compare(
        lambda: scan(TODAY),
        lambda: update_by_hand(TODAY),
        rounds=rounds,
        around=undone,
        look=late_rows,
        id="C5",
        job=f"逾期扫描首次运行({Obligation.objects.count():,} 条,标记 {flagged:,} 条,含消息与审计)",
        yardstick="手写一条 UPDATE",
        goal=1.1,
    )


def ordinary_day(rounds: int, first: Measured) -> list[Measured]:
    """A day on which a few hundred become late or are soon due: the whole job, and its flagging alone.

    The whole job stands beside its own first run over everything; flagging stands beside counting by a scan of the
    whole table, and so does the whole job, in its note.
    """
    for offset in range(6):
        scan(TODAY + timedelta(days=offset))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE filings_obligation")
    before = late_rows()[0]
    with undone():
        scan(ORDINARY)
        newly = late_rows()[0] - before
    whole = compare(
        lambda: scan(ORDINARY),
        count_all,
        rounds=rounds,
        around=undone,
        id="C5b",
        job=f"逾期扫描平日运行(新逾期 {newly:,} 条,含提醒、消息与审计)",
        yardstick="同一作业的首次全量运行",
        goal=0.1,
    )
    whole.note = f"为全表扫描计数的 {whole.ratio:.3f} 倍({whole.milliseconds[1]:.1f} 毫秒)"
    full = first.milliseconds[0]
    whole.ratio, whole.spread = (
        whole.milliseconds[0] / full,
        [part * whole.milliseconds[1] / full for part in whole.spread],
    )
    whole.milliseconds = [whole.milliseconds[0], full]
    flagging = compare(
        lambda: sum(row.count for row in flag_overdue(ORDINARY)),
        count_all,
        rounds=rounds,
        around=undone,
        id="C5c",
        job=f"平日新逾期 {newly:,} 条的查找与标记",
        yardstick="全表扫描计数",
        goal=0.1,
    )
    whole.digest_equal = newly == count_all()
    return [whole, flagging]


def count_all() -> int:
    """Count what is late by reading the whole table."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for kind in ("indexscan", "indexonlyscan", "bitmapscan"):
                cursor.execute(f"SET LOCAL enable_{kind} = off")
            cursor.execute(f"SELECT count(*) FROM filings_obligation WHERE {LATE}", [ORDINARY])
        else:
            cursor.execute(f"SELECT count(*) FROM filings_obligation NOT INDEXED WHERE {LATE}", [ORDINARY])
        return int(cursor.fetchone()[0])
