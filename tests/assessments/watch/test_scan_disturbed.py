"""The nightly job survives the death of its worker at any point, and several of them at once."""

import json
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection

from assessments.actions.items.tell import Covered, tell
from assessments.models import AccountActivity, SilenceFlag
from newmedia_portal.core.audit.chain import verify
from newmedia_portal.core.jobs.schedule import Counts, run_due
from newmedia_portal.core.notices.models import Notice
from tests.assessments.items.making import source, told
from tests.core.ground import together
from tests.world import build

from .making import account, night, noon, publish, standing

ROOT = Path(__file__).parents[3]
FRIDAY = date(2026, 11, 20)


def killed_everywhere(database_url: str) -> dict[str, object]:
    """Run the killing program on a database."""
    env = {**os.environ, "DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "newmedia_portal.settings.test"}
    command = [sys.executable, "-m", "tests.assessments.watch.killing"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def holds(found: dict[str, object]) -> None:
    """Check what the killing program found."""
    assert found["faults"] == []
    assert found["points"] >= 20
    assert found["killed"] == found["points"]
    assert found["levels"] == {
        "active": 2, "near": 2, "reminder": 1, "revived": 1, "shell": 1, "silent": 1, "unknown": 1, "zombie": 2,
    }  # fmt: skip
    assert (found["cleared"], found["missed"], found["notices"], found["runs"]) == (4, 98, 20, 1)


@pytest.mark.slow
def test_a_worker_killed_at_any_point_leaves_the_rows_of_an_undisturbed_run_on_sqlite(tmp_path):
    holds(killed_everywhere(f"sqlite:///{tmp_path / 'portal.sqlite3'}"))


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_at_any_point_leaves_the_rows_of_an_undisturbed_run_on_postgresql():
    place = connection.settings_dict
    connection.close()
    address = f"{place['USER']}:{place['PASSWORD']}@{place['HOST']}:{place['PORT'] or 5432}"
    holds(killed_everywhere(f"postgres://{address}/{place['NAME']}"))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_four_runs_at_once_have_the_effect_of_one():
    world = build("corp")
    for number in range(20):
        one = account(world.owner, f"示例{number}")
        publish(one, date(2026, 11, 1), known=(date(2026, 1, 5), FRIDAY - timedelta(days=1)))
    results = together(*(lambda: night(FRIDAY) for _ in range(4)))
    assert sorted(results, key=lambda counts: counts.flagged) == [Counts(), Counts(), Counts(), Counts(20, 20, 0)]
    assert SilenceFlag.objects.filter(level="silent", told_on=FRIDAY).count() == 20
    assert Notice.objects.filter(kind="silence.silent").count() == 5
    assert verify()[1] is None


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_data_that_comes_in_during_the_night_is_not_lost():
    world = build("corp")
    many = [account(world.owner, f"示例{number}") for number in range(12)]
    known = (date(2026, 1, 5), FRIDAY - timedelta(days=1))
    for one in many:
        publish(one, date(2026, 11, 1), known=known)

    def data_comes_in() -> None:
        for one in many:
            item = told(one, "示例新信息", str(FRIDAY), link="https://www.example.cn/new")
            tell([item], source(at=noon(FRIDAY)), covers=[Covered(one, *known)])

    together(lambda: night(FRIDAY), data_comes_in)
    night(FRIDAY + timedelta(days=1))
    assert {standing(one).level for one in many} == {"active"}
    assert AccountActivity.objects.filter(dirty=True).count() == 0
    assert SilenceFlag.objects.open().count() == 0


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_on_one_tick_have_the_effect_of_one():
    world = build("corp")
    publish(account(world.owner), date(2026, 11, 1), known=(date(2026, 1, 5), FRIDAY - timedelta(days=1)))
    ran = together(*(lambda: run_due(at=noon(FRIDAY)) for _ in range(3)))
    assert sum("scan_silence" in names for names in ran) == 1
    assert SilenceFlag.objects.count() == 1
