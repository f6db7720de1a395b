"""C7, C8, C16: the silence scan, the weekly rule and the board of activity over accounts and their posts."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Sum
from django.test.utils import CaptureQueriesContext
from guardian.shortcuts import assign_perm

from accounts.models import MediaAccount
from assessments.board import board_of
from assessments.looking.due import JOB
from assessments.looking.look import look
from assessments.looking.scan import scan_silence
from assessments.looking.weeks import counted_weeks, weeks_kept
from assessments.models import AccountActivity, Coverage, MissedQuota, PublishedItem, SilenceFlag, WeekTally
from assessments.partitions import is_partitioned, make
from assessments.periods import month_of, next_month
from assessments.states import SILENT
from assessments.watch import rules_of
from filings.management.scale.data import AT, NO_PASSWORD, STAMP, TODAY
from filings.management.scale.sql import day, insert, is_postgres, moment, next_id, trust_references
from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.access.scope import forget
from newmedia_portal.core.audit.models import AuditEvent, AuditHead
from newmedia_portal.core.jobs.models import JobRun
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.workdays import working_days
from newmedia_portal.regimes.loader import shipped

from .measure import Measured, compare, seconds, typical
from .silence_by_hand import SQLITE_WEEK, by_hand, kept_by_hand, not_exists, run

ITEM, ACTIVITY = PublishedItem._meta.db_table, AccountActivity._meta.db_table
ACCOUNT = MediaAccount._meta.db_table
#: What a night writes.
WRITTEN = [
    str(model._meta.db_table) for model in (AccountActivity, SilenceFlag, MissedQuota, Notice, AuditEvent, AuditHead)
]
#: Of every so many accounts one falls silent and one comes back on the ordinary night.
RARE = 400


class Activity:
    """Accounts with posts: filled in two steps, so that the time of the scan can be seen to grow or not."""

    def __init__(self, rounds: int) -> None:
        self.rounds = rounds
        self.accounts = MediaAccount.objects.count()
        self.base = next_id(MediaAccount) - self.accounts
        self.growth: dict[str, float] = {}
        self.first_look = 0.0
        self.done = 0

    def fill(self, posts: int) -> None:
        """Add posts, two days apart for each account, and bring sums and standings into line with them."""
        fresh, first = not self.done, self.done
        with transaction.atomic():
            trust_references()
            self._partitions(posts)
            insert(PublishedItem, first, posts, self._items(), lists={})
            self._sum_up()
            if fresh:
                insert(Coverage, 0, self.accounts, self._coverage(), lists={})
                self._standings()
        self.done = posts
        vacuum(ITEM, ACTIVITY, Coverage._meta.db_table, WeekTally._meta.db_table)
        if fresh:
            self._look_at_all()
            self._change_a_few()
            vacuum(ACTIVITY)

    def note_growth(self, posts: int) -> None:
        """Keep the time of an ordinary night at this number of posts."""

        def once() -> None:
            with undone():
                scan_silence(on=TODAY, at=AT)

        self.growth[str(posts)] = typical(once, max(3, self.rounds // 2))

    def against_not_exists(self) -> Measured:
        """An ordinary night, with what is silent after it, beside finding the silent ones among all posts."""
        counts = f"{self.accounts:,} 个账号,{self.done:,} 条发布,有变化 {self._changed():,} 个"
        measured = compare(
            self._night, not_exists, rounds=self.rounds, around=undone, id="C7",
            job=f"静默扫描平日运行({counts},含标记、消息与审计)",
            yardstick="手写 NOT EXISTS(账号、发布日倒序)", goal=1.2,
        )  # fmt: skip
        least = next(iter(self.growth.values()))
        measured.growth = {name: round(taken / least, 3) for name, taken in self.growth.items()}
        measured.note = f"发布数增长为 10 倍时的耗时;首次评定全部账号 {self.first_look:.1f} 秒"
        return measured

    def weekly_rule(self) -> Measured:
        """Who kept two items a week in how many of 13 weeks, from the sums by week, beside the same from all posts."""
        (rule,), calendar = rules_of(shipped("soe")).quotas, working_days.current()
        weeks = counted_weeks(rule, calendar, TODAY)
        return compare(
            lambda: summed(weeks_kept(MediaAccount.objects.all(), rule, calendar, TODAY)[1]),
            lambda: summed(kept_by_hand(weeks, rule.minimum or 0)),
            rounds=self.rounds, id="C8", job="每周至少 2 条,13 周内各账号达标周数",
            yardstick="手写 SQL(按账号和周汇总发布)", goal=1.3,
        )  # fmt: skip

    def board(self) -> Measured:
        """The board of the department beside its sums written by hand."""
        user = overseer()
        with CaptureQueriesContext(connection) as caught:
            board_of(user, TODAY)
        measured = compare(
            lambda: figures(user), by_hand, rounds=self.rounds * 2, id="C16", job="活跃度看板", goal=2,
            yardstick="手写汇总(平台、单位、标记、暂停)",
        )  # fmt: skip
        measured.note = f"{len(caught)} 次查询,不读发布记录"
        return measured

    def _night(self) -> tuple[int, int]:
        scan_silence(on=TODAY, at=AT)
        return silent_rows()

    def _changed(self) -> int:
        return AccountActivity.objects.filter(dirty=True).count()

    def _partitions(self, posts: int) -> None:
        if is_partitioned():
            month, months = month_of(TODAY - timedelta(days=150 + 2 * posts // self.accounts)), []
            while month <= TODAY:
                months.append(month)
                month = next_month(month)
            make(months)

    def _items(self) -> dict[str, str]:
        number = f"(i % {self.accounts})"
        ago = (
            f"(CASE WHEN {number} % {RARE} = 7 THEN 15 WHEN {number} % {RARE} = 9 THEN 20"
            f" WHEN {number} % 100 < 90 THEN {number} % 10 WHEN {number} % 100 < 98 THEN 10 + {number} % 4"
            f" ELSE 14 + {number} % 120 END)"
        )
        return {
            "account_id": f"{self.base} + {number}",
            "published_on": day(TODAY, f"-1 - {ago} - 2 * (i / {self.accounts})"),
            "title": "'示例信息'",
            "key": "'k' || i",
            "push": "'p' || i",
            "source": "'import'",
            "at": moment(STAMP),
        }

    def _coverage(self) -> dict[str, str]:
        late = f"CASE WHEN i % {RARE} = 7 THEN -3 ELSE -1 END"
        return {
            "account_id": f"{self.base} + i",
            "first_on": day(date(2019, 1, 1), "0"),
            "last_on": day(TODAY, late),
            "source": "'import'",
            "at": moment(STAMP),
        }

    def _sum_up(self) -> None:
        """Write the sums of the last hundred days anew."""
        week = "date_trunc('week', published_on)::date" if is_postgres() else SQLITE_WEEK
        table = WeekTally._meta.db_table
        run(f"DELETE FROM {table}")
        run(
            f"INSERT INTO {table} (account_id, start_on, items, pushes) SELECT account_id, {week}, count(*),"
            f" count(DISTINCT push) FROM {ITEM} WHERE published_on >= %s GROUP BY 1, 2",
            [TODAY - timedelta(days=100)],
        )

    def _standings(self) -> None:
        AccountActivity.objects.all().delete()
        found = f"(SELECT {{}}(published_on) FROM {ITEM} p WHERE p.account_id = {self.base} + i)"
        place = f"(SELECT {{}} FROM {ACCOUNT} a WHERE a.id = {self.base} + i)"
        given = {"account_id": f"{self.base} + i", "first_item_on": found.format("min")}
        given |= {"last_item_on": found.format("max"), "known_until": found.format("max")}
        given |= {name: place.format(name) for name in ("unit_id", "root_id")}
        insert(AccountActivity, 0, self.accounts, given, lists={})

    def _look_at_all(self) -> None:
        pks = list(AccountActivity.objects.filter(account__platform__is_group=False).values_list("pk", flat=True))

        def first() -> None:
            with transaction.atomic():
                look(pks, on=TODAY)

        self.first_look = seconds(first)[0]
        SilenceFlag.objects.update(told_on=TODAY)
        AccountActivity.objects.filter(dirty=True).update(dirty=False)
        AccountActivity.objects.update(seen_version=1)
        ran = AT - timedelta(days=1)
        JobRun.objects.create(job=JOB, business_date=ran, started_at=ran, leased_until=ran, finished_at=ran)

    def _change_a_few(self) -> None:
        """Let the ordinary day come: some go on being silent, as data now shows, some publish again."""
        quiet, back = (f"(account_id - {self.base}) %% {RARE} = {rest}" for rest in (7, 9))
        table = Coverage._meta.db_table
        run(f"UPDATE {table} SET last_on = %s WHERE {quiet}", [TODAY - timedelta(days=1)])
        new = {**self._items(), "account_id": f"{self.base} + i * {RARE} + 9", "published_on": day(TODAY, "-1")}
        insert(PublishedItem, 0, self.accounts // RARE, {**new, "key": "'n' || i"}, lists={})
        run(f"UPDATE {ACTIVITY} SET dirty = %s WHERE {quiet}", [True])
        run(f"UPDATE {ACTIVITY} SET dirty = TRUE, last_item_on = %s WHERE {back}", [TODAY - timedelta(days=1)])


@contextmanager
def undone() -> Iterator[None]:
    """Take back what the block writes, and sweep up after it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    vacuum(*WRITTEN, analyse=False)


