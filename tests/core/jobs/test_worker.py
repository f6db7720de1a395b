"""A real Celery worker over a real Redis does what waits in the outbox of its database."""

import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from celery import Celery

from newmedia_portal.celery import app

ROOT = Path(__file__).parents[3]


def test_everything_that_beat_calls_is_a_task_that_workers_know():
    app.loader.import_default_modules()
    called = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert called == {"core.tick"}
    assert called <= set(app.tasks)


def test_a_task_is_acknowledged_late_and_comes_back_when_its_worker_is_lost():
    assert app.conf.task_acks_late is True
    assert app.conf.task_reject_on_worker_lost is True


def environment(folder: Path, redis_url: str) -> dict[str, str]:
    """Return the settings of a portal of its own: a database file, a queue nobody else uses."""
    address, _, _ = redis_url.rpartition("/")
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "newmedia_portal.settings.dev",
        "DATABASE_URL": f"sqlite:///{folder / 'portal.sqlite3'}",
        "VAR_DIR": str(folder),
        "REDIS_URL": f"{address}/7",
    }


def queued(database: Path) -> tuple[int, str]:
    """Return how often the waiting item was tried, and what was said of it."""
    with sqlite3.connect(database, timeout=20) as rows:
        return rows.execute("SELECT attempts, error FROM core_outboxitem").fetchone()


@pytest.mark.redis
@pytest.mark.slow
def test_a_tick_sent_through_redis_reaches_a_worker_that_drains_the_outbox(tmp_path, redis_url):
    queue = f"portal-test-{os.getpid()}"
    env = environment(tmp_path, redis_url)
    subprocess.run([sys.executable, "-m", "tests.migrated"], cwd=ROOT, env=env, check=True, timeout=120)
    with sqlite3.connect(tmp_path / "portal.sqlite3") as rows:
        rows.execute(
            "INSERT INTO core_outboxitem (job, arguments, queued_at, not_before, attempts, error)"
            " VALUES ('test.gone', '{}', '2026-01-01', '2026-01-01', 0, '')"
        )
    log = (tmp_path / "worker.log").open("wb")
    command = [sys.executable, "-m", "celery", "-A", "newmedia_portal", "worker", "-P", "solo", "-Q", queue]
    worker = subprocess.Popen([*command, "--without-gossip"], cwd=ROOT, env=env, stdout=log, stderr=log)
    try:
        with Celery(broker=env["REDIS_URL"], set_as_current=False) as client:
            client.send_task("core.tick", queue=queue, ignore_result=True)
        end = time.monotonic() + 60
        while queued(tmp_path / "portal.sqlite3")[0] == 0 and time.monotonic() < end:
            assert worker.poll() is None, (tmp_path / "worker.log").read_text()
            time.sleep(0.2)
    finally:
        worker.terminate()
        worker.wait(timeout=30)
        log.close()
    assert queued(tmp_path / "portal.sqlite3") == (1, "'test.gone'")
