"""A daily run is held by its transaction: nobody takes it while it works, somebody soon after its worker's death."""

import os
import signal
import threading
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.utils.timezone import localdate

from newmedia_portal.core.jobs import schedule
from newmedia_portal.core.jobs.models import JobRun
from newmedia_portal.core.jobs.schedule import LEASE, Counts, daily, run_once
from tests.core.ground import AT

NAME = "test.held"
TODAY = localdate(AT)
WHOLE = Counts(looked_at=1)


@pytest.fixture
def work(monkeypatch: Any) -> list[Any]:
    """A schedule of one job; the list holds what its next run does first, None stands for a run to its end."""
    todo: list[Any] = []
    monkeypatch.setattr(schedule, "_daily", {})

    @daily(NAME, label="示例任务", not_before=time(0))
    def each_day(*, on: date, at: datetime) -> Counts:
        if todo:
            todo.pop(0)()
        return WHOLE

    return todo


@pytest.mark.parametrize("late", [timedelta(0), LEASE, timedelta(hours=2)])
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_run_longer_than_its_lease_is_left_to_its_worker(work: list[Any], late: timedelta) -> None:
    begun, may_end, ended = threading.Event(), threading.Event(), list[Any]()
    work.append(lambda: (begun.set(), may_end.wait(30)))

    def first() -> None:
        ended.append(run_once(NAME, on=TODAY, at=AT))
        connections.close_all()

    worker = threading.Thread(target=first)
    worker.start()
    assert begun.wait(30)
    try:
        assert run_once(NAME, on=TODAY, at=AT + late) is None
        assert ended == []
    finally:
        may_end.set()
        worker.join(30)
    assert ended == [WHOLE]
    assert run_once(NAME, on=TODAY, at=AT + late + LEASE) is None
    assert JobRun.objects.get().looked_at == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_run_whose_worker_is_killed_is_followed_within_two_minutes(work: list[Any]) -> None:
    work.append(lambda: os.kill(os.getpid(), signal.SIGKILL))
    connection.close()
    child = os.fork()
    if child == 0:
        run_once(NAME, on=TODAY, at=AT)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    work.clear()

    ticks = [AT + timedelta(seconds=1), AT + timedelta(seconds=61)]
    assert [run_once(NAME, on=TODAY, at=at) for at in ticks] == [None, WHOLE]
    assert JobRun.objects.get().finished_at is not None


@pytest.mark.django_db
def test_a_worker_that_was_overtaken_before_it_held_the_row_does_nothing(work: list[Any], monkeypatch: Any) -> None:
    slow = schedule._lease(NAME, on=TODAY, at=AT)
    assert slow is not None
    assert run_once(NAME, on=TODAY, at=AT + LEASE) == WHOLE
    before = JobRun.objects.values().get()
    monkeypatch.setattr(schedule, "_lease", lambda *args, **words: slow)
    work.append(lambda: pytest.fail("the work was done twice"))

    assert run_once(NAME, on=TODAY, at=AT) is None
    assert JobRun.objects.values().get() == before


@pytest.mark.django_db
def test_the_fault_of_an_overtaken_worker_does_not_put_off_the_other(work: list[Any]) -> None:
    slow = schedule._lease(NAME, on=TODAY, at=AT)
    other = schedule._lease(NAME, on=TODAY, at=AT + LEASE)
    assert slow is not None
    assert other is not None
    schedule._put_off(slow, RuntimeError("断了"), at=AT)
    run = JobRun.objects.get()
    assert (run.error, run.leased_until) == ("", other.leased_until)