def vacuum(*tables: str, analyse: bool = True) -> None:
    """Sweep up dead rows (PostgreSQL)."""
    for table in tables if connection.vendor == "postgresql" else ():
        run(f"VACUUM {'ANALYZE ' if analyse else ''}{table}")


def silent_rows() -> tuple[int, int]:
    """Return how many accounts of the organisation stand as silent, and the sum of their keys."""
    root = Unit.objects.get(parent__isnull=True)
    rows = AccountActivity.objects.filter(root=root, level__in=SILENT)
    found = rows.aggregate(number=Count("pk"), total=Sum("pk"))
    return found["number"], found["total"] or 0


def summed(kept: dict[int, int]) -> tuple[int, int]:
    """Return the accounts that kept any week, and all weeks kept."""
    return len(kept), sum(kept.values())


def overseer() -> User:
    """Return somebody who sees the whole organisation."""
    root = Unit.objects.get(parent__isnull=True)
    user, _ = User.objects.get_or_create(
        username="bench-watch", defaults={"full_name": "张某", "password": NO_PASSWORD}
    )
    assign_perm("core.oversee_unit", user, root)
    forget(user)
    return user


def figures(user: User) -> tuple[Any, ...]:
    """Return what the board shows, in figures."""
    board = board_of(user, TODAY)
    return board.total, sorted((str(level), count) for level, count in board.levels if count), len(board.units)


def measure(posts: int, rounds: int, say: Any) -> list[Measured]:
    """Measure all three, the scan at a tenth of the posts too."""
    one = Activity(rounds)
    for number in (posts // 10, posts):
        one.fill(number)
        one.note_growth(number)
        say(f"{number:,} 条发布")
    return [one.against_not_exists(), one.weekly_rule(), one.board()]
