"""What is over is cleared away, nothing under six months, whatever the clock says, however often the worker dies."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import ImproperlyConfigured

from newmedia_portal.core.audit.chain import verify
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.jobs.models import JobRun, OutboxItem
from newmedia_portal.core.jobs.schedule import run_once
from newmedia_portal.core.notices.models import Delivery, Notice
from newmedia_portal.core.retention.jobs import JOB, clear
from newmedia_portal.core.retention.rules import rules
from newmedia_portal.settings.keeping import LEAST, days
from tests.core.audit.logs import log_of
from tests.core.ground import AT, person
from tests.dying import survives

pytestmark = pytest.mark.django_db
OLD, YOUNG = AT - timedelta(days=400), AT - timedelta(days=100)


@pytest.fixture
def records() -> None:
    """One old and one young row of each kind, in an instance that has lived two hundred days."""
    log_of(200)
    user = person("收件人")
    for number, at in enumerate((OLD, YOUNG)):
        kept = {"kind": "exports", "title": f"{number}", "created_at": at, "user": user, "waiting": False}
        Notice.objects.create(key=f"read {number}", read_at=at, **kept)
        Notice.objects.create(key=f"unread {number}", **kept)
        Delivery.objects.create(via="mail", user=user, key=f"{number}", title="外发", status="sent", created_at=at)
        Delivery.objects.create(via="mail", user=user, key=f"open {number}", title="外发", created_at=at)
        OutboxItem.objects.create(job="x", queued_at=at, not_before=at, done_at=at)
        run = {"started_at": at, "leased_until": at, "finished_at": at}
        JobRun.objects.create(job="x", business_date=at.date(), **run)
    for number, ends in enumerate((AT - timedelta(days=2), AT + timedelta(minutes=5))):
        Session.objects.create(session_key=f"{number}", session_data="", expire_date=ends)


def left() -> list[int]:
    """Return the number of rows of each kind."""
    runs = JobRun.objects.filter(job="x").count()
    return [Notice.objects.count(), Delivery.objects.count(), OutboxItem.objects.count(), runs, Session.objects.count()]


def test_what_is_over_goes_and_is_recorded_and_everything_else_stays(records):
    counts = clear(on=AT.date(), at=AT)

    assert left() == [3, 3, 1, 1, 1]
    assert counts.cleared == 5
    told = AuditEvent.objects.get(action="retention.cleared").after
    assert told == {"deliveries": 1, "runs": 1, "outbox": 1, "notices": 1, "sessions": 1}
    assert clear(on=AT.date(), at=AT).cleared == 0
    assert AuditEvent.objects.filter(action="retention.cleared").count() == 1
    assert verify()[1] is None


def test_a_clock_moved_seven_months_clears_nothing_that_is_young(records):
    ahead = AT + timedelta(days=214 + 365)
    log_of(1, until=ahead)

    clear(on=ahead.date(), at=ahead)

    assert left()[:4] == [3, 3, 1, 1]
    assert AuditEvent.objects.filter(action="login.ok").count() == 201


def test_a_clock_set_back_clears_nothing(records):
    back = OLD - timedelta(days=1)

    clear(on=back.date(), at=back)

    assert left() == [4, 4, 2, 2, 2]


def test_an_instance_that_has_not_lived_six_months_keeps_everything_but_dead_sessions(records):
    from newmedia_portal.core.audit.keeping import AuditCheckpoint

    AuditCheckpoint.objects.filter(seq__lte=20)._raw_delete("default")

    clear(on=AT.date(), at=AT)

    assert left() == [4, 4, 2, 2, 1]


@pytest.mark.once
def test_the_job_survives_the_death_of_its_worker(records):
    assert survives(lambda minutes: run_once(JOB, on=AT.date(), at=AT + timedelta(minutes=minutes))) >= 20


def test_fewer_than_six_months_are_refused_with_the_law(monkeypatch):
    monkeypatch.setenv("RETENTION_LOGS_DAYS", "183")
    with pytest.raises(
        ImproperlyConfigured, match="RETENTION_LOGS_DAYS 是 183 天，少于六个月。《网络安全法》第二十三条"
    ):
        days("RETENTION_LOGS_DAYS", 365)
    monkeypatch.setenv("RETENTION_LOGS_DAYS", "184")
    assert days("RETENTION_LOGS_DAYS", 365) == 184


def test_every_rule_over_a_log_keeps_six_months_however_they_fall():
    spans = [datetime(2024, month, 1, tzinfo=UTC) for month in range(1, 13)]
    longest = max((start.replace(year=start.year + (start.month > 6), month=(start.month + 5) % 12 + 1) - start).days
                  for start in spans)  # fmt: skip
    assert longest == LEAST
    assert [rule.code for rule in rules() if rule.old and not rule.fixed and rule.days < LEAST] == []
