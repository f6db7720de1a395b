"""Closing survives the death of its worker at any point, and of several closers one wins."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection, connections

from assessments.actions.quarters import close_quarter
from assessments.models import Quarter
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.refusals import Conflict

from .making import AFTER, county

ROOT = Path(__file__).parents[3]
CLOSERS = 5


def killed_everywhere(database_url: str) -> dict[str, object]:
    """Run the killing program on a database."""
    env = {**os.environ, "DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "newmedia_portal.settings.test"}
    command = [sys.executable, "-m", "tests.assessments.quarters.killing"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def holds(found: dict[str, object]) -> None:
    """Check what the killing program found."""
    assert found["faults"] == []
    assert int(str(found["killed"])) >= 10
    assert (found["state"], found["hash"], found["closings"]) == ("closed", 64, 1)
    assert found["same"] == {"entries": True, "cards": True, "scores": True}


@pytest.mark.slow
def test_a_closer_killed_at_any_point_leaves_the_quarter_open_on_sqlite(tmp_path: Path) -> None:
    holds(killed_everywhere(f"sqlite:///{tmp_path / 'portal.sqlite3'}"))


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_closer_killed_at_any_point_leaves_the_quarter_open_on_postgresql() -> None:
    place = connection.settings_dict
    address = f"{place['USER']}:{place['PASSWORD']}@{place['HOST']}:{place['PORT'] or 5432}"
    connection.close()
    holds(killed_everywhere(f"postgres://{address}/{place['NAME']}"))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_several_closers_one_wins_and_the_others_are_told() -> None:
    quarter = county().final()
    start = Barrier(CLOSERS)

    def close(number: int) -> str:
        start.wait()
        try:
            return close_quarter(Quarter.objects.get(pk=quarter.pk), by=None, at=AFTER).hash
        except Conflict as refused:
            return refused.message
        finally:
            connections[connection.alias].close()

    with ThreadPoolExecutor(CLOSERS) as pool:
        answers = list(pool.map(close, range(CLOSERS)))

    closed = Quarter.objects.get()
    assert answers.count(closed.hash) == 1
    assert sum("已锁定" in answer for answer in answers) == CLOSERS - 1
    assert AuditEvent.objects.filter(action="quarter.closed").count() == 1
