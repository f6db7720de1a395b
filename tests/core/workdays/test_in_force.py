"""The calendar in force: from the tables, or from what is shipped where they are empty; never stale."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.workdays import working_days
from newmedia_portal.core.workdays.actions import seed_calendar
from newmedia_portal.core.workdays.calendar import WorkCalendar
from newmedia_portal.core.workdays.models import CalendarDay, CalendarYear
from newmedia_portal.core.workdays.seed import digest
from newmedia_portal.core.workdays.states import YearStatus
from newmedia_portal.core.workdays.terms import SpecialDay

from . import oracle
from .conftest import MOMENT

pytestmark = pytest.mark.django_db


def another_process_gives_a_day_off(day: date) -> None:
    """Change a year as another process would: rows and digest, with nothing told to this process."""
    year = CalendarYear.objects.get(year=day.year)
    CalendarDay.objects.create(date=day, is_workday=False, name="临时放假", notice=year)
    CalendarYear.objects.filter(pk=year.pk).update(revision=year.revision + 1, fingerprint=f"other {day}")


def test_empty_tables_count_by_the_shipped_calendar(calendar: WorkCalendar) -> None:
    assert working_days.current().workdays == calendar.workdays
    assert working_days.due(date(2026, 9, 18), 5).due == date(2026, 9, 24)


def test_seeded_tables_give_the_same_calendar_with_a_version() -> None:
    before = working_days.current()

    seed_calendar(by=None, at=MOMENT)
    after = working_days.current()

    assert (after.workdays, after.special, after.statuses) == (before.workdays, before.special, before.statuses)
    assert (before.version, after.version) == (0, 33)


def test_seeding_writes_published_and_provisional_years_once(sysadmin: User) -> None:
    first = seed_calendar(by=sysadmin, at=MOMENT)
    second = seed_calendar(by=sysadmin, at=MOMENT)

    assert (first, second) == (33, 0)
    assert CalendarYear.objects.filter(status=YearStatus.PUBLISHED).count() == 23
    assert list(CalendarYear.objects.filter(status=YearStatus.PROVISIONAL).values_list("year", flat=True)) == list(
        range(2027, 2037)
    )
    assert CalendarYear.objects.get(year=2026).document == "国办发明电〔2025〕7号"
    assert AuditEvent.objects.filter(action="calendar.seeded").count() == 1


def test_seeded_rows_hold_the_typed_tables_of_2024_to_2026() -> None:
    seed_calendar(by=None, at=MOMENT)

    for year in (2024, 2025, 2026):
        rows = CalendarDay.objects.filter(date__year=year)
        assert set(rows.filter(is_workday=False).values_list("date", flat=True)) == oracle.days(year, oracle.OFF[year])
        assert set(rows.filter(is_workday=True).values_list("date", flat=True)) == oracle.days(
            year, oracle.WORKED[year]
        )


def test_the_digest_in_the_row_is_that_of_its_days() -> None:
    seed_calendar(by=None, at=MOMENT)

    for year in CalendarYear.objects.all():
        days = [SpecialDay(*row) for row in year.days.values_list("date", "is_workday", "name")]
        assert year.fingerprint == digest(year.status, year.document, days)


def test_a_year_missing_from_the_tables_is_taken_from_what_is_shipped() -> None:
    CalendarYear.objects.create(
        year=2026, status=YearStatus.PUBLISHED, document="示例", entered_at=MOMENT, fingerprint="2026 without holidays"
    )

    calendar = working_days.current()

    assert calendar.is_workday(date(2026, 10, 1)) is True
    assert calendar.is_workday(date(2025, 10, 1)) is False


def test_a_change_by_another_process_is_seen_by_the_next_call_outside_a_request() -> None:
    seed_calendar(by=None, at=MOMENT)
    before = working_days.due_date(date(2026, 9, 18), 5)

    another_process_gives_a_day_off(date(2026, 9, 22))

    assert (before, working_days.due_date(date(2026, 9, 18), 5)) == (date(2026, 9, 24), date(2026, 9, 28))


def test_a_change_by_another_process_is_seen_by_the_next_request_and_one_request_sees_one_calendar() -> None:
    seed_calendar(by=None, at=MOMENT)
    working_days.start_request()
    first = working_days.due_date(date(2026, 9, 18), 5)
    another_process_gives_a_day_off(date(2026, 9, 23))
    same_request = working_days.due_date(date(2026, 9, 18), 5)
    working_days.end_request()
    working_days.start_request()
    next_request = working_days.due_date(date(2026, 9, 18), 5)
    working_days.end_request()

    assert (first, same_request, next_request) == (date(2026, 9, 24), date(2026, 9, 24), date(2026, 9, 28))


def test_a_request_asks_the_database_once_however_many_terms_it_counts() -> None:
    seed_calendar(by=None, at=MOMENT)
    working_days.current()
    working_days.start_request()

    with CaptureQueriesContext(connection) as queries:
        for number in range(1, 50):
            working_days.due(date(2026, 9, 18), number)
    working_days.end_request()

    assert len(queries) == 1
