"""Two beats and several workers on one database: each effect once."""

import threading
from collections import Counter
from datetime import date, datetime, time, timedelta

import pytest

from newmedia_portal.core.jobs import schedule
from newmedia_portal.core.jobs.models import JobRun, OutboxItem
from newmedia_portal.core.jobs.outbox import drain, enqueue, job
from newmedia_portal.core.jobs.schedule import Counts, daily, run_due
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.transactions import unit_of_work
from tests.core.ground import AT, person, together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
lock = threading.Lock()
done: Counter[int] = Counter()


@job("test.number")
def number(*, at: datetime, value: int) -> None:
    """Count each number."""
    with lock:
        done[value] += 1


def test_four_workers_share_the_outbox_and_do_each_item_once():
    done.clear()
    for value in range(120):
        enqueue("test.number", {"value": value}, at=AT)
    assert sum(together(*(lambda: drain(now=lambda: AT) for _ in range(4)))) == 120
    assert done == Counter(range(120))
    assert OutboxItem.objects.filter(done_at__isnull=False, attempts=1).count() == 120


def test_the_same_key_queued_by_eight_actions_at_once_is_one_item():
    done.clear()

    def act() -> bool:
        with unit_of_work():
            return enqueue("test.number", {"value": 1}, at=AT, key="once") is not None

    assert sorted(together(*([act] * 8))) == [False] * 7 + [True]
    drain(now=lambda: AT)
    assert done == Counter([1])


def test_two_beats_over_two_hundred_ticks_give_each_job_and_date_one_effect(monkeypatch):
    effects: Counter[tuple[str, date]] = Counter()
    monkeypatch.setattr(schedule, "_daily", {})
    for name in ("test.one", "test.two"):

        @daily(name, label=name, not_before=time(0, 0))
        def count(*, on: date, at: datetime, name: str = name) -> Counts:
            with lock:
                effects[name, on] += 1
            return Counts(flagged=1)

    def beat() -> None:
        for tick in range(100):
            run_due(at=AT + timedelta(hours=6 * tick))

    assert together(beat, beat) == [None, None]
    assert set(effects.values()) == {1}
    assert len(effects) == JobRun.objects.filter(finished_at__isnull=False).count() == 2 * 26


def test_a_message_sent_by_eight_workers_at_once_arrives_once():
    from newmedia_portal.core.notices.actions import notify

    people = [person(f"张某{n}") for n in range(5)]

    def send() -> None:
        with unit_of_work():
            notify(people, kind="test", title="一次", url="/", at=AT, key="once")

    assert together(*([send] * 8)) == [None] * 8
    assert Notice.objects.count() == 5
