"""C11: scoring a quarter of all accounts with item detail, beside one SQL over the monthly sums; 1 % changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

from django.db import connection, transaction

from accounts.models import MediaAccount
from assessments.actions.quarters import score_quarter
from assessments.models import AccountEntry, CardStencil, Entry, MonthTally, Quarter, SchemeVersion
from assessments.quarters.codes import days_of
from filings.management.scale.data import AT
from filings.management.scale.sql import insert, next_id, trust_references
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.audit.models import AuditEvent, AuditHead
from newmedia_portal.regimes.editions import edition_for

from .measure import Measured, compare, seconds
from .quarters_by_hand import HAND, by_hand, of_hand
from .silence import vacuum

PERIOD = "2026Q2"
WRITTEN = [str(one._meta.db_table) for one in (AccountEntry, CardStencil, Entry, MonthTally, AuditEvent, AuditHead)]
MONTHS = (date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1))
#: One of so many units is touched for the second measure.
TOUCHED = 100
SCHEME = """
code = "bench"
version = "1"
title = "示例计分"
places = 2

[[parts]]
code = "accounts"
label = "账号"
weight = 100

[[indicators]]
code = "items"
label = "发布条数"
measure = "items"
weight = 40
rule = { kind = "ratio", target = 60 }
article = "示例"
paraphrase = "示例。"

[[indicators]]
code = "originals"
label = "原创占比"
measure = "originals"
weight = 30
rule = { kind = "share" }
article = "示例"
paraphrase = "示例。"

[[indicators]]
code = "reads"
label = "阅读量"
measure = "reads"
weight = 30
rule = { kind = "per_n", n = 1000, points = 1 }
article = "示例"
paraphrase = "示例。"

[[indicators]]
code = "forwards"
label = "转发量"
measure = "forwards"
article = "示例"
paraphrase = "示例。"

[[indicators]]
code = "comments"
label = "评论量"
measure = "comments"
article = "示例"
paraphrase = "示例。"

[[bands]]
code = "pass"
label = "合格"
at = 60

[[bands]]
code = "fail"
label = "不合格"
at = 0
passes = false
"""


def measure(rounds: int) -> list[Measured]:
    """Fill the sums of three months, then measure the whole and one unit in a hundred."""
    quarter = prepare()
    return [whole(quarter, rounds), touched(quarter, rounds)]


def prepare() -> Quarter:
    """Give every account three months of sums, and open the quarter without scoring it."""
    root = Unit.objects.get(parent__isnull=True)
    accounts = MediaAccount.objects.count()
    base = next_id(MediaAccount) - accounts
    with transaction.atomic():
        trust_references()
        for number, month in enumerate(MONTHS):
            insert(MonthTally, number * accounts, (number + 1) * accounts, _sums(base, accounts, month), lists={})
        edition = edition_for(root.regime, AT.date())
        scheme = SchemeVersion.objects.create(
            root=root, number=1, title="示例计分", content=SCHEME, digest="0" * 64, edition=edition, created_at=AT
        )
        first, last = days_of(PERIOD)
        quarter = Quarter.objects.create(
            root=root, period=PERIOD, start_on=first, end_on=last, edition=edition, scheme=scheme, opened_at=AT
        )
    vacuum(MonthTally._meta.db_table)
    return quarter


def whole(quarter: Quarter, rounds: int) -> Measured:
    """Score all accounts for the first time, beside one SQL that writes the same points and their items."""
    counts = f"{MediaAccount.objects.count():,} 个账号，每个 5 项明细"
    measured = compare(
        lambda: score_quarter(quarter, by=None, at=AT), by_hand, rounds=rounds, around=_undone, id="C11",
        job=f"季度计分（{counts}，含名次、指纹和审计）", yardstick="手写 SQL（月汇总到得分与明细）", goal=1.3,
        look=lambda: _scores(quarter),
    )  # fmt: skip
    measured.note = _references(quarter)
    return measured


def touched(quarter: Quarter, rounds: int) -> Measured:
    """Score again after one unit in a hundred has changed, beside the SQL of the whole; the note tells our whole."""
    score_quarter(quarter, by=None, at=AT)
    vacuum(Entry._meta.db_table, AccountEntry._meta.db_table)

    @contextmanager
    def changed() -> Iterator[None]:
        with _undone():
            _touch(quarter)
            yield

    measured = compare(
        lambda: score_quarter(quarter, by=None, at=AT, changed_only=True), by_hand, rounds=rounds, around=changed,
        id="C11b", job="1% 的单位有变化后重新计分", yardstick="手写 SQL（全部账号）", goal=0.1,
        look=lambda: _scores(quarter),
    )  # fmt: skip
    full = min(seconds(lambda: score_quarter(quarter, by=None, at=AT))[0] for _ in range(2)) * 1000
    measured.note = (
        f"与本系统全部重新计分（{full:.0f} 毫秒，结果未变，不写库）的比值 {measured.milliseconds[0] / full:.3f}"
    )
    return measured


def _touch(quarter: Quarter) -> None:
    units = list(Entry.objects.filter(quarter=quarter).order_by("unit").values_list("unit", flat=True))[::TOUCHED]
    MonthTally.objects.filter(account__unit__in=units, start_on=MONTHS[0]).update(items=7, originals=3)
    Entry.objects.filter(quarter=quarter, unit__in=units).update(dirty=True)


def _sums(base: int, accounts: int, month: date) -> dict[str, str]:
    number = f"(i % {accounts})"
    items = f"(3 + ({number} * 7 + {month.month}) % 40)"
    return {
        "account_id": f"{base} + {number}",
        "start_on": f"DATE '{month}'" if connection.vendor == "postgresql" else f"'{month}'",
        "items": items,
        "pushes": items,
        "originals": f"({items} * ({number} % 11) / 10) % ({items} + 1)",
        "reads": f"({items} * (100 + {number} % 900))",
        "forwards": f"({number} % 50)",
        "comments": f"({number} % 30)",
    }


@contextmanager
def _undone() -> Iterator[None]:
    """Take back what the block writes, and sweep up after it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    vacuum(*WRITTEN, analyse=False)


def _references(quarter: Quarter) -> str:
    """Return how long the references of the written rows take to check; a real commit does so, both sides leave it."""
    if connection.vendor != "postgresql":
        return ""
    with _undone(), connection.cursor() as cursor:
        score_quarter(quarter, by=None, at=AT)
        taken = seconds(lambda: cursor.execute("SET CONSTRAINTS ALL IMMEDIATE"))[0]
    return f"提交时检查外键另需 {taken * 1000:.0f} 毫秒，两边都不计"


def _scores(quarter: Quarter) -> list[tuple[int, Decimal]]:
    """Return the score of every unit, whoever wrote it."""
    if HAND in connection.introspection.table_names():
        return of_hand()
    rows = Entry.objects.filter(quarter=quarter, score__isnull=False).order_by("unit")
    return [(unit, score or Decimal(0)) for unit, score in rows.values_list("unit", "score")]
