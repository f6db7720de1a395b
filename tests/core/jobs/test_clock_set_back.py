"""The clock is set back by an hour (时钟回拨): no job is skipped, none runs twice (quality B47)."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from newmedia_portal.core.jobs import outbox, schedule
from newmedia_portal.core.jobs.models import JobRun, OutboxItem
from newmedia_portal.core.jobs.outbox import drain, enqueue
from newmedia_portal.core.jobs.schedule import Counts, daily, run_due
from tests.core.ground import AT

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
DAY = date(2026, 12, 30)
DAYS = [DAY, DAY + timedelta(days=1), DAY + timedelta(days=2)]


def local(day: date, hour: int, minute: int = 0) -> datetime:
    """Return a local moment."""
    return datetime.combine(day, time(hour, minute), tzinfo=timezone.get_default_timezone())


def ticks(back: datetime) -> Iterator[datetime]:
    """Give the moments of a beat over the days, every twenty minutes; at one of them the clock loses an hour."""
    at, lost = local(DAYS[0], 0), False
    while at < local(DAYS[-1] + timedelta(days=1), 0):
        yield at
        if not lost and at >= back:
            at, lost = at - HOUR, True
        at += timedelta(minutes=20)


@pytest.mark.parametrize(
    "back",
    [
        local(DAYS[1], 0, 30),  # back into the day before, and into the day again; here also the year before
        local(DAYS[2], 0, 30),
        local(DAYS[1], 6, 0),  # right after the jobs of the morning have run
        local(DAYS[1], 6, 50),
        local(DAYS[1], 12, 0),
        local(DAYS[1], 23, 50),
    ],
)
def test_each_daily_job_runs_once_for_each_date(monkeypatch, back):
    ran: list[tuple[str, date]] = []
    monkeypatch.setattr(schedule, "_daily", {})
    monkeypatch.setattr(schedule, "_often", {})
    for name, hour in (("test.midnight", 0), ("test.morning", 6), ("test.evening", 23)):

        @daily(name, label="计数", not_before=time(hour, 0))
        def run(*, on: date, at: datetime, name: str = name) -> Counts:
            ran.append((name, on))
            return Counts(looked_at=1)

    for at in ticks(back):
        run_due(at=at)

    wanted = [(name, day) for day in DAYS for name in ("test.midnight", "test.morning", "test.evening")]
    assert sorted(ran) == sorted(wanted)
    assert JobRun.objects.filter(finished_at__isnull=False).count() == len(wanted)


@pytest.fixture
def done(monkeypatch) -> list[int]:
    """What a job of the outbox did."""
    numbers: list[int] = []
    monkeypatch.setattr(outbox, "_handlers", {"test.note": lambda *, at, number: numbers.append(number)})
    return numbers


def test_queued_work_is_done_once_whichever_way_the_clock_goes(done):
    enqueue("test.note", {"number": 1}, at=AT)
    drain(now=lambda: AT)
    enqueue("test.note", {"number": 2}, at=AT + timedelta(seconds=1))
    back = AT - HOUR
    enqueue("test.note", {"number": 3}, at=back)

    for minutes in range(0, 121, 5):
        drain(now=lambda minutes=minutes: back + timedelta(minutes=minutes))

    assert sorted(done) == [1, 2, 3]
    assert list(OutboxItem.objects.order_by("pk").values_list("attempts", flat=True)) == [1, 1, 1]


def test_what_a_worker_has_in_hand_is_not_taken_by_another_when_the_clock_goes_back(done):
    enqueue("test.note", {"number": 1}, at=AT)
    held = outbox._take(AT)

    drain(now=lambda: AT - HOUR)
    drain(now=lambda: AT + timedelta(minutes=1))

    assert (held is not None, done) == (True, [])
