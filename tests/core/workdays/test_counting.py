"""Counting days against an oracle written apart."""

from datetime import date, timedelta

import chinese_calendar
import pytest

from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.workdays.calendar import CalendarRangeError, WorkCalendar
from newmedia_portal.core.workdays.states import YearStatus
from newmedia_portal.core.workdays.terms import SpecialDay

from . import oracle


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_the_oracle_itself_has_the_number_of_working_days_that_the_notices_give(year: int) -> None:
    worked = [day for day in oracle.every_day(year, year) if oracle.works(day)]

    assert len(worked) == oracle.WORKDAYS_IN_YEAR[year]


@pytest.mark.parametrize("number", [5, 10, 30])
def test_every_anchor_day_of_2024_to_2026_gives_the_due_date_of_the_oracle(calendar: WorkCalendar, number: int) -> None:
    anchors = oracle.every_day(2024, 2026)

    found = {day: calendar.add_workdays(day, number) for day in anchors}

    assert found == {day: oracle.due(day, number) for day in anchors}


def test_every_day_of_2004_to_2026_is_worked_exactly_when_the_public_calendar_says_so(calendar: WorkCalendar) -> None:
    days = oracle.every_day(2004, 2026)

    assert [d for d in days if calendar.is_workday(d)] == [d for d in days if chinese_calendar.is_workday(d)]


@pytest.mark.parametrize("number", [5, 10, 30])
def test_every_anchor_day_of_2004_to_2026_is_counted_as_by_one_day_after_the_other(
    calendar: WorkCalendar, number: int
) -> None:
    worked = {day for day in oracle.every_day(2004, 2026) if chinese_calendar.is_workday(day)}
    anchors = oracle.every_day(2004, 2025) + oracle.every_day(2026, 2026)[:300]
    wrong = []
    for anchor in anchors:
        day, counted = anchor, 0
        while counted < number:
            day += timedelta(days=1)
            counted += day in worked
        if calendar.add_workdays(anchor, number) != day:
            wrong.append((anchor, day))

    assert wrong == []


@pytest.mark.parametrize(
    ("anchor", "number", "due"),
    [
        (date(2026, 9, 18), 5, date(2026, 9, 24)),
        (date(2026, 9, 18), 30, date(2026, 11, 5)),
        (date(2026, 4, 30), 5, date(2026, 5, 11)),
        (date(2026, 9, 30), 5, date(2026, 10, 13)),
        (date(2026, 9, 14), 30, date(2026, 10, 30)),
        (date(2026, 1, 30), 30, date(2026, 3, 19)),
    ],
)
def test_known_terms_end_on_their_known_day(calendar: WorkCalendar, anchor: date, number: int, due: date) -> None:
    assert calendar.add(anchor, number, "wd").due == due


def test_the_account_of_a_term_lists_every_day_with_its_reason(calendar: WorkCalendar) -> None:
    due = calendar.add(date(2026, 9, 18), 5)

    assert [(day.date.day, day.ordinal, day.reason) for day in due.days] == [
        (19, None, "周六"), (20, 1, "调休上班(国庆节)"), (21, 2, ""), (22, 3, ""), (23, 4, ""), (24, 5, ""),
    ]  # fmt: skip
    assert due.skipped == ((date(2026, 9, 19), "周六"),)
    assert due.worked_weekends == (date(2026, 9, 20),)
    assert due.provisional is False


def test_the_account_agrees_with_the_due_date_for_every_anchor_of_a_year(calendar: WorkCalendar) -> None:
    for anchor in oracle.every_day(2026, 2026):
        due = calendar.add(anchor, 10)
        counted = [day.date for day in due.days if day.counted]

        assert (len(counted), counted[-1]) == (10, due.due)
        assert len(due.skipped) + 10 == (due.due - anchor).days


def test_the_due_day_itself_is_in_time_and_the_next_day_is_late(calendar: WorkCalendar) -> None:
    due = calendar.add(date(2026, 9, 18), 5)

    assert (due.is_overdue(date(2026, 9, 24)), due.is_overdue(date(2026, 9, 25))) == (False, True)


def test_a_term_of_nothing_ends_on_its_anchor_even_on_a_day_off(calendar: WorkCalendar) -> None:
    assert calendar.add(date(2026, 10, 1), 0).due == date(2026, 10, 1)
    assert calendar.add(date(2026, 10, 1), 0, "calendar_day").due == date(2026, 10, 1)


def test_working_days_between_two_days_count_the_last_and_not_the_first(calendar: WorkCalendar) -> None:
    assert calendar.workdays_between(date(2026, 9, 18), date(2026, 9, 24)) == 5
    assert calendar.workdays_between(date(2026, 9, 24), date(2026, 9, 18)) == -5
    assert calendar.workdays_between(date(2026, 9, 24), date(2026, 9, 24)) == 0


def test_days_between_undo_the_addition_for_every_anchor_of_a_year(calendar: WorkCalendar) -> None:
    for anchor in oracle.every_day(2025, 2025):
        assert calendar.workdays_between(anchor, calendar.add_workdays(anchor, 30)) == 30


