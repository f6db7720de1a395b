"""The daily job over rosters warns of gaps ahead, of each once, and only where the edition asks for hours."""

from datetime import date, timedelta

import pytest

from duties.actions import rosters
from duties.rosters.scan import DAYS_AHEAD, JOB, warn_roster_gaps
from newmedia_portal.core.jobs.schedule import Counts, run_once
from newmedia_portal.core.notices.models import Notice
from tests.duties.watching import NOON, furnished, on, roster, shift
from tests.world import World

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 21)


@pytest.fixture
def world() -> World:
    """A company whose edition asks for 24 hours a day."""
    return furnished("corp")


def told() -> list[tuple[str, str]]:
    rows = Notice.objects.filter(kind="roster.gap").order_by("user__username", "pk")
    return list(rows.values_list("user__username", "title"))


@pytest.mark.clause("S1-3.3.2c")
def test_days_ahead_that_fall_short_are_told_to_writers_and_head(world: World) -> None:
    kept = roster(world)
    for day in range(1, DAYS_AHEAD + 1):
        hours = 6 if day == 2 else 0
        shift(world, kept, on(TODAY, 24 * day + hours), on(TODAY, 24 * day + 24))
    assert warn_roster_gaps(on=TODAY, at=NOON) == Counts(1, 1)
    title = "值班空缺:示例corp文旅局,9月23日"
    assert told() == [("corp-head", title), ("corp-operator", title)]
    assert (
        Notice.objects.filter(kind="roster.gap")
        .values_list("body", flat=True)[0]
        .startswith("00:00–06:00 无人值守(3.3.2)")
    )


@pytest.mark.clause("S1-3.3.2c")
def test_the_same_gap_is_told_once_whatever_day_it_is_seen_on(world: World) -> None:
    roster(world)
    for day in range(5):
        warn_roster_gaps(on=TODAY + timedelta(days=day), at=NOON)
        warn_roster_gaps(on=TODAY + timedelta(days=day), at=NOON)
    assert len(told()) == 2 * (DAYS_AHEAD + 4)
    assert len(set(told())) == len(told())


def test_covered_ended_and_unasked_rosters_are_left_alone(world: World) -> None:
    kept = roster(world)
    shift(world, kept, on(TODAY), on(TODAY, 24 * 5))
    ended = rosters.create_roster(
        world.owner, account=world.owner.media_accounts.get(), by=world.person("operator"), at=NOON
    )
    rosters.end_roster(ended, by=world.person("operator"), at=NOON)
    roster(furnished("gejiu"))
    assert warn_roster_gaps(on=TODAY, at=NOON) == Counts(1, 0)
    assert told() == []


def test_a_day_runs_once_under_the_schedule(world: World) -> None:
    roster(world)
    assert run_once(JOB, on=TODAY, at=NOON) == Counts(1, DAYS_AHEAD)
    assert run_once(JOB, on=TODAY, at=NOON) is None
