"""An export survives the death of its worker at any point: one file, one message, nothing left behind."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).parents[3]
WHOLE = {"state": "ready", "files": 1, "named": True, "told": 1}


def killed_everywhere(database_url: str) -> list[dict[str, object]]:
    """Run the killing program on a database."""
    env = {**os.environ, "DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "newmedia_portal.settings.test"}
    command = [sys.executable, "-m", "tests.core.exports.killing"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=400)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def holds(found: list[dict[str, object]]) -> None:
    """Check what the killing program found."""
    assert sum(bool(one["killed"]) for one in found) >= 20
    assert [one for one in found if {key: one[key] for key in WHOLE} != WHOLE] == []


@pytest.mark.slow
def test_a_worker_killed_at_any_point_leaves_one_file_and_one_message_on_sqlite(tmp_path):
    holds(killed_everywhere(f"sqlite:///{tmp_path / 'portal.sqlite3'}"))


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_at_any_point_leaves_one_file_and_one_message_on_postgresql():
    place = connection.settings_dict
    connection.close()
    address = f"{place['USER']}:{place['PASSWORD']}@{place['HOST']}:{place['PORT'] or 5432}"
    holds(killed_everywhere(f"postgres://{address}/{place['NAME']}"))
