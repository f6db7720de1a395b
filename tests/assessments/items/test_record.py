"""Entering by hand: items, corrections, entries taken down, nil returns, followers; who may and what is refused."""

from datetime import date, timedelta

import pytest

from assessments.actions.items import record
from assessments.actions.items.tell import tell
from assessments.models import AccountActivity, Coverage, FollowerCount, ItemChange, PublishedItem
from assessments.provenance import changes_of, figures_of
from assessments.states import Source
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from tests.assessments.items.making import account, source, sums, told
from tests.world import NOON, build

pytestmark = pytest.mark.django_db
NOBODY = ["head", "deputy", "chief", "editor", "secrecy", "line", "observer", "superior", "child", "outsider"]
FIRST, LAST = date(2026, 9, 1), date(2026, 9, 7)


@pytest.fixture
def world():
    return build()


@pytest.fixture
def weibo(world):
    return account(world.owner)


def entered(world, one, *args, **more):
    return record.record_item(told(one, *args, **more), by=world.person("operator"), at=NOON)


def test_an_item_keeps_who_entered_it_when_and_from_where(world, weibo):
    item = entered(world, weibo, "示例", "2026-09-01 10:00", reads=3)

    assert (item.source, item.by, item.at) == ("form", world.cast["operator"], NOON)
    event = AuditEvent.objects.get(action="items.recorded")
    assert (event.object_id, event.unit, event.after["title"]) == (item.pk, world.owner, "示例")
    with pytest.raises(Conflict):
        entered(world, weibo, "示例", "2026-09-01 10:00", reads=3)


@pytest.mark.parametrize("role", NOBODY)
def test_nobody_but_the_units_writer_and_the_department_enters(world, weibo, role):
    by = world.person(role)
    item = entered(world, weibo)
    for act in (
        lambda: record.record_item(told(weibo, "另一条"), by=by, at=NOON),
        lambda: record.correct_item(item, told(weibo, "改题"), reason="有误", by=by, at=NOON),
        lambda: record.withdraw_item(item, on=FIRST, reason="有误", by=by, at=NOON),
        lambda: record.restore_item(item, reason="有误", by=by, at=NOON),
        lambda: record.declare_nil(weibo, first_on=FIRST, last_on=LAST, by=by, at=NOON),
        lambda: record.record_followers(weibo, count=1, as_of=FIRST, by=by, at=NOON),
    ):
        with pytest.raises(Forbidden):
            act()
    assert (PublishedItem.objects.count(), ItemChange.objects.count(), Coverage.objects.count()) == (1, 0, 0)


def test_each_figure_names_the_source_that_has_the_last_word_on_it(world, weibo):
    link = "https://weibo.com/1/Abc"
    entered(world, weibo, "示例", "2026-09-01 10:00", reads=3, link=link)
    later = told(weibo, "示例", "2026-09-01 10:00", link=link, reads=9, likes=2)
    tell([later], source(Source.API, at=NOON + timedelta(hours=1), origin="api:1"))
    item = PublishedItem.objects.get()

    rows = {figure.label: (figure.value, figure.source, figure.by) for figure in figures_of(item, changes_of(item))}

    assert rows["阅读数"] == (9, "接口推送", "系统")
    assert rows["点赞数"] == (2, "接口推送", "系统")
    assert rows["转发数"] == (None, "", "")
    assert item.source == "form"


def test_a_correction_moves_the_item_to_its_day_and_keeps_what_was_before(world, weibo):
    item = entered(world, weibo, "示例", "2026-08-31", reads=5)
    with pytest.raises(Refused):
        record.correct_item(item, told(weibo, "示例"), reason=" ", by=world.person("operator"), at=NOON)

    record.correct_item(item, told(weibo, "示例二", "2026-09-08"), reason="看错", by=world.person("operator"), at=NOON)

    item.refresh_from_db()
    assert (item.title, item.published_on, item.reads) == ("示例二", date(2026, 9, 8), None)
    assert sums(weibo) == ({"2026-09-07": (1, 1)}, {"2026-09": (1, 1)})
    change = ItemChange.objects.get()
    assert (change.before, change.reason) == (
        {"title": "示例", "published_on": "2026-08-31", "reads": 5}, "看错",
    )  # fmt: skip
    with pytest.raises(Conflict):
        record.correct_item(
            item, told(weibo, "示例二", "2026-09-08"), reason="看错", by=world.person("operator"), at=NOON
        )


def test_an_item_taken_down_counts_no_more_and_counts_again_when_restored(world, weibo):
    entered(world, weibo, "甲", "2026-09-01")
    item = entered(world, weibo, "乙", "2026-09-10")
    by = world.person("operator")

    record.withdraw_item(item, on=date(2026, 9, 11), reason="登记有误", by=by, at=NOON)
    weibo.refresh_from_db()
    assert sums(weibo)[1] == {"2026-09": (1, 1)}
    assert (AccountActivity.objects.get().last_item_on, weibo.last_post_on) == (FIRST, FIRST)
    with pytest.raises(Conflict):
        record.withdraw_item(item, on=date(2026, 9, 11), reason="登记有误", by=by, at=NOON)

    record.restore_item(item, reason="误操作", by=by, at=NOON)
    assert sums(weibo)[1] == {"2026-09": (2, 2)}
    assert AccountActivity.objects.get().last_item_on == date(2026, 9, 10)


