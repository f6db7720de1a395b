"""Uploading and importing exports in tests, and everything that an import may change."""

from datetime import date

from assessments.actions.items import batches
from assessments.models import AccountActivity, Coverage, MonthTally, PublishedItem
from tests.assessments.items import exports
from tests.world import NOON

SEPTEMBER = (date(2026, 9, 1), date(2026, 9, 17))


def checked(world, one, rows, *, at=NOON, by="operator", name="示例导出.xlsx"):
    file = exports.upload(exports.book(rows), name)
    unit = one.unit if one else world.authority
    return batches.upload(file, unit=unit, account=one, by=world.person(by), at=at)


def imported(world, one, rows, *, at=NOON, by="operator", mode="all_or_none", period=SEPTEMBER):
    batch = checked(world, one, rows, at=at, by=by)
    return batches.confirm(
        batch, mode=mode, period=period, figures_on=date(2026, 9, 17), by=world.person(by), at=at
    )  # fmt: skip


def state():
    """Return everything that an import may change, without moments."""
    items = PublishedItem.objects.order_by("pk").values_list(
        "title", "published_on", "reads", "push", "source", "batch"
    )
    facts = AccountActivity.objects.values_list("last_item_on", "known_until")
    days = Coverage.objects.values_list("first_on", "last_on", "origin")
    return list(items), list(MonthTally.objects.values_list("items", "pushes", "reads")), list(facts), list(days)
