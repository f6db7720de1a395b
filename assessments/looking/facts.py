"""Reading what the watch needs to know of many accounts at once (监测数据读取)."""

import calendar
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, Protocol

from django.db.models import Max

from accounts.models import MediaAccount
from accounts.states import ENDED
from newmedia_portal.regimes.editions import NoEdition, edition_for
from newmedia_portal.regimes.models import EditionRecord

from ..coverage import runs_of
from ..models import MonthTally, PublishedItem, Suspension, WeekTally
from ..states import FLAGGED
from ..watch import LOOK_BACK, History, Rules, Subject, Tally, rules_of
from ..watch.periods import full_periods
from ..watch.spans import Span, merged


class RuleBook:
    """The edition in force and its rules for each regime, read once for a day."""

    def __init__(self, on: date) -> None:
        self.on = on
        self._found: dict[str, tuple[EditionRecord, Rules] | None] = {}

    def of(self, regime: str) -> tuple[EditionRecord, Rules] | None:
        """Return the edition in force and its rules; None for a tree without one."""
        if regime not in self._found:
            try:
                record = edition_for(regime, self.on)
                self._found[regime] = (record, rules_of(record.edition))
            except NoEdition:
                self._found[regime] = None
        return self._found[regime]

    @property
    def periods(self) -> set[str]:
        """The periods (week, month) that any of the editions looked up so far sets a quota for."""
        return {quota.period for found in self._found.values() if found for quota in found[1].quotas}


def subject_with(
    state: str,
    closed_on: date | None,
    opened_on: date | None,
    opened_precision: str,
    account_class: str,
    pushes_a_month: int | None,
) -> Subject:
    """Return an account as the watch sees it; of a month or year of opening the last day counts, in its favour."""
    return Subject(
        opened_on=latest_opening(opened_on, opened_precision),
        ended=state in ENDED,
        closed_on=closed_on,
        account_class=account_class,
        pushes_a_month=pushes_a_month,
    )


def subject_of(account: MediaAccount) -> Subject:
    """Return an entry of the register as the watch sees it."""
    dates = account.closed_on, account.opened_on, account.opened_precision
    return subject_with(account.state, *dates, account.account_class, account.platform.pushes_per_month)


def latest_opening(day: date | None, precision: str) -> date | None:
    """Return the latest day on which the account may have been opened."""
    if day is None or precision == "day":
        return day
    month = 12 if precision == "year" else day.month
    return date(day.year, month, calendar.monthrange(day.year, month)[1])


class Row(Protocol):
    """What a stored row says of its account."""

    pk: int
    level: str
    dirty: bool
    last_item_on: date | None
    unmanned_since: date | None


def histories(rows: Sequence[Row], on: date, periods: Collection[str] = tuple(LOOK_BACK)) -> dict[int, History]:
    """Return what is known of these accounts up to a day, with a fixed number of queries.

    `periods` are those under a quota: the sums of others are not read.
    """
    pks = [row.pk for row in rows]
    runs, pauses = runs_of(pks), pauses_of(pks)
    weeks = _tallies(WeekTally, "week", pks, on) if "week" in periods else {}
    months = _tallies(MonthTally, "month", pks, on) if "month" in periods else {}
    last = {row.pk: row.last_item_on for row in rows}
    last |= _clipped([pk for pk, day in last.items() if day is not None and day > on], on)
    sources = _sources([row for row in rows if row.level in FLAGGED or row.dirty], last)
    return {
        row.pk: History(
            last_item_on=last[row.pk],
            weeks=weeks.get(row.pk, {}),
            months=months.get(row.pk, {}),
            runs=tuple(runs[row.pk]),
            pauses=pauses.get(row.pk, ()),
            unmanned_since=row.unmanned_since,
            last_source=sources.get(row.pk, ""),
        )
        for row in rows
    }


def pauses_of(pks: Sequence[int]) -> dict[int, tuple[Span, ...]]:
    """Return the days of the approved pauses; one ended early counts up to that day."""
    found: dict[int, list[Span]] = {}
    rows = Suspension.objects.excusing().filter(account__in=pks).order_by()
    for account, first, last, ended in rows.values_list("account", "first_on", "last_on", "ended_on"):
        end = min(last, ended) if ended is not None else last
        if first <= end:
            found.setdefault(account, []).append((first, end))
    return {account: merged(spans) for account, spans in found.items()}


def _tallies(model: Any, period: str, pks: Sequence[int], on: date) -> dict[int, dict[date, Tally]]:
    first = full_periods(period, on, LOOK_BACK[period])[-1][0]
    found: dict[int, dict[date, Tally]] = {}
    rows = model.objects.filter(account__in=pks, start_on__gte=first, start_on__lte=on).order_by()
    for account, start, items, pushes in rows.values_list("account", "start_on", "items", "pushes"):
        found.setdefault(account, {})[start] = Tally(items, pushes)
    return found


def _clipped(pks: Sequence[int], on: date) -> dict[int, date | None]:
    """Return the last item up to a day, for accounts that have later ones (a look at a day gone by)."""
    if not pks:
        return {}
    counted = PublishedItem.objects.filter(account__in=pks, published_on__lte=on, withdrawn_on__isnull=True)
    rows = counted.order_by().values("account")
    return {**dict.fromkeys(pks), **{row["account"]: row["last"] for row in rows.annotate(last=Max("published_on"))}}


def _sources(rows: Sequence[Row], last: dict[int, date | None]) -> dict[int, str]:
    """Return where the last items are known from."""
    ends = {row.pk: day for row in rows if (day := last[row.pk]) is not None}
    wanted, days = list(ends), set(ends.values())
    found: dict[int, str] = {}
    if wanted:
        items = PublishedItem.objects.filter(account__in=wanted, published_on__in=days, withdrawn_on__isnull=True)
        items = items.order_by("account", "pk")
        for account, day, source in items.values_list("account", "published_on", "source"):
            if day == last[account]:
                found[account] = source
    return found
