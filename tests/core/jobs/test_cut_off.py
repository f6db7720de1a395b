"""PostgreSQL goes away in the middle of a job: its worker goes on once the database answers, not after a lease."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.utils.timezone import localtime

from newmedia_portal.core.jobs import cut_off, schedule
from newmedia_portal.core.jobs.models import JobRun, OutboxItem
from newmedia_portal.core.jobs.outbox import drain, enqueue, job
from newmedia_portal.core.jobs.schedule import Counts, daily, run_due
from tests.core.ground import AT

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

#: What the next run of a job does before it does its work.
before: list[Any] = []


def end_own_connection() -> None:
    """Have the server end the connection that the job works on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")


def lose_the_server() -> None:
    """The same, and nobody answers at its address any more."""
    connection.settings_dict["PORT"] = "1"
    end_own_connection()


@pytest.fixture(autouse=True)
def as_before():
    """Leave the address of the database and what is held as they were."""
    port = connection.settings_dict["PORT"]
    yield port
    connection.settings_dict["PORT"] = port
    connection.close()
    cut_off._held.clear()
    before.clear()


@job("test.cut_off")
def work(*, at: datetime) -> None:
    """Work that may meet the end of the connection."""
    if before:
        before.pop()()


def queued() -> OutboxItem:
    item = enqueue("test.cut_off", {}, at=AT)
    assert item is not None
    return item


def test_a_job_whose_connection_ends_is_tried_again_after_the_usual_pause() -> None:
    item = queued()
    before.append(end_own_connection)

    assert drain(now=lambda: AT) == 0
    item.refresh_from_db()
    assert (item.leased_until, item.done_at, item.attempts) == (None, None, 1)
    assert drain(now=lambda: AT + timedelta(minutes=1)) == 1


def test_a_job_whose_server_is_gone_goes_on_with_the_first_look_that_finds_it(as_before: str) -> None:
    item = queued()
    before.append(lose_the_server)

    with pytest.raises(OperationalError):
        drain(now=lambda: AT)
    with pytest.raises(OperationalError):
        drain(now=lambda: AT)
    connection.settings_dict["PORT"] = as_before
    connection.close()

    item.refresh_from_db()
    assert item.leased_until is not None
    assert drain(now=lambda: AT + timedelta(seconds=1)) == 1


def test_the_lease_of_another_worker_is_not_given_back(as_before: str) -> None:
    item = queued()
    before.append(lose_the_server)
    with pytest.raises(OperationalError):
        drain(now=lambda: AT)
    connection.settings_dict["PORT"] = as_before
    connection.close()
    another = AT + timedelta(hours=1)
    OutboxItem.objects.filter(pk=item.pk).update(leased_until=another)

    assert drain(now=lambda: AT + timedelta(seconds=1)) == 0
    item.refresh_from_db()
    assert item.leased_until == another


def test_a_daily_job_whose_server_is_gone_runs_at_the_next_tick(as_before: str, monkeypatch: Any) -> None:
    monkeypatch.setattr(schedule, "_daily", {})
    monkeypatch.setattr(schedule, "_often", {})

    @daily("test.cut_off_daily", label="示例任务", not_before=time(0))
    def each_day(*, on: Any, at: datetime) -> Counts:
        if before:
            before.pop()()
        return Counts(looked_at=1)

    before.append(lose_the_server)
    assert run_due(at=AT) == []
    connection.settings_dict["PORT"] = as_before
    connection.close()

    assert JobRun.objects.get().leased_until > AT + timedelta(seconds=30)
    assert run_due(at=AT + timedelta(seconds=1)) == ["test.cut_off_daily"]
    assert JobRun.objects.get().business_date == localtime(AT).date()
