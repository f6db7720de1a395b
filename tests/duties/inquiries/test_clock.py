"""The reply clock against an oracle written apart, for every day of a year and every edition."""

from datetime import UTC, date, datetime, timedelta

import chinese_calendar
import pytest

from duties.actions import inquiries
from duties.inquiries.clock import UNLIMITED, account_of, due_of, late_days, remaining, why_of
from newmedia_portal.core.workdays.actions import seed_calendar
from newmedia_portal.regimes.loader import parse
from tests.duties.watching import NOON, answered, furnished, letter, message, on
from tests.world import EDITIONS, ship

pytestmark = pytest.mark.django_db
YEAR = [date(2025, 1, 1) + timedelta(days=n) for n in range(365)]
ONE_DAY = timedelta(days=1)


def oracle_calendar_days(received: date) -> date:
    """The second day after the day it came in; a last day off moves on to the next one worked."""
    day = received + ONE_DAY + ONE_DAY
    while not chinese_calendar.is_workday(day):
        day += ONE_DAY
    return day


def oracle_workdays(received: date) -> date:
    """The second day worked after the day it came in."""
    day, counted = received, 0
    while counted < 2:
        day += ONE_DAY
        counted += chinese_calendar.is_workday(day)
    return day


@pytest.mark.clause("S3-11.3")
def test_every_day_of_a_year_is_due_as_an_oracle_counts_it_from_the_first_to_the_last_minute() -> None:
    seed_calendar(by=None, at=NOON)
    rule = ship("taibai").edition.reply
    wrong = [
        (day, hour)
        for day in YEAR
        for hour, minute in ((0, 0), (12, 0), (23, 59))
        if (due := due_of(rule, on(day, hour, minute))) is None or due.due != oracle_calendar_days(day)
    ]
    assert wrong == []


@pytest.mark.clause("S3-11.3")
def test_where_the_edition_reads_days_as_working_days_they_are_counted_so() -> None:
    seed_calendar(by=None, at=NOON)
    text = (EDITIONS / "taibai.toml").read_text(encoding="utf-8")
    head, _, tail = text.partition('key = "reply_day_unit"')
    rule = parse(f'{head}key = "reply_day_unit"{tail.replace("calendar_day", "wd", 1)}').reply
    assert rule.limit is not None
    assert rule.limit.unit == "wd"
    found = [due_of(rule, on(day, 9)) for day in YEAR]
    assert [due.due for due in found if due] == [oracle_workdays(day) for day in YEAR]


@pytest.mark.clause("S0-13.1")
@pytest.mark.clause("S2-13.1")
@pytest.mark.parametrize("regime", ["soe", "corp", "gejiu", "jiusan"])
def test_editions_without_a_number_set_no_due_day_and_say_so(regime: str) -> None:
    world = furnished(regime)
    row = message(world)
    assert (row.due_on, row.number, row.remind_on, account_of(row)) == (None, None, None, None)
    assert UNLIMITED in why_of(row)
    done = answered(world, row, NOON + timedelta(days=300))
    assert (done.late_days, done.in_time, done.minutes) == (None, None, 300 * 24 * 60)


@pytest.mark.clause("S3-11.3")
def test_an_answer_is_in_time_until_midnight_of_the_due_day() -> None:
    seed_calendar(by=None, at=NOON)
    world = furnished("taibai")
    # Wednesday: due on Friday
    received = on(date(2026, 9, 16), 23, 50)
    late = []
    for number, at in enumerate((on(date(2026, 9, 18), 23, 59), on(date(2026, 9, 19)), on(date(2026, 9, 21), 8))):
        row = message(world, received_at=received, text=f"示例留言{number}")
        assert (row.due_on, row.in_principle) == (date(2026, 9, 18), True)
        late.append(answered(world, row, at).late_days)
    assert late == [0, 1, 3]


def test_the_way_of_counting_is_shown_and_says_that_it_is_no_ground_for_a_sanction() -> None:
    seed_calendar(by=None, at=NOON)
    world = furnished("taibai")
    row = message(world)
    due = account_of(row)
    assert due is not None
    assert (due.anchor, due.number, due.due) == (date(2026, 9, 18), 2, row.due_on)
    assert why_of(row) == "第十一条第3项:原则上自收到次日起2日内;只作提醒,不作处罚依据"


def test_the_day_in_shanghai_counts_not_the_day_of_the_server() -> None:
    seed_calendar(by=None, at=NOON)
    rule = ship("taibai").edition.reply
    evening = datetime(2026, 9, 15, 16, 30, tzinfo=UTC)
    due = due_of(rule, evening)
    assert due is not None
    assert (due.anchor, due.due) == (date(2026, 9, 16), date(2026, 9, 18))
    assert late_days(date(2026, 9, 18), datetime(2026, 9, 18, 15, 59, tzinfo=UTC)) == 0
    assert late_days(date(2026, 9, 18), datetime(2026, 9, 18, 16, 0, tzinfo=UTC)) == 1


def test_passing_on_keeps_the_clock_and_is_recorded() -> None:
    seed_calendar(by=None, at=NOON)
    world = furnished("taibai")
    row = message(world)
    before = (row.due_on, row.anchor_on)
    moved = inquiries.pass_on(
        row, to="示例文化馆", note="请核实", by=world.person("operator"), at=NOON + timedelta(hours=1)
    )
    assert (moved.due_on, moved.anchor_on) == before
    assert (moved.state, moved.passed_to, moved.passed_at) == ("passed", "示例文化馆", NOON + timedelta(hours=1))
    assert list(moved.notes.values_list("kind", "to", "text")) == [("passed", "示例文化馆", "请核实")]
    assert letter(world).received_at == NOON


@pytest.mark.clause("S3-11.3")
def test_what_is_left_is_told_in_the_unit_in_which_the_limit_counts() -> None:
    seed_calendar(by=None, at=NOON)
    world = furnished("taibai")
    # Friday the 11th: the second day is a Sunday, so it is due on Monday the 14th
    row = message(world, received_at=on(date(2026, 9, 11), 9))
    assert row.due_on == date(2026, 9, 14)
    told = [remaining(row, date(2026, 9, day)) for day in (11, 12, 14, 15, 19)]
    assert [one[0] for one in told if one] == ["剩 3 天", "剩 2 天", "今日到期", "逾期 1 天", "逾期 5 天"]
    assert [one[1] for one in told if one] == ["grey", "amber", "amber", "red", "red"]
    row.unit_of_time = "wd"
    assert [remaining(row, date(2026, 9, day)) for day in (11, 15)] == [
        ("剩 1 个工作日", "amber"),
        ("逾期 1 个工作日", "red"),
    ]
    assert remaining(answered(world, row, on(date(2026, 9, 14), 9)), date(2026, 9, 20)) is None
