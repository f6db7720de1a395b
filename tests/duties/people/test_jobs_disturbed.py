"""The daily jobs over people survive the death of their worker at any point, and two of them at once."""

import json
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection

from duties.models import CheckReply, CheckRound
from duties.people.jobs import ask_confirmations, remind_leavers, run_self_checks
from newmedia_portal.core.audit.chain import verify
from newmedia_portal.core.notices.models import Notice
from tests.core.ground import together

from .making import TODAY, colleague, keeper, left, on, started

ROOT = Path(__file__).parents[3]


def killed_everywhere(database_url: str) -> dict[str, dict[str, object]]:
    """Run the killing program on a database."""
    env = {**os.environ, "DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "newmedia_portal.settings.test"}
    command = [sys.executable, "-m", "tests.duties.people.killing"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=400)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def holds(found: dict[str, dict[str, object]]) -> None:
    """Check what the killing program found."""
    assert {job: each["faults"] for job, each in found.items() if each["faults"]} == {}
    assert [job for job, each in found.items() if each["killed"] != each["points"]] == []
    assert min(int(str(each["points"])) for each in found.values()) >= 20
    assert {job: (each["notices"], each["replies"], each["runs"]) for job, each in found.items()} == {
        "run_self_checks": (56, 12, 1), "remind_leavers": (25, 0, 1), "ask_confirmations": (20, 0, 1),
    }  # fmt: skip


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
    world = started("gejiu")
    keeper(world)
    colleague(world)
    left(world)
    Notice.objects.all().delete()
    day = date(2026, 10, 8)
    for job in (run_self_checks, ask_confirmations, remind_leavers):
        together(*(lambda job=job: job(on=day, at=on(day)) for _ in range(4)))
    assert (CheckRound.objects.count(), CheckReply.objects.count()) == (1, 3)
    keys = list(Notice.objects.values_list("user", "key"))
    assert len(keys) == len(set(keys)) > 0
    assert day - TODAY > timedelta(days=7)
    assert verify()[1] is None
