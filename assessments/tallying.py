"""Sums by week and month (周、月汇总), kept by the transaction that changes items, from that period's items only."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Model, Q, Sum
from django.db.models.functions import TruncMonth, TruncWeek

from .models import MonthTally, PublishedItem, WeekTally
from .periods import end_of_month, end_of_week, month_of, week_of
from .telling import FIGURES

PART = 200
WEEK_SUMS = ("items", "pushes")
MONTH_SUMS = (*WEEK_SUMS, "originals", *FIGURES)
Key = tuple[int, date]


@dataclass
class Touched:
    """The accounts and days whose items changed."""

    days: dict[int, set[date]] = field(default_factory=dict)

    def add(self, account: int, *days: date) -> None:
        """Note days of an account."""
        self.days.setdefault(account, set()).update(days)

    def starts(self, period: Any) -> set[Key]:
        """Return the periods that hold these days."""
        return {(account, period(day)) for account, days in self.days.items() for day in days}


def counted(accounts: Iterable[int], first: date, last: date) -> Any:
    """Return the items that count: those that were not taken down."""
    rows = PublishedItem.objects.between(first, last).filter(account__in=list(accounts), withdrawn_on__isnull=True)
    return rows.order_by()


def week_sums(accounts: Iterable[int], first: date, last: date) -> dict[Key, dict[str, Any]]:
    """Return items and pushes of each account and week that has any."""
    rows = counted(accounts, first, last).annotate(start=TruncWeek("published_on")).values("account", "start")
    return _by_key(rows.annotate(items=Count("pk"), pushes=Count("push", distinct=True)), WEEK_SUMS)


def month_sums(accounts: Iterable[int], first: date, last: date) -> dict[Key, dict[str, Any]]:
    """Return all sums of each account and month that has any item; a figure that no item carries is None."""
    rows = counted(accounts, first, last).annotate(start=TruncMonth("published_on")).values("account", "start")
    sums = rows.annotate(
        items=Count("pk"),
        pushes=Count("push", distinct=True),
        originals=Count("pk", filter=Q(original=True)),
        **{f"sum_{name}": Sum(name) for name in FIGURES},
    )
    return _by_key(sums, MONTH_SUMS)


def _by_key(rows: Any, names: Iterable[str]) -> dict[Key, dict[str, Any]]:
    return {
        (row["account"], row["start"]): {name: row[f"sum_{name}"] if name in FIGURES else row[name] for name in names}
        for row in rows
    }


def recount(touched: Touched) -> None:
    """Write the sums of the touched weeks and months anew."""
    accounts = sorted(touched.days)
    for at in range(0, len(accounts), PART):
        part = accounts[at : at + PART]
        days = [day for account in part for day in touched.days[account]]
        if not days:
            continue
        first, last = min(days), max(days)
        weeks = {key for key in touched.starts(week_of) if key[0] in set(part)}
        months = {key for key in touched.starts(month_of) if key[0] in set(part)}
        store(WeekTally, weeks, week_sums(part, week_of(first), end_of_week(week_of(last))), WEEK_SUMS)
        store(MonthTally, months, month_sums(part, month_of(first), end_of_month(month_of(last))), MONTH_SUMS)


def store(model: type[Model], keys: set[Key], sums: dict[Key, dict[str, Any]], names: Iterable[str]) -> None:
    """Make the rows of these keys equal to the sums; a period without items has no row."""
    rows = [model(account_id=key[0], start_on=key[1], **sums[key]) for key in sorted(keys) if key in sums]
    model._default_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=["account", "start_on"], update_fields=list(names), batch_size=500
    )
    gone: dict[date, list[int]] = {}
    for account, start in keys - set(sums):
        gone.setdefault(start, []).append(account)
    for start, ids in gone.items():
        model._default_manager.filter(start_on=start, account__in=ids).delete()
