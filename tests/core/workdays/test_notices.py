"""Reading a year's notice."""

from datetime import date

import pytest

from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.workdays.notice_text import as_line, read_lines, read_notice
from newmedia_portal.core.workdays.notices import NoticeFaults, check_notice

from . import oracle
from .notices_for_tests import NOTICE_2024, NOTICE_2025, NOTICE_2026, NOTICE_2027

NOTICES = {2024: NOTICE_2024, 2025: NOTICE_2025, 2026: NOTICE_2026}
NUMBERS = {2024: "国办发明电〔2023〕7号", 2025: "国办发明电〔2024〕12号", 2026: "国办发明电〔2025〕7号"}


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_a_pasted_notice_gives_the_days_that_were_typed_in_by_hand(year: int) -> None:
    read = read_notice(NOTICES[year], year)
    days = check_notice(year, read.rows)

    assert read.document == NUMBERS[year]
    assert {day.date for day in days if not day.is_workday} == oracle.days(year, oracle.OFF[year])
    assert {day.date for day in days if day.is_workday} == oracle.days(year, oracle.WORKED[year])


def test_a_worked_weekend_says_for_which_festival() -> None:
    days = check_notice(2026, read_notice(NOTICE_2026, 2026).rows)

    assert {day.date: day.name for day in days}[date(2026, 9, 20)] == "调休上班(国庆节)"


def test_a_notice_may_name_days_of_the_december_before() -> None:
    days = check_notice(2027, read_notice(NOTICE_2027, 2027).rows)

    assert (days[0].date, days[0].is_workday) == (date(2026, 12, 27), True)


def test_what_was_read_can_be_written_as_lines_and_read_again() -> None:
    days = check_notice(2026, read_notice(NOTICE_2026, 2026).rows)

    again = check_notice(2026, read_notice("\n".join(as_line(day) for day in days), 2026).rows)

    assert again == days


@pytest.mark.parametrize(
    "line",
    [
        "2027-01-01至2027-01-03,元旦,休",
        "2027年1月1日 至 2027年1月3日\t元旦\t放假",
        "２０２７/1/1~2027/1/3，元旦，休",
        "2027.1.1到2027.1.3;元旦;休息",
    ],
)
def test_lines_are_read_in_the_ways_people_write_them(line: str) -> None:
    rows = read_notice(f"日期,节日,安排\n\n{line}", 2027).rows

    assert [(row.place, row.day.date.day, row.day.name, row.day.is_workday) for row in rows] == [
        ("第3行", 1, "元旦", False), ("第3行", 2, "元旦", False), ("第3行", 3, "元旦", False),
    ]  # fmt: skip


def test_public_holiday_json_is_read() -> None:
    text = """{"year": 2027, "papers": [], "days": [
        {"name": "元旦", "date": "2027-01-01", "isOffDay": true},
        {"name": "元旦", "date": "2027-01-03", "isOffDay": false}]}"""

    rows = read_notice(text, 2027).rows

    assert [(row.day.date, row.day.is_workday) for row in rows] == [
        (date(2027, 1, 1), False), (date(2027, 1, 3), True),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ['{"days": 5}', "[1]", '{"days": [{"date": "2027-13-01"}]}', "[" * 9000, "{"])
def test_broken_json_is_refused_with_the_form_it_should_have(text: str) -> None:
    with pytest.raises(Refused) as refused:
        read_notice(text, 2027)

    assert "isOffDay" in refused.value.message


def test_every_unreadable_line_is_named_with_its_remedy() -> None:
    lines = [["2027-02-30", "元旦", "休"], ["2027-01-02", "元旦"], ["2027-01-03", "元旦", "也许"],
             ["2027-01-05至2027-01-01", "元旦", "休"], ["2027-01-01至2027-12-31", "元旦", "休"]]  # fmt: skip

    with pytest.raises(NoticeFaults) as refused:
        read_lines(lines)

    assert [(fault.place, fault.message[:6]) for fault in refused.value.faults] == [
        ("第1行", "日期“202"), ("第2行", "应有日期、节"), ("第3行", "第三项“也许"),
        ("第4行", "日期范围“2"), ("第5行", "日期范围“2"),
    ]  # fmt: skip


def test_a_date_in_prose_that_does_not_exist_is_named() -> None:
    with pytest.raises(NoticeFaults) as refused:
        read_notice("一、元旦:2月30日放假。", 2027)

    assert refused.value.faults[0].message == "日期“2月30日”不存在,请对照通知更正"


def test_rows_outside_the_year_twice_or_worked_on_a_weekday_are_all_named_at_once() -> None:
    text = "\n".join(
        ["2027-01-01,元旦,休", "2027-01-01,元旦,休", "2026-11-30,元旦,休", "2027-01-05,元旦,班", "2028-01-01,元旦,休"]
    )

    with pytest.raises(NoticeFaults) as refused:
        check_notice(2027, read_notice(text, 2027).rows)

    assert [fault.place for fault in refused.value.faults] == ["第3行", "第4行", "第5行", "第1行、第2行", "全文"]


def test_a_notice_that_lacks_a_festival_is_refused_by_its_name() -> None:
    text = NOTICE_2026.replace("三、清明节：4月4日（周六）至6日（周一）放假，共3天。\n", "")

    with pytest.raises(NoticeFaults) as refused:
        check_notice(2026, read_notice(text, 2026).rows)

    assert [fault.message for fault in refused.value.faults] == ["没有找到清明的放假日期,请对照通知补齐"]


@pytest.mark.parametrize("text", ["", "   \n", "x" * 20_001])
def test_nothing_and_too_much_are_refused(text: str) -> None:
    with pytest.raises(Refused):
        read_notice(text, 2027)
