"""The daily jobs over messages and rosters survive the death of their worker at any point, and two at once."""

import json
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection

from duties.inquiries.scan import scan_messages
from duties.models import PublicMessage
from newmedia_portal.core.audit.chain import verify
from newmedia_portal.core.jobs.schedule import Counts
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.workdays.actions import seed_calendar
from tests.core.ground import together
from tests.duties.watching import NOON, furnished, message, on

ROOT = Path(__file__).parents[2]


def killed_everywhere(database_url: str) -> dict[str, object]:
    """Run the killing program on a database."""
    env = {**os.environ, "DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "newmedia_portal.settings.test"}
    command = [sys.executable, "-m", "tests.duties.killing"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def holds(found: dict[str, object]) -> None:
    """Check what the killing program found."""
    assert found["faults"] == []
    assert found["points"] >= 20
    assert found["killed"] == found["points"]
    assert found["flags"] == {"": 16, "due_soon": 30, "overdue": 64}
    assert found["kinds"] == ["message.due_soon", "message.overdue", "roster.gap"]
    assert (found["once"], found["runs"]) == (True, 2)


@pytest.mark.slow
def test_workers_killed_at_any_point_leave_the_rows_of_an_undisturbed_run_on_sqlite(tmp_path):
    holds(killed_everywhere(f"sqlite:///{tmp_path / 'portal.sqlite3'}"))


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_workers_killed_at_any_point_leave_the_rows_of_an_undisturbed_run_on_postgresql():
    place = connection.settings_dict
    connection.close()
    address = f"{place['USER']}:{place['PASSWORD']}@{place['HOST']}:{place['PORT'] or 5432}"
    holds(killed_everywhere(f"postgres://{address}/{place['NAME']}"))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_four_runs_at_once_have_the_effect_of_one():
    seed_calendar(by=None, at=NOON)
    world = furnished("taibai")
    came = date(2026, 9, 16)
    for number in range(30):
        message(world, received_at=on(came, 9), text=f"示例留言{number}")
    day = came + timedelta(days=3)
    results = together(*(lambda: scan_messages(on=day, at=NOON) for _ in range(4)))
    assert sorted(results, key=lambda counts: counts.flagged) == [Counts(), Counts(), Counts(), Counts(30, 30, 0)]
    assert PublicMessage.objects.filter(flag="overdue", flagged_on=day).count() == 30
    assert Notice.objects.filter(kind="message.overdue").count() == 4
    assert verify()[1] is None
