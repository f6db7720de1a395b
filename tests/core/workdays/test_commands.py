"""The commands `workday` and `seed_calendar`."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from newmedia_portal.core.workdays.models import CalendarYear

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    """Return what a command prints."""
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("seeded", [False, True])
def test_workday_answers_in_json_right_after_migration_and_after_seeding(seeded: bool) -> None:
    if seeded:
        run("seed_calendar")

    answer: dict[str, Any] = json.loads(run("workday", "--from", "2026-09-18", "--days", "5", "--json"))

    assert answer == {
        "due": "2026-09-24",
        "provisional": False,
        "skipped": ["2026-09-19"],
        "worked_weekends": ["2026-09-20"],
    }


def test_workday_marks_what_crosses_into_an_unpublished_year() -> None:
    answer = json.loads(run("workday", "--from", "2026-11-20", "--days", "30", "--json"))

    assert (answer["due"], answer["provisional"]) == ("2027-01-04", True)


def test_workday_prints_the_due_date_first_and_then_why() -> None:
    lines = run("workday", "--from", "2026-09-18", "--days", "5").splitlines()

    assert lines == ["2026-09-24", "不计 2026-09-19 周六", "计入 2026-09-20 调休上班"]


def test_workday_counts_months_and_moves_the_last_day() -> None:
    lines = run("workday", "--from", "2026-03-31", "--days", "1", "--unit", "month").splitlines()

    assert lines == ["2026-04-30"]


@pytest.mark.parametrize(
    ("anchor", "days"), [("yesterday", "5"), ("2026-02-30", "5"), ("2026-09-18", "-1"), ("1999-01-01", "5")]
)
def test_workday_refuses_what_it_cannot_count_in_one_line(anchor: str, days: str) -> None:
    with pytest.raises(CommandError) as refused:
        run("workday", "--from", anchor, f"--days={days}")

    assert "\n" not in str(refused.value)


def test_seed_calendar_can_be_repeated() -> None:
    first, second = run("seed_calendar"), run("seed_calendar")

    assert (first, second) == ("已写入33个年度。\n", "工作日历已齐备,没有需要写入的年度。\n")
    assert CalendarYear.objects.count() == 33
