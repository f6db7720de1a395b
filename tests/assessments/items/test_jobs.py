"""The nightly jobs: partitions, sums that drifted, and adapters of the site."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured

from assessments.actions.items.collecting import collect
from assessments.actions.items.tell import tell
from assessments.adapters import adapters
from assessments.models import AccountActivity, Coverage, FollowerCount, MonthTally, PublishedItem, WeekTally
from assessments.partitions import existing
from assessments.recounting import make_partitions, recount_items
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.jobs.models import OutboxItem
from newmedia_portal.core.jobs.outbox import drain
from newmedia_portal.core.jobs.schedule import Counts, jobs
from tests.assessments.items import adapter
from tests.assessments.items.making import account, row, source, sums, told
from tests.world import NOON, build

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 18)


@pytest.fixture
def weibo():
    one = account(build().owner)
    days = ["2026-07-06 10:00", "2026-09-01 10:00", "2026-09-10 10:00"]
    tell([told(one, f"示例{n}", day, reads=n) for n, day in enumerate(days)], source())
    return one


def test_normally_nothing_differs(weibo):
    assert recount_items(on=TODAY, at=NOON) == Counts(looked_at=6, flagged=0, cleared=0)
    assert not AuditEvent.objects.filter(action="items.recounted").exists()


@pytest.mark.parametrize("harm", ["wrong", "gone", "extra", "facts"])
def test_what_drifted_is_found_put_right_and_told(weibo, harm):
    before = sums(weibo)
    if harm == "wrong":
        MonthTally.objects.filter(start_on="2026-09-01").update(reads=99)
    if harm == "gone":
        WeekTally.objects.filter(start_on="2026-09-07").delete()
    if harm == "extra":
        MonthTally.objects.create(account=weibo, start_on="2026-08-01", items=3)
    if harm == "facts":
        AccountActivity.objects.update(last_item_on="2026-09-01")

    assert recount_items(on=TODAY, at=NOON).flagged == 1

    assert sums(weibo) == before
    assert MonthTally.objects.get(start_on="2026-09-01").reads == 3
    assert AccountActivity.objects.get().last_item_on == date(2026, 9, 10)
    assert AuditEvent.objects.filter(action="items.recounted").count() == 1
    assert recount_items(on=TODAY, at=NOON).flagged == 0


def test_older_months_have_their_turn(weibo):
    row(weibo, date(2025, 1, 1), "从前")
    nights = [recount_items(on=TODAY + timedelta(days=n), at=NOON).flagged for n in range(40)]

    assert sum(nights) == 1
    assert MonthTally.objects.filter(start_on="2025-01-01").exists()


def test_the_jobs_stand_in_the_schedule():
    assert {"items.partitions", "items.recount", "items.collect"} <= set(jobs())


@pytest.mark.postgres
def test_the_coming_months_get_their_partitions_once():
    assert make_partitions(on=TODAY, at=NOON) == Counts(looked_at=4, flagged=4)
    assert make_partitions(on=TODAY, at=NOON) == Counts(looked_at=4, flagged=0)
    assert existing() == {f"assessments_publisheditem_2026_{month}" for month in ("09", "10", "11", "12")}


def test_without_partitions_there_is_nothing_to_make():
    assert make_partitions(on=TODAY, at=NOON).looked_at in (0, 4)


@pytest.fixture
def site(settings):
    settings.ITEM_ADAPTERS = ["tests.assessments.items.adapter:Sample"]
    adapters.cache_clear()
    adapter.ANSWERS.clear()
    adapter.ASKED.clear()
    yield
    adapters.cache_clear()


def test_an_adapter_of_the_site_is_asked_about_its_accounts_and_its_word_keeps_its_origin(site, weibo):
    account(weibo.unit, "示例抖音", platform="douyin")

    assert collect(on=TODAY, at=NOON).looked_at == 1
    drain(now=lambda: NOON)

    assert [("示例发布", date(2026, 9, 3), date(2026, 9, 17))] == adapter.ASKED
    item = PublishedItem.objects.get(title="示例采集")
    assert (item.source, item.origin, item.reads, item.by) == ("adapter", "adapter:sample", 8, None)
    assert Coverage.objects.values_list("first_on", "last_on").get() == (date(2026, 9, 3), date(2026, 9, 17))
    assert FollowerCount.objects.values_list("count", "source").get() == (30, "adapter")


def test_asking_twice_a_night_changes_nothing(site, weibo):
    for _ in range(2):
        collect(on=TODAY, at=NOON)
        drain(now=lambda: NOON)

    assert len(adapter.ASKED) == 1
    assert PublishedItem.objects.filter(source="adapter").count() == 1


def test_a_source_that_fails_is_asked_again_and_nothing_counts_as_known_meanwhile(site, weibo):
    adapter.ANSWERS["error"] = True
    collect(on=TODAY, at=NOON)
    drain(now=lambda: NOON)
    assert not Coverage.objects.exists()
    assert OutboxItem.objects.get(job="items.collect_one").done_at is None

    adapter.ANSWERS.clear()
    drain(now=lambda: NOON + timedelta(hours=1))

    assert Coverage.objects.count() == 1


def test_an_adapter_that_cannot_be_loaded_is_named(settings):
    settings.ITEM_ADAPTERS = ["nowhere.at:all"]
    adapters.cache_clear()
    with pytest.raises(ImproperlyConfigured, match="nowhere.at:all"):
        adapters()
    adapters.cache_clear()
