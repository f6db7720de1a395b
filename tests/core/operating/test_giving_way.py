"""Jobs work behind the people (让行): their processes have a lower priority than those that serve pages."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from celery import signals

from newmedia_portal.core.operating import giving_way

ROOT = Path(__file__).parents[3]
#: Commands that work over many rows, or for as long as the machine runs.
JOBS = ("run_due", "scan_overdue", "scan_silence", "import_ledger", "import_people", "score_quarter", "rotate_keys")


@pytest.fixture
def lowered(monkeypatch: pytest.MonkeyPatch, settings: Any) -> list[int]:
    """Keep the priorities that are asked for, instead of asking the machine."""
    asked: list[int] = []
    settings.JOB_NICENESS = 10
    monkeypatch.setattr(giving_way.os, "getpriority", lambda which, who: asked[-1] if asked else 0)
    monkeypatch.setattr(giving_way.os, "setpriority", lambda which, who, niceness: asked.append(niceness))
    return asked


def test_a_job_lowers_its_priority_once(lowered: list[int]) -> None:
    giving_way.give_way()
    giving_way.give_way()
    assert lowered == [10]


def test_zero_leaves_the_priority_as_it_is(lowered: list[int], settings: Any) -> None:
    settings.JOB_NICENESS = 0
    giving_way.give_way()
    assert lowered == []


def test_the_worker_gives_way_as_it_starts(lowered: list[int]) -> None:
    signals.celeryd_init.send(sender="celery@rechner")
    assert lowered == [10]


@pytest.mark.parametrize("name", JOBS)
def test_every_long_command_is_a_job(name: str) -> None:
    (path,) = (one for one in ROOT.glob(f"**/management/commands/{name}.py") if ".venv" not in one.parts)
    assert re.search(r"^class Command\((JobCommand|PeriodCommand)\)", path.read_text("utf-8"), re.MULTILINE)


def test_the_process_of_a_job_runs_at_the_priority_that_is_set() -> None:
    told = (
        "import os, django; django.setup(); from django.core.management import call_command;"
        "from newmedia_portal.core.operating.giving_way import JobCommand;"
        "job = JobCommand(); job.requires_system_checks = []; job.handle = lambda **_: str(os.nice(0));"
        "call_command(job)"
    )
    if giving_way.SESSION.exists():
        told += f";print(open('{giving_way.SESSION}').read())"
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "newmedia_portal.settings.dev", "JOB_NICENESS": "7"}
    done = subprocess.run(
        [sys.executable, "-c", told], cwd=ROOT, env=env, capture_output=True, text=True, timeout=60,
        start_new_session=True, check=False,
    )  # fmt: skip
    own, *session = done.stdout.split("\n", 1)
    assert (done.returncode, own) == (0, str(max(7, os.nice(0)))), done.stderr[-600:]
    assert not session[0].strip() or session[0].rstrip().endswith(" nice 7"), session
