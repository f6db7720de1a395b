"""The yardsticks of the silence watch, written by hand: silent accounts, weeks kept, the sums of the board."""

from datetime import date, timedelta
from typing import Any

from django.db import connection

from accounts.models import MediaAccount
from assessments.models import AccountActivity, PublishedItem, SilenceFlag, Suspension
from filings.management.scale.data import TODAY
from filings.management.scale.sql import is_postgres

ITEM, ACTIVITY = PublishedItem._meta.db_table, AccountActivity._meta.db_table
ACCOUNT, PLATFORM = MediaAccount._meta.db_table, "accounts_platform"
#: Nobody who published after this day is silent on the day of the scan.
LINE = TODAY - timedelta(days=15)
SQLITE_WEEK = "date(published_on, '-' || ((CAST(strftime('%%w', published_on) AS integer) + 6) %% 7) || ' days')"
EACH = ("unknown", "paused", "active", "reminder", "near", "silent", "zombie", "shell", "revived")


def run(statement: str, values: list[Any] | None = None) -> list[Any]:
    """Run a statement; return its rows, if it has any."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def not_exists() -> tuple[int, int]:
    """Find the accounts without a post after the line, among all posts."""
    ((number, total),) = run(
        f"SELECT count(*), coalesce(sum(a.id), 0) FROM {ACCOUNT} a JOIN {PLATFORM} p ON p.id = a.platform_id"
        f" WHERE NOT p.is_group AND a.state IN ('filed', 'listed', 'unfiled')"
        f" AND NOT EXISTS (SELECT 1 FROM {ITEM} i WHERE i.account_id = a.id AND i.published_on > %s)",
        [LINE],
    )
    return int(number), int(total)


def kept_by_hand(weeks: list[date], minimum: int) -> dict[int, int]:
    """Count the weeks with enough posts, from the posts themselves."""
    week = "date_trunc('week', published_on)::date" if is_postgres() else SQLITE_WEEK
    places = ", ".join(["%s"] * len(weeks))
    return dict(
        run(
            f"SELECT account_id, count(*) FROM (SELECT account_id, {week} AS start, count(*) AS items FROM {ITEM}"
            f" WHERE published_on >= %s AND published_on < %s GROUP BY 1, 2) w"
            f" WHERE items >= %s AND start IN ({places}) GROUP BY 1",
            [min(weeks), max(weeks) + timedelta(days=7), minimum, *weeks],
        )
    )


def by_hand() -> tuple[Any, ...]:
    """Sum what the board shows with statements written by hand."""
    of = f"FROM {ACTIVITY} s JOIN {ACCOUNT} a ON a.id = s.account_id JOIN {PLATFORM} p ON p.id = a.platform_id"
    kept = "WHERE s.level <> 'ended' AND NOT p.is_group"
    rows = run(f"SELECT p.code, s.level, count(*) {of} {kept} GROUP BY 1, 2")
    bad = "sum(CASE WHEN s.level NOT IN ('active', 'paused') THEN 1 ELSE 0 END)"
    each = ", ".join(f"sum(CASE WHEN s.level = '{level}' THEN 1 ELSE 0 END)" for level in EACH)
    named = f"SELECT s.unit_id, u.name, count(*), {bad} AS bad, {each} {of} JOIN core_unit u ON u.id = s.unit_id"
    units = run(f"{named} {kept} GROUP BY 1, 2 HAVING {bad} > 0 ORDER BY bad DESC, s.unit_id LIMIT 20")
    flags, pauses = SilenceFlag._meta.db_table, Suspension._meta.db_table
    run(f"SELECT * FROM {flags} WHERE cleared_on IS NULL AND raised_on > %s ORDER BY id DESC LIMIT 11", [LINE])
    run(f"SELECT count(*) FROM {flags} WHERE cleared_on IS NULL AND proposed_at IS NOT NULL AND kept_at IS NULL")
    run(f"SELECT count(*) FROM {pauses} WHERE state = 'asked'")
    levels: dict[str, int] = {}
    for _, level, count in rows:
        levels[level] = levels.get(level, 0) + count
    return sum(levels.values()), sorted(levels.items()), len(units)