@pytest.mark.parametrize(
    ("anchor", "number", "unit", "due"),
    [
        # seven calendar days after the recorded end of a task, counted from the next day
        (date(2026, 11, 3), 7, "calendar_day", date(2026, 11, 10)),
        (date(2026, 11, 3), 1, "week", date(2026, 11, 10)),
        (date(2026, 9, 18), 2, "calendar_day", date(2026, 9, 20)),  # a worked Sunday is no day off
        (date(2026, 11, 5), 2, "calendar_day", date(2026, 11, 9)),  # Saturday moves to Monday
        (date(2026, 9, 24), 7, "calendar_day", date(2026, 10, 8)),  # 1 October moves past the whole holiday
        (date(2026, 3, 16), 1, "month", date(2026, 4, 16)),
        (date(2026, 3, 31), 1, "month", date(2026, 4, 30)),  # no 31 April: the last day of the month
        (date(2025, 12, 31), 2, "month", date(2026, 2, 28)),  # February without 29; a Saturday that is worked
        (date(2024, 1, 31), 1, "month", date(2024, 2, 29)),  # leap day
        (date(2024, 2, 29), 12, "month", date(2025, 2, 28)),
        (date(2026, 9, 3), 1, "month", date(2026, 10, 8)),  # 3 October moves past the holiday
    ],
)
def test_calendar_terms_end_on_the_matching_day_and_move_over_days_off(
    calendar: WorkCalendar, anchor: date, number: int, unit: str, due: date
) -> None:
    found = calendar.add(anchor, number, unit)

    assert (found.due, found.days[-1].date) == (due, due)


def test_a_moved_last_day_says_over_which_days_it_moved(calendar: WorkCalendar) -> None:
    due = calendar.add(date(2026, 9, 3), 1, "month")

    assert (due.nominal, due.moved) == (date(2026, 10, 3), True)
    assert due.skipped == tuple((date(2026, 10, day), "国庆节") for day in range(3, 8))


def test_the_move_over_days_off_can_be_turned_off(calendar: WorkCalendar) -> None:
    due = calendar.add(date(2026, 9, 24), 7, "calendar_day", move_last_day=False)

    assert (due.due, due.moved) == (date(2026, 10, 1), False)


def test_leap_day_is_a_day_like_any_other(calendar: WorkCalendar) -> None:
    assert calendar.is_workday(date(2024, 2, 29)) is True
    assert calendar.add_workdays(date(2024, 2, 28), 1) == date(2024, 2, 29)
    assert calendar.add_workdays(date(2024, 2, 29), 5) == date(2024, 3, 7)


def test_a_term_that_crosses_into_an_unpublished_year_is_provisional_and_raises_nothing(calendar: WorkCalendar) -> None:
    due = calendar.add(date(2026, 11, 20), 30)

    assert (due.due, due.provisional) == (date(2027, 1, 4), True)
    assert (date(2027, 1, 1), "元旦") in due.skipped


def test_the_last_term_inside_a_published_year_is_not_provisional(calendar: WorkCalendar) -> None:
    assert calendar.add(date(2026, 12, 24), 5).provisional is False
    assert calendar.add(date(2026, 12, 24), 6).provisional is True


def test_a_term_that_starts_on_the_last_day_of_a_published_year_is_provisional(calendar: WorkCalendar) -> None:
    assert calendar.add(date(2026, 12, 31), 1).provisional is True


@pytest.mark.parametrize("year", range(2027, 2037))
def test_unpublished_years_know_the_thirteen_statutory_days(calendar: WorkCalendar, year: int) -> None:
    names = [name for day in calendar.special.values() if day.date.year == year for name in day.name.split("、")]

    assert sorted(names) == sorted(
        ["元旦", "除夕", "春节", "春节", "春节", "清明节", "劳动节", "劳动节", "端午节", "中秋节"] + ["国庆节"] * 3
    )


def test_the_spring_festivals_of_unpublished_years_begin_on_new_years_eve_of_the_moon(calendar: WorkCalendar) -> None:
    eves = {day.date for day in calendar.special.values() if day.name == "除夕"}

    assert {date(2027, 2, 5), date(2028, 1, 25), date(2029, 2, 12), date(2030, 2, 2)} <= eves


def test_years_beyond_the_shipped_ones_keep_weekends_and_fixed_days(calendar: WorkCalendar) -> None:
    assert calendar.is_workday(date(2040, 10, 1)) is False
    assert calendar.is_workday(date(2040, 10, 8)) is True
    assert calendar.add(date(2040, 9, 28), 1).provisional is True


@pytest.mark.parametrize("anchor", [date(2003, 12, 31), date(2046, 12, 31), date(9999, 12, 31)])
def test_a_term_outside_the_calendar_is_refused_with_the_years_it_covers(calendar: WorkCalendar, anchor: date) -> None:
    with pytest.raises(CalendarRangeError) as refused:
        calendar.add(anchor, 5)

    assert "2004年至2046年" in refused.value.message


@pytest.mark.parametrize(("number", "unit"), [(-1, "wd"), (-1, "month"), (10**9, "wd"), (10**9, "month")])
def test_absurd_numbers_are_refused(calendar: WorkCalendar, number: int, unit: str) -> None:
    with pytest.raises(Refused):
        calendar.add(date(2026, 9, 18), number, unit)


def test_a_published_year_knows_no_fixed_days_of_its_own() -> None:
    calendar = WorkCalendar.build({2030: YearStatus.PUBLISHED}, [SpecialDay(date(2030, 1, 1), False, "元旦")],
                                  fixed={(5, 1): "劳动节"})  # fmt: skip

    assert calendar.is_workday(date(2030, 5, 1)) is True
    assert calendar.is_workday(date(2030, 1, 1)) is False
