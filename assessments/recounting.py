"""The nightly jobs of published items (定时任务): partitions of the months to come, and sums that may have drifted."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Max

from accounts.models import MediaAccount
from newmedia_portal.core.audit import record
from newmedia_portal.core.jobs.schedule import Counts, daily

from . import facts, partitions, tallying
from .models import AccountActivity, MonthTally, PublishedItem, WeekTally
from .periods import end_of_month, last_months, week_of

RECENT_MONTHS = 3
OLDEST_MONTHS = 36
PART = 1_000
"""So many accounts are compared at once."""


@daily("items.partitions", label="发布记录分区", not_before=time(1, 10))
def make_partitions(*, on: date, at: datetime) -> Counts:
    """Make the partitions of this month and the months to come (PostgreSQL only); safe to repeat."""
    if not partitions.is_partitioned():
        return Counts()
    months = partitions.wanted(on)
    return Counts(looked_at=len(months), flagged=len(partitions.make(months)))


@daily("items.recount", label="发布汇总核对", not_before=time(3, 40))
def recount_items(*, on: date, at: datetime) -> Counts:
    """Hold sums and facts against the items themselves; what differs is put right and stands in the audit log.

    Each night the last three months and, in turn, one of the months before. Normally nothing differs.
    """
    looked = found = 0
    for first in [*last_months(on, RECENT_MONTHS), _turn(on)]:
        for part in _parts(first):
            compared, differing = _compare(part, first)
            looked += compared
            if differing:
                found += len(differing)
                _repair(differing, at=at)
    return Counts(looked_at=looked, flagged=found, cleared=found)


def _turn(on: date) -> date:
    """Return the older month whose turn it is tonight."""
    months = last_months(on, OLDEST_MONTHS)[RECENT_MONTHS:]
    return months[on.toordinal() % len(months)]


def _parts(first: date) -> Iterable[list[int]]:
    """Return the accounts that have items or sums in a month, in portions."""
    last = end_of_month(first)
    ids = set(PublishedItem.objects.between(first, last).order_by().values_list("account", flat=True).distinct())
    ids |= set(MonthTally.objects.filter(start_on=first).values_list("account", flat=True))
    ids |= set(
        WeekTally.objects.filter(start_on__gte=week_of(first), start_on__lte=last).values_list("account", flat=True)
    )
    ordered = sorted(ids)
    return [ordered[at : at + PART] for at in range(0, len(ordered), PART)]


def _compare(accounts: list[int], first: date) -> tuple[int, dict[int, set[date]]]:
    """Return how many sums were compared, and the accounts whose sums or facts differ, each with days to recount."""
    last, differing = end_of_month(first), dict[int, set[date]]()
    weeks_from, weeks_until = week_of(first), week_of(last) + timedelta(days=6)
    compared = 0
    for model, sums, names, since, until in (
        (MonthTally, tallying.month_sums(accounts, first, last), tallying.MONTH_SUMS, first, last),
        (WeekTally, tallying.week_sums(accounts, weeks_from, weeks_until), tallying.WEEK_SUMS, weeks_from, weeks_until),
    ):  # fmt: skip
        stored = _stored(model, accounts, since, until, names)
        for key in stored.keys() | sums.keys():
            compared += 1
            if stored.get(key) != sums.get(key):
                differing.setdefault(key[0], set()).add(key[1])
    for account in _late_facts(accounts, first, last):
        differing.setdefault(account, set())
    return compared, differing


def _stored(model: Any, accounts: list[int], since: date, until: date, names: Iterable[str]) -> dict[tallying.Key, Any]:
    rows = model.objects.filter(account__in=accounts, start_on__gte=since, start_on__lte=until)
    return {(row["account_id"], row["start_on"]): {name: row[name] for name in names} for row in rows.values()}


def _late_facts(accounts: list[int], first: date, last: date) -> list[int]:
    """Return the accounts whose last item is later than their facts say, or of which no facts stand at all."""
    rows = tallying.counted(accounts, first, last).values("account").annotate(last=Max("published_on"))
    known = dict(AccountActivity.objects.filter(pk__in=accounts).values_list("pk", "last_item_on"))
    return [row["account"] for row in rows if known.get(row["account"]) is None or row["last"] > known[row["account"]]]


def _repair(differing: dict[int, set[date]], *, at: datetime) -> None:
    accounts = list(MediaAccount.objects.filter(pk__in=differing).select_related("unit", "platform"))
    facts.hold(accounts)
    tallying.recount(tallying.Touched(differing))
    facts.refresh(accounts)
    for account in accounts:
        days = sorted(differing[account.pk])
        record("items.recounted", by=None, at=at, obj=account, after={"periods": [str(day) for day in days]})
