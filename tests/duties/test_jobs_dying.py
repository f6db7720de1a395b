"""The jobs over repost tasks and workbooks survive the death of their worker; a tick belongs to the local day.

The jobs over messages, rosters and people have programs of their own that kill real processes.
"""

import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from duties.actions.batches import keep_checked
from duties.models import DutyBatch, PublicMessage
from newmedia_portal.core.jobs.models import JobRun
from newmedia_portal.core.jobs.schedule import daily_jobs, run_due, run_once
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.workdays.actions import seed_calendar
from tests.core.ground import together
from tests.duties.making import done, issued
from tests.duties.watching import furnished, message, on
from tests.dying import survives
from tests.world import NOON

DUE = date(2026, 9, 22)


def daily(job: str, day: date) -> Any:
    """Return what a worker does when the schedule calls for a day."""
    return lambda minutes: run_once(job, on=day, at=on(day, 12, minutes))


@pytest.mark.parametrize("day", [DUE - timedelta(days=1), DUE + timedelta(days=1)])
def test_reminders_of_repost_tasks(db: None, day: date) -> None:
    seed_calendar(by=None, at=NOON)
    world = furnished()
    tasks = [issued(world, title=f"示例重要信息{number}") for number in range(3)]
    done(world, tasks[0])
    assert survives(daily("remind_reposts", day)) >= 20
    run_once("remind_reposts", on=day, at=on(day, 12))
    assert Notice.objects.filter(kind__in=["repost.due_soon", "repost.overdue"]).exists()


def test_workbooks_that_nobody_imports(db: None) -> None:
    world = furnished("corp")
    by = world.person("operator")
    for number in range(3):
        keep_checked(
            world.owner, kind="messages", file_name=f"示例{number}.xlsx", rows=[{"text": "示例"}], faults=[], counts={},
            by=by, at=NOON - timedelta(days=8),
        )  # fmt: skip
    DutyBatch.objects.update(created_at=NOON - timedelta(days=8))
    assert survives(daily("forget_duty_batches", NOON.date())) >= 20
    run_once("forget_duty_batches", on=NOON.date(), at=NOON)
    assert not DutyBatch.objects.exists()


@pytest.fixture
def server_in_utc(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A server whose clock stands in UTC, as most do."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("day", [date(2027, 1, 1), date(2028, 2, 29), date(2028, 3, 1)])
def test_a_tick_belongs_to_the_day_of_the_users_not_of_the_server(db: None, server_in_utc: None, day: date) -> None:
    seed_calendar(by=None, at=NOON)
    world = furnished("taibai")
    message(world, received_at=on(day - timedelta(days=3), 9), text="示例留言")
    late = datetime.combine(day - timedelta(days=1), datetime.min.time(), UTC) + timedelta(hours=22, minutes=50)
    ran = run_due(at=late)
    assert {"scan_messages", "warn_roster_gaps", "remind_reposts", "run_self_checks", "scan_silence"} <= set(ran)
    assert set(JobRun.objects.values_list("business_date", flat=True)) == {day}
    assert PublicMessage.objects.get().flagged_on == day
    assert run_due(at=late + timedelta(minutes=1)) == []
    assert run_due(at=on(day, 23, 59)) == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_beats_and_two_workers_on_one_tick_tell_each_thing_once() -> None:
    seed_calendar(by=None, at=NOON)
    world = furnished("taibai")
    for number in range(10):
        message(world, received_at=on(DUE - timedelta(days=3), 9), text=f"示例留言{number}")
    issued(furnished("gejiu"))

    def state() -> Any:
        told = Counter(Notice.objects.values_list("user", "kind", "title", "body"))
        return told, sorted(JobRun.objects.values_list("job", "business_date", "looked_at", "flagged", "error"))

    with transaction.atomic():
        ran = run_due(at=on(DUE + timedelta(days=1), 7))
        wanted = state()
        transaction.set_rollback(True)
    names = together(*(lambda: run_due(at=on(DUE + timedelta(days=1), 7)) for _ in range(4)))
    found = [name for each in names for name in each]
    # What runs on every tick may be shared among workers, each doing a part; a daily job has one doer.
    assert sorted(name for name in found if name in daily_jobs()) == sorted(
        name for name in ran if name in daily_jobs()
    )
    assert set(found) == set(ran)
    assert state() == wanted
