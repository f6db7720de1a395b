"""Log-ins unused for ninety days (久未使用停用)."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.test import Client

from accounts.actions.people import change_person
from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.idle.jobs import switch_off_idle
from newmedia_portal.core.notices.models import Notice
from tests.core.ground import person, unit

pytestmark = pytest.mark.django_db

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def ninety_days(settings) -> None:
    """Let the rule hold."""
    settings.IDLE_ACCOUNT_DAYS = 90


def idle_since(name: str, at: datetime = START, **more: object) -> User:
    """Make somebody who signed in last at a moment."""
    made = person(name, **more)
    User.objects.filter(pk=made.pk).update(last_login=at, date_joined=at)
    return made


def run(days: int) -> tuple[int, int]:
    """Run the job so many days after the start; return how many were warned and how many switched off."""
    at = START + timedelta(days=days)
    counts = switch_off_idle(on=at.date(), at=at)
    return counts.flagged, counts.cleared


def active(user: User) -> bool:
    """Whether the log-in works."""
    return User.objects.get(pk=user.pk).is_active


def test_two_warnings_then_the_end(settings):
    idle, admin = idle_since("zhang"), idle_since("sys", START + timedelta(days=80), instance_role="sysadmin")

    seen = [(days, run(days)[1], Notice.objects.filter(user=idle).count(), active(idle)) for days in range(70, 92)]

    changes = [now for before, now in pairwise(seen) if before[1:] != now[1:]]
    assert changes == [(76, 0, 1, True), (87, 0, 2, True), (90, 1, 2, False), (91, 0, 2, False)]
    titles = list(Notice.objects.filter(user=idle).order_by("pk").values_list("title", flat=True))
    assert titles == ["您的登录将在 2026-05-31 停用"] * 2
    (event,) = AuditEvent.objects.filter(action="person.idle_off")
    assert (event.object_id, event.actor_name, event.before, event.after) == (
        idle.pk, "系统", {"is_active": True}, {"is_active": False},
    )  # fmt: skip
    assert Notice.objects.filter(user=admin, kind="account.switched_off").count() == 1


def test_after_a_pause_of_the_job_nobody_is_switched_off_unwarned():
    idle = idle_since("zhang")

    first = run(200)
    after = [run(day)[1] for day in (201, 202)]

    assert (first, after, active(idle)) == ((1, 0), [0, 0], True)
    assert (run(203), active(idle)) == ((0, 1), False)


def test_a_log_in_in_time_begins_the_count_anew():
    idle = idle_since("zhang")
    run(88)
    User.objects.filter(pk=idle.pk).update(last_login=START + timedelta(days=89))

    assert [run(day) for day in (90, 100, 164)] == [(0, 0)] * 3
    assert active(idle)


def test_somebody_who_never_signed_in_counts_from_the_first_day():
    never = idle_since("zhang")
    User.objects.filter(pk=never.pk).update(last_login=None)

    assert [run(day)[1] for day in (87, 90)] == [0, 1]


def test_people_in_post_are_switched_off_too():
    holder = idle_since("zhang", place=unit("示例局", regime="demo"), role="operator")

    run(87), run(90)

    assert not active(holder)


@pytest.mark.parametrize("role", ["sysadmin", "secadmin", "auditor"])
def test_the_last_administrator_of_a_kind_stays_even_where_all_are_idle(role):
    admins = [idle_since(f"admin-{number}", instance_role=role) for number in range(3)]

    for day in (87, 90, 91, 95, 120):
        run(day)

    assert [active(admin) for admin in admins].count(True) == 1


def test_the_administrator_switches_on_again_and_the_count_begins_anew():
    idle, admin = idle_since("zhang"), idle_since("sys", START + timedelta(days=80), instance_role="sysadmin")
    run(87), run(90)

    change_person(idle, is_active=True, by=admin, at=START + timedelta(days=100))

    assert [run(day)[1] for day in (101, 150, 175)] == [0, 0, 0]
    assert active(idle)
    assert [run(day) for day in (187, 190)] == [(1, 0), (0, 1)]


def test_a_session_of_somebody_switched_off_is_dead():
    idle = idle_since("zhang")
    client = Client()
    client.force_login(idle)
    User.objects.filter(pk=idle.pk).update(last_login=START)
    before = client.get("/session/").status_code

    run(87), run(90)

    assert (before, client.get("/session/").status_code) == (204, 302)


def test_running_twice_on_a_day_tells_once():
    idle_since("zhang")

    run(76), run(76)

    assert Notice.objects.count() == 1


def test_zero_days_means_never(settings):
    settings.IDLE_ACCOUNT_DAYS = 0
    idle = idle_since("zhang")

    assert (run(400), run(410), active(idle)) == ((0, 0), (0, 0), True)