def test_a_nil_return_makes_the_days_known_and_items_that_come_later_stand_against_it(world, weibo):
    row = record.declare_nil(weibo, first_on=FIRST, last_on=LAST, by=world.person("operator"), at=NOON)

    assert (row.first_on, row.last_on, row.source, row.by) == (FIRST, LAST, "nil", world.cast["operator"])
    assert AccountActivity.objects.values_list("last_item_on", "known_until").get() == (None, LAST)
    with pytest.raises(Conflict):
        record.declare_nil(weibo, first_on=FIRST, last_on=LAST, by=world.person("operator"), at=NOON)
    tell([told(weibo, "漏报", "2026-09-03")], source())
    assert sums(weibo)[0] == {"2026-08-31": (1, 1)}


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        ("2026-09-07", "2026-09-01", "last_on"),
        ("2026-09-01", "2026-09-18", "last_on"),
        ("2025-09-01", "2026-09-17", "first_on"),
    ],
)
def test_days_that_are_not_over_or_out_of_order_are_no_nil_return(world, weibo, first, last, field):
    days = {"first_on": date.fromisoformat(first), "last_on": date.fromisoformat(last)}
    with pytest.raises(Refused) as refusal:
        record.declare_nil(weibo, **days, by=world.person("operator"), at=NOON)

    assert refusal.value.field == field


def test_where_items_are_known_no_nil_return_is_taken(world, weibo):
    item = entered(world, weibo, "示例", "2026-09-03")
    with pytest.raises(Refused, match="已有 1 条发布记录"):
        record.declare_nil(weibo, first_on=FIRST, last_on=LAST, by=world.person("operator"), at=NOON)

    record.withdraw_item(item, on=LAST, reason="登记有误", by=world.person("operator"), at=NOON)
    record.declare_nil(weibo, first_on=FIRST, last_on=LAST, by=world.person("operator"), at=NOON)

    assert Coverage.objects.count() == 1


def test_a_nil_return_taken_back_is_no_knowledge_any_more(world, weibo):
    row = record.declare_nil(weibo, first_on=FIRST, last_on=LAST, by=world.person("operator"), at=NOON)
    with pytest.raises(Refused):
        record.take_back_nil(row, reason="", by=world.person("operator"), at=NOON)

    record.take_back_nil(row, reason="漏看", by=world.person("operator"), at=NOON)

    assert AccountActivity.objects.get().known_until is None
    with pytest.raises(Conflict):
        record.take_back_nil(row, reason="漏看", by=world.person("operator"), at=NOON)


def test_followers_keep_their_day_and_the_register_follows_the_latest(world, weibo):
    by = world.person("operator")
    record.record_followers(weibo, count=100, as_of=LAST, by=by, at=NOON)
    record.record_followers(weibo, count=90, as_of=FIRST, by=by, at=NOON)
    weibo.refresh_from_db()
    assert (weibo.followers, weibo.followers_as_of) == (100, LAST)

    record.record_followers(weibo, count=110, as_of=LAST, by=by, at=NOON)
    weibo.refresh_from_db()

    assert (weibo.followers, FollowerCount.objects.count()) == (110, 2)
    assert AuditEvent.objects.filter(action="items.followers").order_by("seq").last().before == {"count": 100}
    for count, day in ((110, LAST), (5, date(2026, 9, 19)), (-1, LAST)):
        with pytest.raises(Refused):
            record.record_followers(weibo, count=count, as_of=day, by=by, at=NOON)


def test_what_an_account_publishes_after_its_end_is_recorded_too(world):
    closed = account(world.owner, state="closed", closed_on=date(2026, 9, 1))

    entered(world, closed, "示例", "2026-09-10")

    row = AccountActivity.objects.get(pk=closed.pk)
    assert (row.last_item_on, row.dirty) == (date(2026, 9, 10), True)


def test_a_title_corrected_by_hand_is_not_brought_back_by_the_same_export(world, weibo):
    export = [told(weibo, "示例 信息", "2026-09-01", reads=5)]
    tell(export, source())
    item = PublishedItem.objects.get()
    record.correct_item(
        item, told(weibo, "示例信息(更正)", "2026-09-01", reads=5), reason="错字", by=world.person("operator"), at=NOON
    )

    assert tell(export, source()).verdicts == ["unchanged"]
    assert PublishedItem.objects.values_list("title", flat=True).get() == "示例信息(更正)"


def test_the_day_of_an_exported_item_is_not_moved_by_hand_and_one_taken_down_stays_down(world, weibo):
    export = [told(weibo, "示例", "2026-09-01")]
    tell(export, source())
    item = PublishedItem.objects.get()
    with pytest.raises(Refused, match="请撤下本条"):
        record.correct_item(
            item, told(weibo, "示例", "2026-09-02"), reason="看错", by=world.person("operator"), at=NOON
        )
    record.withdraw_item(item, on=date(2026, 9, 3), reason="日期有误", by=world.person("operator"), at=NOON)

    assert tell(export, source()).verdicts == ["unchanged"]
    assert sums(weibo) == ({}, {})
