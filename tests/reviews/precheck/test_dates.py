"""Dates and times that cannot be."""

from datetime import date, timedelta

import pytest

from .starter import found, hits

NAMES = "一二三四五六日"


@pytest.mark.parametrize(
    "text",
    [
        "2026年2月29日",
        "2月30日",
        "4月31日",
        "13月1日",
        "2026年0月1日",
        "6月0日",
        "2026-02-30",
        "2026/4/31",
        "2026.13.01",
        "２０２６年２月３０日",
        "2026年15月",
    ],
)
def test_a_day_that_does_not_exist_is_marked(text):
    assert found(f"定于{text}举行", "no_such_day") == [text]


@pytest.mark.parametrize(
    "text", ["2024年2月29日", "2月29日", "12月31日", "2026-03-05", "2026年5月", "版本1.2.30", "第2026.1.5号", "3月份"]
)
def test_a_day_that_exists_is_no_hit(text):
    assert found(f"定于{text}举行", "no_such_day") == []


@pytest.mark.parametrize("shift", range(7))
def test_only_the_right_weekday_passes(shift):
    day = date(2026, 3, 2) + timedelta(days=shift)
    for n, name in enumerate(NAMES):
        text = f"{day.year}年{day.month}月{day.day}日（星期{name}）"
        assert found(text, "weekday") == ([] if n == day.weekday() else [text])


def test_a_weekday_takes_the_year_named_before_or_that_of_the_draft():
    assert found("2026年3月2日开始，3月3日（周一）结束", "weekday") == ["3月3日（周一）"]
    assert found("3月3日（周一）", "weekday", written_on=date(2026, 3, 1)) == ["3月3日（周一）"]
    assert found("3月3日（周一）", "weekday") == []


def test_the_advice_names_the_right_weekday():
    (hit,) = hits("2026年3月1日（星期一）")

    assert hit.advice == "2026年3月1日是星期日，请核对日期或星期。"


@pytest.mark.parametrize(
    "text",
    [
        "3月15日至10日",
        "2025年—2023年",
        "2026年5月2日至2026年4月30日",
        "5月8日至5月3日",
        "15:00—14:30",
        "15：00-14：30",
        "2026-05-02至2026-04-30",
    ],
)
def test_an_end_before_its_beginning_is_marked(text):
    assert [place for place in found(f"时间{text}。", "backwards") if text.endswith(place[-3:])] != []


@pytest.mark.parametrize(
    "text",
    [
        "3月10日至15日",
        "12月20日至1月5日",
        "2023—2025年",
        "14:30—15:00",
        "22:00—次日6:00",
        "5月3日至5月8日",
        "5月8日开会，5月3日报名",
    ],
)
def test_a_range_in_order_is_no_hit(text):
    assert found(f"时间{text}。", "backwards") == []
