"""The daily job survives the death of its worker at any point, and two of them at once."""

import json
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection

from filings.deadlines.scan import scan_overdue
from filings.models import Obligation
from newmedia_portal.core.audit.chain import verify
from newmedia_portal.core.jobs.schedule import Counts
from newmedia_portal.core.notices.models import Notice
from tests.core.ground import together
from tests.filings.owed import prepared
from tests.world import NOON, build

ROOT = Path(__file__).parents[2]


def killed_everywhere(database_url: str) -> dict[str, object]:
    """Run the killing program on a database."""
    env = {**os.environ, "DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "newmedia_portal.settings.test"}
    command = [sys.executable, "-m", "tests.filings.killing"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def holds(found: dict[str, object]) -> None:
    """Check what the killing program found."""
    assert found["faults"] == []
    assert found["points"] >= 20
    assert found["killed"] == found["points"]
    assert found["flags"] == {"": 55, "due_soon": 36, "overdue": 210}
    assert (found["notices"], found["runs"]) == (11, 1)


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
    world = build("gejiu")
    Obligation.objects.bulk_create(prepared(world, date(2026, 8, 3)) for _ in range(400))
    day = Obligation.objects.first().due_on + timedelta(days=1)
    results = together(*(lambda: scan_overdue(on=day, at=NOON) for _ in range(4)))
    assert sorted(results, key=lambda counts: counts.flagged) == [Counts(), Counts(), Counts(), Counts(400, 400, 0)]
    assert Obligation.objects.filter(flag="overdue", flagged_on=day).count() == 400
    assert Notice.objects.count() == 4
    assert verify() == (1, None)
