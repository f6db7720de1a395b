"""Which tellings mean one item, what a telling changes, and which items went out together."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from assessments.telling import Told, changes_of, checked, key_of, pushes_of, same_item
from newmedia_portal.core.refusals import Refused
from tests.assessments.items.making import moment
from tests.world import NOON

LONG = "http://mp.weixin.qq.com/s?__biz=MzAx&mid=22475&idx=1&sn=ab12&chksm=cd34&scene=27#wechat_redirect"
TODAY = date(2026, 9, 18)


def telling(**more):
    return Told(**{"account": None, "published_on": TODAY, "title": "示例 信息", **more})


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (LONG, "https://mp.weixin.qq.com/s?__biz=MzAx&mid=22475&idx=1&sn=ab12", True),
        (LONG, "https://mp.weixin.qq.com/s?__biz=MzAx&mid=22475&idx=2&sn=ab12", False),
        ("https://weibo.com/1/Abc?from=page_1", "http://www.weibo.com/1/Abc#comment", True),
        ("https://weibo.com/1/Abc", "https://weibo.com/1/abc", False),
        ("https://www.example.com/a?id=1", "https://www.example.com/a?id=2", False),
    ],
)
def test_links_are_compared_without_the_way_they_were_opened(first, second, same):
    one, two = telling(link=first), telling(link=second, title="另一个标题")

    assert same_item(one, two, same_source=True) is same
    assert (key_of(one) == key_of(two)) is same


@pytest.mark.parametrize(
    ("one", "two", "same_source", "same"),
    [
        ("", "", True, True),
        ("10:00", "", True, True),
        ("10:00", "10:00", True, True),
        ("10:00", "10:01", True, False),
        ("10:00", "10:30", False, True),
        ("10:00", "10:31", False, False),
    ],
)
def test_without_links_the_title_decides_and_the_minute_within_one_source(one, two, same_source, same):
    first, second = (
        telling(title=title, published_at=moment(f"2026-09-18 {clock}") if clock else None)
        for title, clock in (("示例信息", one), ("示例信息 ", two))
    )

    assert same_item(first, second, same_source=same_source) is same


def test_a_short_link_of_one_source_and_a_long_one_of_another_are_one_item_if_the_title_is():
    known, other = telling(link="https://mp.weixin.qq.com/s/AbCd"), telling(link=LONG)

    assert same_item(known, other, same_source=False)
    assert not same_item(known, other, same_source=True)
    assert not same_item(known, replace(other, title="另一条"), same_source=False)


def stored(**more):
    values = {
        "title": "示例信息", "link": "", "published_at": None, "original": None, "figures_on": None,
        "reads": None, "likes": None, "wows": None, "forwards": None, "comments": None,
    }  # fmt: skip
    return SimpleNamespace(**{**values, **more})


def test_a_later_word_corrects_figures_and_an_earlier_one_fills_gaps_only():
    known = stored(reads=100, figures_on=date(2026, 9, 10))

    later = telling(title="示例信息", figures={"reads": 90, "likes": 3}, figures_on=date(2026, 9, 12))
    earlier = telling(title="示例信息", figures={"reads": 50, "likes": 2}, figures_on=date(2026, 9, 5))

    assert changes_of(known, later) == {"reads": 90, "likes": 3, "figures_on": date(2026, 9, 12)}
    assert changes_of(known, earlier) == {"likes": 2}


def test_an_empty_figure_deletes_nothing():
    known = stored(reads=100, likes=5)

    assert changes_of(known, telling(title="示例信息", figures={"reads": None}, figures_on=TODAY)) == {}


def pushed(clock="", push="", key="k"):
    at = moment(f"2026-09-18 {clock}") if clock else None
    return SimpleNamespace(published_on=TODAY, published_at=at, push=push, key=key)


def test_items_of_one_minute_are_one_push_on_platforms_that_push_several_at_once():
    rows = [pushed("18:00"), pushed("18:00"), pushed("20:30"), pushed()]

    found = pushes_of("wechat_subscription", rows)

    assert list(found.values()) == ["m:20260918T1800", "m:20260918T1800", "m:20260918T2030", "m:20260918T1800"]


def test_items_of_which_only_the_day_is_known_are_one_push_and_a_push_named_by_the_source_stays():
    rows = [pushed(), pushed(), pushed(push="p:2247")]

    assert list(pushes_of("wechat_service", rows).values()) == ["d:20260918", "d:20260918", "p:2247"]


def test_elsewhere_each_item_is_a_push():
    rows = [pushed("18:00", key="a"), pushed("18:00", key="b")]

    assert list(pushes_of("weibo", rows).values()) == ["a", "b"]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"title": " \u3000 "}, "title"),
        ({"title": "示例\u202e信息"}, "title"),
        ({"published_on": date(2026, 9, 19)}, "published_on"),
        ({"published_on": date(2008, 12, 31)}, "published_on"),
        ({"published_at": moment("2026-09-17 23:59")}, "published_at"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "https://a b.com"}, "link"),
        ({"link": "https://" + "a" * 1000 + ".cn"}, "link"),
        ({"figures": {"reads": -1}}, "reads"),
        ({"figures": {"likes": 2**31}}, "likes"),
        ({"figures_on": date(2026, 9, 19)}, "figures_on"),
    ],
)
def test_what_cannot_be_true_is_refused_at_its_field(more, field):
    with pytest.raises(Refused) as refusal:
        checked(telling(**more), at=NOON)

    assert refusal.value.field == field


def test_a_long_text_is_cut_to_the_room_of_a_title():
    assert len(checked(telling(title="长" * 400), at=NOON).title) == 300
