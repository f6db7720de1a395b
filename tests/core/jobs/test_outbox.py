"""Queued work is done once for each committed action, whatever dies on the way."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from newmedia_portal.celery import app
from newmedia_portal.core.jobs import outbox
from newmedia_portal.core.jobs.models import OutboxItem
from newmedia_portal.core.jobs.outbox import LEASE, MAX_ATTEMPTS, drain, enqueue, job
from newmedia_portal.core.transactions import unit_of_work
from tests.core.ground import AT

pytestmark = pytest.mark.django_db
done: list[tuple[str, datetime]] = []
faults: list[str] = []


@job("test.note")
def note(*, at: datetime, text: str) -> None:
    """Remember that it ran; fail while there are faults left."""
    if faults:
        raise RuntimeError(faults.pop())
    done.append((text, at))


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    """Forget what earlier tests did."""
    done.clear()
    faults.clear()
    yield
    done.clear()
    faults.clear()


def drained(at: datetime = AT) -> int:
    """Drain at a moment."""
    return drain(now=lambda: at)


def test_a_queued_job_is_done_once_however_often_the_worker_looks():
    enqueue("test.note", {"text": "一"}, at=AT)
    assert [drained(), drained(), drained()] == [1, 0, 0]
    assert done == [("一", AT)]


def test_jobs_are_done_in_the_order_they_were_queued():
    for text in "甲乙丙丁":
        enqueue("test.note", {"text": text}, at=AT)
    assert drained() == 4
    assert [text for text, _ in done] == ["甲", "乙", "丙", "丁"]


def test_a_job_nobody_registered_is_refused_at_once():
    with pytest.raises(KeyError, match=r"test\.unknown"):
        enqueue("test.unknown", {}, at=AT)
    assert OutboxItem.objects.count() == 0


def test_two_functions_cannot_share_a_name():
    with pytest.raises(ValueError, match=r"test\.note"):
        job("test.note")(lambda **_: None)


def test_a_rolled_back_action_queues_nothing():
    with pytest.raises(ZeroDivisionError):
        queue_and_fail()
    assert OutboxItem.objects.count() == 0
    assert drained() == 0


def queue_and_fail() -> None:
    """Queue in a unit of work that then fails."""
    with unit_of_work():
        enqueue("test.note", {"text": "一"}, at=AT)
        raise ZeroDivisionError


def test_a_second_item_with_the_same_key_is_dropped_even_after_the_first_was_done():
    first = enqueue("test.note", {"text": "一"}, at=AT, key="k")
    assert first is not None
    assert enqueue("test.note", {"text": "二"}, at=AT, key="k") is None
    assert drained() == 1
    assert enqueue("test.note", {"text": "三"}, at=AT, key="k") is None
    assert drained() == 0
    assert [text for text, _ in done] == ["一"]


def test_a_failed_job_is_tried_again_later_and_later_and_then_given_up():
    faults.extend(["断了"] * MAX_ATTEMPTS)
    item = enqueue("test.note", {"text": "一"}, at=AT)
    at, waits = AT, []
    for _ in range(MAX_ATTEMPTS - 1):
        assert drained(at) == 0
        item.refresh_from_db()
        assert (item.error, item.failed_at, item.leased_until) == ("断了", None, None)
        waits.append(item.not_before - at)
        assert drained(item.not_before - timedelta(seconds=1)) == 0
        at = item.not_before
    assert waits == [timedelta(seconds=5 * 4**n) for n in range(1, MAX_ATTEMPTS)]
    assert drained(at) == 0
    item.refresh_from_db()
    assert (item.attempts, item.failed_at) == (MAX_ATTEMPTS, at)
    assert drained(at + timedelta(days=1)) == 0
    assert done == []


def test_a_job_that_failed_once_is_done_at_the_next_try():
    faults.append("断了")
    item = enqueue("test.note", {"text": "一"}, at=AT)
    drained()
    later = AT + timedelta(hours=1)
    assert drained(later) == 1
    item.refresh_from_db()
    assert (done, item.done_at, item.error) == ([("一", later)], later, "")


def test_a_failing_job_does_not_hold_up_the_next():
    faults.append("断了")
    enqueue("test.note", {"text": "一"}, at=AT)
    enqueue("test.note", {"text": "二"}, at=AT)
    assert drained() == 1
    assert [text for text, _ in done] == ["二"]


def test_a_job_whose_worker_died_is_taken_over_when_the_lease_ends():
    item = enqueue("test.note", {"text": "一"}, at=AT)
    assert outbox._take(AT).pk == item.pk
    assert drained(AT + LEASE) == 0
    assert drained(AT + LEASE + timedelta(seconds=1)) == 1
    assert [text for text, _ in done] == ["一"]


def test_a_job_that_kills_every_worker_is_given_up_instead_of_taken_for_ever():
    item = enqueue("test.note", {"text": "一"}, at=AT)
    at = AT
    for _ in range(MAX_ATTEMPTS):
        assert outbox._take(at) is not None
        at += LEASE + timedelta(seconds=1)
    assert drained(at) == 0
    item.refresh_from_db()
    assert (item.failed_at, item.attempts, done) == (at, MAX_ATTEMPTS, [])
    assert drained(at + timedelta(days=1)) == 0


def test_an_action_commits_at_once_though_the_broker_is_away(settings, django_capture_on_commit_callbacks):
    before = {name: app.conf[name] for name in ("broker_url", "task_always_eager")}
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    app.conf.update(broker_url=settings.REDIS_URL, task_always_eager=False)
    began = time.monotonic()
    try:
        with django_capture_on_commit_callbacks(execute=True):
            enqueue("test.note", {"text": "一"}, at=AT)
    finally:
        app.conf.update(before)
    assert time.monotonic() - began < 2
    assert drained() == 1
    assert [text for text, _ in done] == ["一"]
