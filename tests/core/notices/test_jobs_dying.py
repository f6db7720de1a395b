"""The jobs over messages survive the death of their worker: a message may come twice, never not at all."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newmedia_portal.celery import app
from newmedia_portal.core.access.models import User
from newmedia_portal.core.jobs.outbox import drain
from newmedia_portal.core.jobs.schedule import run_often, run_once
from newmedia_portal.core.notices.models import Delivery
from newmedia_portal.core.notices.preferences import save_wishes
from newmedia_portal.core.workdays.actions import seed_calendar
from tests.dying import survives

from .conftest import FRIDAY, sent, tell, tick

MONDAY = datetime(2026, 9, 21, 0, 0, tzinfo=UTC)


def later(minutes: int, at: datetime = FRIDAY) -> datetime:
    """Return a moment some minutes after another."""
    return at + timedelta(minutes=minutes)


# Rows made by the run name one another by number here, and PostgreSQL gives no number twice.
@pytest.mark.once
def test_spreading_and_delivering(addressed, channel, receiver, post):
    channel("webhook")
    tell(addressed)

    def run(minutes: int) -> None:
        run_often("notices.spread", at=later(minutes))
        drain(now=lambda: later(minutes))

    assert survives(run) >= 20
    # Some of the dead had sent already: what comes a second time is known by its identity.
    identities = [taken.headers["X-Portal-Delivery"] for taken in receiver.taken]
    assert len(identities) > len(set(identities))
    receiver.taken.clear()
    post.raw.clear()
    run(0)
    assert sent() == [("sent", 1, "")] * 2
    assert (len(receiver.taken), len(post.raw)) == (1, 1)


@pytest.mark.once
def test_one_mail_a_day(addressed, post):
    seed_calendar(by=None, at=FRIDAY)
    people = [addressed, *(User.objects.create_user(f"p{n}", f"p{n}@example.com", full_name="李某") for n in range(2))]
    for user in people:
        save_wishes(user, modes={}, one_a_day=True, fold_over=9, quiet=True, at=FRIDAY)
        for number in range(2):
            tell(user, str(number))
    tick()
    day = MONDAY.date()
    assert survives(lambda minutes: run_once("notices.digest", on=day, at=later(minutes, MONDAY))) >= 20
    run_once("notices.digest", on=day, at=MONDAY)
    assert Delivery.objects.filter(key__startswith="digest:").count() == 3
    assert Delivery.objects.filter(status="folded", part_of__isnull=False).count() == 6


@pytest.mark.usefixtures("channel")
def test_nothing_is_lost_while_the_broker_is_away_for_a_minute(
    addressed, post, settings, django_capture_on_commit_callbacks
):
    before = {name: app.conf[name] for name in ("broker_url", "task_always_eager")}
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    app.conf.update(broker_url=settings.REDIS_URL, task_always_eager=False)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            tell(addressed)
            run_often("notices.spread", at=FRIDAY)
    finally:
        app.conf.update(before)
    assert (sent(), post.raw) == ([("queued", 0, "")], [])
    drain(now=lambda: later(1))
    assert sent() == [("sent", 1, "")]
    assert len(post.raw) == 1


def test_the_work_of_a_tick_grows_with_what_is_new_and_not_with_history(addressed, post, django_assert_num_queries):
    tell(addressed, "0")
    tick()
    tell(addressed, "1")
    with CaptureQueriesContext(connection) as few:
        tick()
    for number in range(2, 40):
        tell(addressed, str(number), kind="exports")
    tick()
    tell(addressed, "last")
    with django_assert_num_queries(len(few)):
        tick()
