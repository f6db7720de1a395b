"""Published items of the synthetic load (模拟发布数据): two years of items, their sums, what is known, and the facts.

Of twenty accounts one has been silent for five months, one for a month, one never published anything, and of one the
data ends two months ago; all others go on. One INSERT a month; the sums are taken from the rows.
"""

from datetime import date, timedelta

from django.db import connection

from accounts.models import MediaAccount
from filings.management.scale.data import STAMP, TODAY, Load, add_to_load
from filings.management.scale.sql import day, defaults_of, insert, is_postgres, moment, next_id, one_of, settle
from newmedia_portal.core.refusals import Refused

from .. import partitions
from ..models import AccountActivity, Coverage, MonthTally, PublishedItem, WeekTally
from ..periods import last_months, next_month

MONTHS = 24
BLOCK = 20
SILENT_FIVE_MONTHS, SILENT_A_MONTH, NEVER, NO_DATA = 0, 1, 2, 3
YESTERDAY = TODAY - timedelta(days=1)
FIGURES = ("reads", "likes", "wows", "forwards", "comments")


@add_to_load
def items(load: Load) -> None:
    """Add items to the accounts of the load, most recent months last."""
    if not load.posts:
        return
    number = MediaAccount.objects.count() // BLOCK * BLOCK
    if not number:
        raise Refused(f"发布记录至少需要 {BLOCK} 个账号:请同时给出 --accounts。")
    least = MediaAccount.objects.order_by("pk").values_list("pk", flat=True)[0]
    months = last_months(TODAY, MONTHS)[::-1]
    if partitions.is_partitioned():
        partitions.make(months)
    begun = PublishedItem.objects.count()
    for place, first in enumerate(months):
        rows = load.posts * (place + 1) // MONTHS - load.posts * place // MONTHS
        if rows:
            month(load, first, begun, rows, least, number, age=MONTHS - 1 - place)
        begun += rows
    coverage(least, number, months[0])
    settle(PublishedItem)
    sums()
    facts(least, number)
    settle(Coverage, WeekTally, MonthTally, AccountActivity, MediaAccount)


def month(load: Load, first: date, begun: int, rows: int, least: int, number: int, *, age: int) -> None:
    """Add the items of one month, spread over its days and over the accounts that published then."""
    quiet = {NEVER} | ({SILENT_FIVE_MONTHS} if age < 5 else set()) | ({SILENT_A_MONTH} if age < 1 else set())
    alive = [place for place in range(BLOCK) if place not in quiet | ({NO_DATA} if age < 2 else set())]
    turn = number // BLOCK * len(alive)
    days = (min(next_month(first), TODAY) - first).days
    account = f"{least} + (i % {turn}) / {len(alive)} * {BLOCK} + {one_of('alive', alive, f'i % {turn}')}"
    known = next_id(PublishedItem) - begun
    given = {
        "id": f"{known} + i",
        "account_id": account,
        "published_on": day(first, f"((i / {turn}) * 7 + i * 3 + {load.seed}) % {days}"),
        "title": "'示例信息' || i",
        "link": "''",
        "key": "'scale-' || i",
        "push": "'scale-' || i",
        "original": "i % 3 = 0",
        "reads": f"i * 37 % {2000 + load.seed}",
        "likes": "i * 11 % 90",
        "forwards": "i * 7 % 40",
        "comments": "CASE WHEN i % 4 = 0 THEN i % 9 END",
        "source": "'import'",
        "at": moment(STAMP),
    }
    insert(PublishedItem, begun, begun + rows, given, lists={"alive": alive})


def coverage(least: int, number: int, first: date) -> None:
    """Say that everything is known of each account, of one in twenty until two months ago only."""
    if Coverage.objects.filter(origin="scale").exists():
        return
    ends = f"CASE WHEN i % {BLOCK} = {NO_DATA} THEN {day(TODAY, '-60')} ELSE {day(YESTERDAY, '0')} END"
    given = {
        "account_id": f"{least} + i",
        "first_on": day(first, "0"),
        "last_on": ends,
        "source": "'import'",
        "origin": "'scale'",
        "at": moment(STAMP),
    }
    insert(Coverage, 0, number, given, lists={})


def sums() -> None:
    """Take the sums by week and month from the items."""
    monday, first = "date(published_on, 'weekday 0', '-6 days')", "date(published_on, 'start of month')"
    if is_postgres():
        monday, first = "date_trunc('week', published_on)::date", "date_trunc('month', published_on)::date"
    figures = ", ".join(FIGURES)
    figure_sums = ", ".join(f"sum({name})" for name in FIGURES)
    source = f"FROM {PublishedItem._meta.db_table} WHERE withdrawn_on IS NULL GROUP BY 1, 2"
    counted = "count(*), count(DISTINCT push)"
    with connection.cursor() as cursor:
        # names and numbers made here, for a database of made-up data
        cursor.execute(f"DELETE FROM {WeekTally._meta.db_table}")  # nosec B608
        cursor.execute(f"DELETE FROM {MonthTally._meta.db_table}")  # nosec B608
        cursor.execute(
            f"INSERT INTO {WeekTally._meta.db_table} (account_id, start_on, items, pushes) "
            f"SELECT account_id, {monday}, {counted} {source}"
        )
        cursor.execute(
            f"INSERT INTO {MonthTally._meta.db_table} (account_id, start_on, items, pushes, originals, {figures}) "
            f"SELECT account_id, {first}, {counted}, sum(CASE WHEN original THEN 1 ELSE 0 END), {figure_sums} {source}"
        )


def facts(least: int, number: int) -> None:
    """Write first and last item and how far the data goes, and carry the last post over to the register."""
    AccountActivity.objects.filter(pk__gte=least).delete()
    # names and numbers made here, for a database of made-up data
    spans = f"SELECT account_id, min(published_on) AS first, max(published_on) AS last FROM {_table(PublishedItem)} "  # nosec B608
    later = "greatest" if is_postgres() else "max"
    columns = {
        **defaults_of(AccountActivity),
        "account_id": "a.id",
        "unit_id": "a.unit_id",
        "root_id": "a.root_id",
        "first_item_on": "s.first",
        "last_item_on": "s.last",
        "known_until": f"{later}(c.last_on, COALESCE(s.last, c.last_on))",
    }
    with connection.cursor() as cursor:
        cursor.execute(
            # names and numbers made here, for a database of made-up data
            f"INSERT INTO {_table(AccountActivity)} ({', '.join(columns)}) SELECT {', '.join(columns.values())} "  # nosec B608
            f"FROM {_table(MediaAccount)} a "
            f"LEFT JOIN ({spans} GROUP BY account_id) s ON s.account_id = a.id "
            f"LEFT JOIN {_table(Coverage)} c ON c.account_id = a.id "
            f"WHERE a.id >= {least} AND a.id < {least + number}"
        )
        cursor.execute(
            # names and numbers made here, for a database of made-up data
            f"UPDATE {_table(MediaAccount)} SET last_post_on = (SELECT last_item_on FROM {_table(AccountActivity)} x "  # nosec B608
            f"WHERE x.account_id = {_table(MediaAccount)}.id) WHERE id >= {least} AND id < {least + number}"
        )


def _table(model: type) -> str:
    return str(model._meta.db_table)  # type: ignore[attr-defined]
