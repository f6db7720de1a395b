"""The jobs over published items and flags survive the death of their worker at any point, on any day of the year."""

from datetime import UTC, date, datetime, timedelta

import pytest

from assessments.adapters import adapters
from assessments.models import AccountActivity, MonthTally, PublishedItem, SilenceFlag, WeekTally
from newmedia_portal.core.jobs.outbox import drain
from newmedia_portal.core.jobs.schedule import run_often, run_once
from newmedia_portal.core.workdays.actions import seed_calendar
from tests.assessments.items import adapter
from tests.dying import survives
from tests.world import World, build

from .making import account, every, flags, night, noon, publish, standing

FRIDAY = date(2026, 11, 20)
FIRST = date(2026, 1, 5)


def silent(world: World, number: int, until: date) -> list:
    """Return accounts that fell silent one after another."""
    made = [account(world.owner, f"示例{n}") for n in range(number)]
    for n, one in enumerate(made):
        last = until - timedelta(days=8 + n * 7)
        publish(one, *every(3, last - timedelta(days=9), last), known=(FIRST, until), at=until + timedelta(days=1))
    return made


def daily(job: str, on: date):
    """Return what a worker does when the schedule calls for a day."""
    return lambda minutes: run_once(job, on=on, at=noon(on) + timedelta(minutes=minutes))


@pytest.mark.parametrize("on", [date(2027, 1, 1), date(2028, 2, 29)])
def test_the_night_at_the_end_of_the_year_and_on_a_leap_day(db, on):
    seed_calendar(by=None, at=noon(FIRST))
    silent(build("soe"), 5, on - timedelta(days=1))
    assert survives(daily("scan_silence", on)) >= 20
    night(on)
    assert set(SilenceFlag.objects.values_list("raised_on", flat=True)) == {on}
    assert set(AccountActivity.objects.values_list("evaluated_on", flat=True)) == {on}


def test_flags_that_come_off_during_the_day(db):
    made = silent(build("soe"), 6, FRIDAY - timedelta(days=1))
    night(FRIDAY)
    for one in made[1:4]:
        publish(one, FRIDAY, at=FRIDAY)
    assert survives(lambda minutes: run_often("clear_silence", at=noon(FRIDAY) + timedelta(minutes=minutes))) >= 20
    run_often("clear_silence", at=noon(FRIDAY))
    assert [flags(one)[0][2] for one in made[1:4]] == [str(FRIDAY)] * 3
    assert {standing(one).level for one in made[1:4]} == {"reminder"}


def test_sums_and_facts_that_drifted(db):
    made = silent(build("soe"), 4, FRIDAY - timedelta(days=1))
    MonthTally.objects.filter(account=made[0]).update(items=99)
    WeekTally.objects.filter(account=made[1]).delete()
    MonthTally.objects.create(account=made[2], start_on=date(2026, 9, 1), items=3)
    AccountActivity.objects.filter(account=made[3]).update(last_item_on=FIRST)
    assert survives(daily("items.recount", FRIDAY)) >= 20
    assert run_once("items.recount", on=FRIDAY, at=noon(FRIDAY)).flagged == 4


@pytest.fixture
def site(settings):
    """A site with an adapter of its own."""
    settings.ITEM_ADAPTERS = ["tests.assessments.items.adapter:Sample"]
    adapters.cache_clear()
    adapter.ANSWERS.clear()
    yield
    adapters.cache_clear()


def test_asking_the_adapters_and_taking_over_what_they_say(db, site):
    world = build("soe")
    for number in range(3):
        account(world.owner, f"示例{number}")

    def ask(minutes: int) -> None:
        at = datetime(2026, 9, 18, 4, tzinfo=UTC)
        run_once("items.collect", on=at.date(), at=at + timedelta(minutes=minutes))
        drain(now=lambda: at + timedelta(minutes=minutes))

    assert survives(ask) >= 20
    ask(0)
    assert PublishedItem.objects.filter(source="adapter").count() == 3


@pytest.mark.postgres
@pytest.mark.parametrize("on", [FRIDAY, date(2027, 12, 31), date(2028, 2, 29)])
def test_the_partitions_of_the_coming_months(db, on):
    from assessments.partitions import existing

    silent(build("soe"), 3, on - timedelta(days=1))
    assert survives(daily("items.partitions", on)) >= 20
    run_once("items.partitions", on=on, at=noon(on))
    months = [(on.year + (on.month - 1 + n) // 12, (on.month - 1 + n) % 12 + 1) for n in range(4)]
    assert {f"assessments_publisheditem_{year}_{month:02}" for year, month in months} <= existing()
