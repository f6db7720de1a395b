"""The synthetic items: as many as asked for, with the sums and facts that the portal itself would have kept."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from assessments import facts
from assessments.models import AccountActivity, MonthTally, PublishedItem, WeekTally
from assessments.recounting import recount_items
from filings.management.scale.data import TODAY
from tests.world import NOON

pytestmark = pytest.mark.django_db


def stored():
    rows = AccountActivity.objects.order_by("pk")
    return list(rows.values_list("pk", "first_item_on", "last_item_on", "known_until", "unit", "root"))


def test_the_load_has_the_items_asked_for_with_sums_and_facts_as_the_portal_keeps_them():
    call_command("scale_data", accounts=60, posts=4000, units=60, verbosity=0)

    assert PublishedItem.objects.count() == 4000
    assert sum(WeekTally.objects.values_list("items", flat=True)) == 4000
    assert sum(MonthTally.objects.values_list("items", flat=True)) == 4000
    assert recount_items(on=TODAY, at=NOON).flagged == 0
    before = stored()
    facts.refresh([row.account for row in AccountActivity.objects.select_related("account")])
    assert stored() == before


def test_some_accounts_are_silent_some_never_published_and_of_some_the_data_ends():
    call_command("scale_data", accounts=40, posts=4000, units=60, verbosity=0)
    rows = list(AccountActivity.objects.order_by("pk").values_list("last_item_on", "known_until"))[:5]

    silent, month, never, unknown, lively = rows
    assert silent[0] < date(2026, 5, 1)
    assert date(2026, 8, 1) <= month[0] < date(2026, 9, 1)
    assert never == (None, date(2026, 9, 17))
    assert unknown[1] == date(2026, 7, 20) or unknown[1] == unknown[0] < date(2026, 8, 1)
    assert lively[0] >= date(2026, 9, 1)


def test_a_second_load_is_added_and_items_need_accounts():
    with pytest.raises(CommandError, match="至少需要"):
        call_command("scale_data", posts=10, units=60, verbosity=0)
    call_command("scale_data", accounts=20, posts=300, units=60, verbosity=0)
    call_command("scale_data", posts=200, units=60, verbosity=0)

    assert PublishedItem.objects.count() == sum(MonthTally.objects.values_list("items", flat=True)) == 500
