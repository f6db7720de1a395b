"""Daily jobs: one effect per job and date, one failing job holds up nothing, a dead worker is followed by another."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from django.utils.timezone import localdate

from newmedia_portal.core.jobs import schedule
from newmedia_portal.core.jobs.models import JobRun, OutboxItem
from newmedia_portal.core.jobs.schedule import LEASE, PAUSE, Counts, daily, run_due, run_once
from newmedia_portal.core.jobs.tasks import tick
from tests.core.ground import AT

pytestmark = pytest.mark.django_db
TODAY = localdate(AT)


@pytest.fixture
def ran(monkeypatch) -> Iterator[list[date]]:
    """A schedule of its own with one job that counts its runs."""
    days: list[date] = []
    monkeypatch.setattr(schedule, "_daily", {})

    @daily("test.count", label="计数", not_before=time(6, 0))
    def count(*, on: date, at: datetime) -> Counts:
        days.append(on)
        return Counts(looked_at=3, flagged=2, cleared=1)

    return days


def morning(hour: int, minute: int = 0) -> datetime:
    """Return a local time of the day."""
    return datetime.combine(TODAY, time(hour, minute), tzinfo=schedule.timezone.get_default_timezone())


def test_a_job_runs_once_a_day_from_its_hour_on(ran):
    assert run_due(at=morning(5, 59)) == []
    assert run_due(at=morning(6)) == ["test.count"]
    assert run_due(at=morning(6, 1)) == []
    assert run_due(at=morning(23, 59)) == []
    assert run_due(at=morning(6) + timedelta(days=1)) == ["test.count"]
    assert ran == [TODAY, TODAY + timedelta(days=1)]


def test_a_run_leaves_a_row_that_staff_can_read(ran):
    run_once("test.count", on=TODAY, at=AT)
    run = JobRun.objects.get()
    assert (run.job, run.business_date, run.started_at) == ("test.count", TODAY, AT)
    assert (run.looked_at, run.flagged, run.cleared, run.error) == (3, 2, 1, "")
    assert run.finished_at is not None


def test_a_run_whose_worker_died_is_taken_over_when_its_lease_ends(ran):
    JobRun.objects.create(job="test.count", business_date=TODAY, started_at=AT, leased_until=AT + LEASE)
    assert run_once("test.count", on=TODAY, at=AT + LEASE - timedelta(seconds=1)) is None
    assert run_once("test.count", on=TODAY, at=AT + LEASE) == Counts(3, 2, 1)
    assert run_once("test.count", on=TODAY, at=AT + LEASE + LEASE) is None
    assert ran == [TODAY]


def test_a_failing_job_keeps_its_error_is_tried_again_after_a_pause_and_holds_up_no_other(ran, monkeypatch):
    others: list[date] = []
    faults = ["数据库断开"]

    @daily("test.fails", label="失败", not_before=time(0, 0))
    def fails(*, on: date, at: datetime) -> Counts:
        if faults:
            raise RuntimeError(faults.pop())
        return Counts()

    @daily("test.other", label="其他", not_before=time(0, 0))
    def other(*, on: date, at: datetime) -> Counts:
        others.append(on)
        return Counts()

    assert run_due(at=AT) == ["test.count", "test.other"]
    assert JobRun.objects.get(job="test.fails").error == "数据库断开"
    assert run_due(at=AT + PAUSE - timedelta(seconds=1)) == []
    assert run_due(at=AT + PAUSE) == ["test.fails"]
    assert JobRun.objects.get(job="test.fails").error == ""
    assert others == [TODAY]


def test_the_tick_of_beat_runs_what_is_due_and_drains_the_outbox(ran, monkeypatch):
    monkeypatch.setitem(schedule._daily, "test.count", replace(schedule._daily["test.count"], not_before=time(0, 0)))
    item = OutboxItem.objects.create(job="test.gone", queued_at=AT, not_before=AT)
    tick.delay()
    tick.delay()
    assert JobRun.objects.filter(job="test.count").count() == len(set(ran)) == len(ran)
    item.refresh_from_db()
    assert item.attempts == 1


def test_a_run_given_a_date_runs_for_that_date(ran):
    run_once("test.count", on=date(2026, 1, 5), at=AT)
    run_once("test.count", on=date(2026, 1, 6), at=AT)
    run_once("test.count", on=date(2026, 1, 5), at=AT)
    assert ran == [date(2026, 1, 5), date(2026, 1, 6)]
