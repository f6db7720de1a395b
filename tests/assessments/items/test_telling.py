"""The one writer of items: repeated tellings, several sources, sums, coverage, facts and provenance."""

from datetime import date, timedelta

import pytest
from django.db.models import Max

from assessments import coverage
from assessments.actions.items.tell import Covered, tell
from assessments.models import AccountActivity, Coverage, ItemChange, MonthTally, PublishedItem
from assessments.states import Source
from newmedia_portal.core.refusals import Refused
from tests.assessments.items.making import account, source, sums, told
from tests.world import NOON, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def weibo():
    return account(build().owner)


@pytest.fixture
def wechat():
    return account(build().owner, "示例公众号", platform="wechat_subscription")


def facts_of(one):
    row = AccountActivity.objects.get(pk=one.pk)
    return row.first_item_on, row.last_item_on, row.known_until, row.dirty


def test_the_same_told_twice_changes_nothing(weibo):
    items = [told(weibo, f"示例{n}", f"2026-09-0{n} 10:00", reads=n, figures_on=date(2026, 9, 10)) for n in (1, 2)]
    first = tell(items, source())
    before = list(PublishedItem.objects.values())

    second = tell(items, source(at=NOON + timedelta(days=1)))

    assert (first.verdicts, second.verdicts) == (["created"] * 2, ["unchanged"] * 2)
    assert list(PublishedItem.objects.values()) == before
    assert not ItemChange.objects.exists()


@pytest.mark.clause("S0-10.1")
def test_weeks_run_from_monday_to_sunday_and_months_by_the_calendar(weibo):
    days = ["2026-08-31 00:00", "2026-09-06 23:59", "2026-09-07 00:00", "2026-09-17 12:00"]
    tell([told(weibo, f"示例{n}", day) for n, day in enumerate(days)], source())

    assert sums(weibo) == (
        {"2026-08-31": (2, 2), "2026-09-07": (1, 1), "2026-09-14": (1, 1)},
        {"2026-08": (1, 1), "2026-09": (3, 3)},
    )


@pytest.mark.clause("S2-10.1")
def test_items_and_pushes_are_both_counted(wechat):
    pushes = ["2026-09-01 18:00", "2026-09-01 18:00", "2026-09-01 18:00", "2026-09-02 18:00"]
    tell([told(wechat, f"示例{n}", at) for n, at in enumerate(pushes)], source())

    assert sums(wechat) == ({"2026-08-31": (4, 2)}, {"2026-09": (4, 2)})


def test_a_receipt_and_an_export_of_the_same_article_are_one_item_with_one_push(wechat):
    tell([told(wechat, "示例 文章", "2026-09-01 18:02", link="https://mp.weixin.qq.com/s/AbC")], source(Source.RECEIPT))

    export = [told(wechat, "示例文章", "2026-09-01", reads=120), told(wechat, "示例第二条", "2026-09-01", reads=60)]
    outcome = tell(export, source(Source.IMPORT, origin="import:1"))

    assert outcome.verdicts == ["updated", "created"]
    assert sums(wechat)[0] == {"2026-08-31": (2, 1)}
    item = PublishedItem.objects.get(title="示例 文章")
    assert (item.source, item.reads) == ("receipt", 120)
    change = ItemChange.objects.get()
    assert (change.item, change.source, change.origin) == (item.pk, "import", "import:1")
    assert (change.before, change.after) == ({"reads": None}, {"reads": 120})


def test_an_unknown_figure_is_none_in_the_sum_and_not_zero(weibo):
    tell([told(weibo, "甲", reads=10), told(weibo, "乙"), told(weibo, "丙", reads=0, likes=0)], source())

    month = MonthTally.objects.get()
    assert (month.reads, month.likes, month.forwards) == (10, 0, None)


def test_only_what_was_touched_is_counted_anew(weibo):
    tell([told(weibo, "甲", "2026-07-01"), told(weibo, "乙", "2026-09-01")], source())
    MonthTally.objects.filter(start_on="2026-07-01").update(items=99)

    tell([told(weibo, "丙", "2026-09-02")], source())

    assert sums(weibo)[1] == {"2026-07": (99, 1), "2026-09": (2, 2)}


def test_facts_and_the_registers_last_post_follow(weibo):
    tell([told(weibo, "甲", "2026-09-01"), told(weibo, "乙", "2026-09-05")], source())
    weibo.refresh_from_db()

    assert facts_of(weibo) == (date(2026, 9, 1), date(2026, 9, 5), date(2026, 9, 5), True)
    assert weibo.last_post_on == date(2026, 9, 5)


def test_a_later_day_in_the_register_stays(weibo):
    weibo.last_post_on = date(2026, 9, 10)
    weibo.save()

    tell([told(weibo, "甲", "2026-09-05")], source())

    weibo.refresh_from_db()
    assert weibo.last_post_on == date(2026, 9, 10)


def test_days_covered_reach_to_yesterday_since_today_is_not_over(weibo):
    tell([told(weibo, "甲", "2026-09-18")], source(), covers=[Covered(weibo, date(2026, 9, 1), date(2026, 9, 30))])

    assert Coverage.objects.values_list("first_on", "last_on").get() == (date(2026, 9, 1), date(2026, 9, 17))


def test_the_silence_is_known_as_far_as_coverage_goes_on_without_a_hole_after_the_last_item(weibo):
    last = told(weibo, "甲", "2026-09-01")
    for first, end, known in (
        ("2026-09-05", "2026-09-08", "2026-09-01"),
        ("2026-08-01", "2026-09-03", "2026-09-03"),
        ("2026-09-04", "2026-09-04", "2026-09-08"),
    ):
        days = Covered(weibo, date.fromisoformat(first), date.fromisoformat(end))
        tell([last], source(), covers=[days])
        assert facts_of(weibo)[2] == date.fromisoformat(known)
    assert coverage.runs_of([weibo.pk]) == {weibo.pk: [(date(2026, 8, 1), date(2026, 9, 8))]}


def test_nothing_told_is_no_knowledge(weibo):
    tell([], source(), covers=[Covered(weibo, date(2026, 9, 1), date(2026, 9, 7))])

    assert facts_of(weibo) == (None, None, date(2026, 9, 7), True)
    assert coverage.covers(coverage.runs_of([weibo.pk])[weibo.pk], date(2026, 9, 1), date(2026, 9, 8)) is False


def test_one_wrong_telling_leaves_nothing_behind(weibo):
    with pytest.raises(Refused):
        tell([told(weibo, "甲"), told(weibo, "乙", "2030-01-01")], source())

    assert not PublishedItem.objects.exists()
    assert not AccountActivity.objects.exists()


def test_two_tellings_of_one_item_in_one_go_are_one_item(weibo):
    link = "https://weibo.com/1/Abc"
    outcome = tell([told(weibo, "甲", link=link, reads=1), told(weibo, "甲", link=link, reads=2)], source())

    assert outcome.verdicts == ["created", "updated"]
    assert PublishedItem.objects.values_list("reads", flat=True).get() == 2
    assert not ItemChange.objects.exists()


def test_many_items_of_many_accounts_take_a_fixed_number_of_statements(django_assert_max_num_queries):
    world = build()
    accounts = [account(world.owner, f"示例{n}") for n in range(20)]
    items = [told(one, f"示例{n}", f"2026-09-{n:02}") for one in accounts for n in range(1, 16)]

    with django_assert_max_num_queries(70):
        tell(items, source())

    assert PublishedItem.objects.aggregate(last=Max("published_on")) == {"last": date(2026, 9, 15)}
    assert PublishedItem.objects.count() == 300
