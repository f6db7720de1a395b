"""Of which days everything is known (数据覆盖): the union of an account's coverage, as runs without a hole."""

from collections.abc import Iterable
from datetime import date, timedelta

from .models import Coverage

ONE_DAY = timedelta(days=1)
Run = tuple[date, date]


def runs_of(accounts: Iterable[int]) -> dict[int, list[Run]]:
    """Return for each account the runs of days that are known without a hole, in order; empty where none is."""
    found: dict[int, list[Run]] = {pk: [] for pk in accounts}
    rows = Coverage.objects.filter(account__in=list(found)).order_by("account", "first_on", "last_on")
    for account, first, last in rows.values_list("account", "first_on", "last_on"):
        add(found[account], first, last)
    return found


def add(runs: list[Run], first: date, last: date) -> None:
    """Add days to runs; they come in order of their first day."""
    if runs and first <= runs[-1][1] + ONE_DAY:
        runs[-1] = (runs[-1][0], max(runs[-1][1], last))
    else:
        runs.append((first, last))


def known_until(runs: list[Run], last_item_on: date | None) -> date | None:
    """Return the day up to which the present silence is known to be one.

    That is: the last day such that everything between the last item and it is known; the day of the last item itself
    where nothing later is known; without any item the end of the last run. None where nothing is known at all.
    """
    if last_item_on is None:
        return runs[-1][1] if runs else None
    after = last_item_on + ONE_DAY
    return next((last for first, last in runs if first <= after <= last), last_item_on)


def covers(runs: list[Run], first: date, last: date) -> bool:
    """Whether every day from one to another is known."""
    return any(begun <= first and last <= ended for begun, ended in runs)
