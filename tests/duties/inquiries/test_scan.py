"""The daily job over messages: flags, clears, tells once; nothing else follows from lateness."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duties.actions import inquiries
from duties.inquiries.recompute import recompute_messages
from duties.inquiries.scan import JOB, scan_messages
from duties.models import PublicMessage
from newmedia_portal.core.jobs.models import JobRun
from newmedia_portal.core.jobs.schedule import Counts, run_once
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.workdays import working_days
from newmedia_portal.core.workdays.actions import seed_calendar
from tests.duties.watching import NOON, answered, furnished, message, on
from tests.world import World, user

pytestmark = pytest.mark.django_db
# Wednesday; due on Friday
CAME = date(2026, 9, 16)
DUE = date(2026, 9, 18)


@pytest.fixture
def world() -> World:
    """An organisation whose edition states a limit, with one 信息员."""
    seed_calendar(by=None, at=NOON)
    return furnished("taibai")


def came(world: World, count: int = 1) -> list[PublicMessage]:
    return [message(world, received_at=on(CAME, 9), text=f"示例留言{n}") for n in range(count)]


def told(flag: str) -> list[tuple[str, str]]:
    rows = Notice.objects.filter(kind=f"message.{flag}").order_by("user__username")
    return list(rows.values_list("user__username", "title"))


@pytest.mark.clause("S3-11.3")
def test_it_is_due_soon_the_working_day_before_and_overdue_after_the_due_day(world: World) -> None:
    (row,) = came(world)
    flags = {}
    for day in range(7):
        scan_messages(on=CAME + timedelta(days=day), at=NOON)
        row.refresh_from_db()
        flags[(CAME + timedelta(days=day)).day] = str(row.flag)
    assert flags == {16: "", 17: "due_soon", 18: "due_soon", 19: "overdue", 20: "overdue", 21: "overdue", 22: "overdue"}


@pytest.mark.clause("S3-11.3")
def test_whoever_answers_by_the_edition_is_told_once_and_leaders_when_it_is_late(world: World) -> None:
    liaison = user("taibai-liaison", world.owner, "liaison")
    came(world, 3)
    for day in range(7):
        scan_messages(on=CAME + timedelta(days=day), at=NOON)
        scan_messages(on=CAME + timedelta(days=day), at=NOON)
    assert told("due_soon") == [(liaison.username, "3 条留言即将到答复期限")]
    assert told("overdue") == [
        (name, "3 条留言已过答复期限") for name in ("taibai-chief", "taibai-deputy", "taibai-head", liaison.username)
    ]


def test_where_nobody_holds_the_role_the_writers_are_told(world: World) -> None:
    came(world)
    scan_messages(on=DUE - timedelta(days=1), at=NOON)
    assert told("due_soon") == [("taibai-operator", "1 条留言即将到答复期限")]


def test_what_was_answered_waived_or_has_no_limit_is_left_alone(world: World) -> None:
    first, second, third = came(world, 3)
    answered(world, first, on(CAME, 15))
    inquiries.waive(second, reason="重复", by=world.person("operator"), at=on(CAME, 15))
    inquiries.pass_on(third, to="示例文化馆", by=world.person("operator"), at=on(CAME, 15))
    without = furnished("soe")
    message(without, received_at=on(CAME, 9))
    assert scan_messages(on=DUE + timedelta(days=30), at=NOON) == Counts(1, 1, 0)
    assert set(PublicMessage.objects.exclude(flag="").values_list("pk", flat=True)) == {third.pk}


def test_an_answer_takes_the_flag_away_and_changes_nothing_else(world: World) -> None:
    (row,) = came(world)
    scan_messages(on=DUE + timedelta(days=1), at=NOON)
    done = answered(world, PublicMessage.objects.get(pk=row.pk), on(DUE + timedelta(days=1), 10))
    assert (done.late_days, done.state) == (1, "answered")
    assert scan_messages(on=DUE + timedelta(days=2), at=NOON) == Counts(1, 0, 1)
    done.refresh_from_db()
    assert (done.flag, done.late_days) == ("", 1)


def test_a_day_runs_once_under_the_schedule(world: World) -> None:
    came(world)
    assert run_once(JOB, on=DUE + timedelta(days=1), at=NOON) == Counts(1, 1, 0)
    assert run_once(JOB, on=DUE + timedelta(days=1), at=NOON) is None
    assert JobRun.objects.get(job=JOB).flagged == 1


def test_the_number_of_statements_does_not_grow_with_the_messages(world: World) -> None:
    def statements(count: int) -> int:
        PublicMessage.objects.all().delete()
        Notice.objects.all().delete()
        came(world, count)
        with CaptureQueriesContext(connection) as found:
            scan_messages(on=DUE + timedelta(days=1), at=NOON)
        return len(found)

    assert statements(2) == statements(40)


def test_a_waiting_message_follows_the_calendar_and_an_answered_one_stays(world: World) -> None:
    waiting, done = came(world, 2)
    answered(world, done, on(CAME, 15))
    for row in (waiting, done):
        PublicMessage.objects.filter(pk=row.pk).update(due_on=DUE + timedelta(days=5))
    moves = recompute_messages(working_days.current(), by=None, at=NOON)
    assert [(move.before, move.after) for move in moves] == [(DUE + timedelta(days=5), DUE)]
    due = dict(PublicMessage.objects.values_list("pk", "due_on"))
    assert due == {waiting.pk: DUE, done.pk: DUE + timedelta(days=5)}
