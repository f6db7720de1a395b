"""What the Celery worker does besides working: it refuses an unsafe start, keeps our log lines, gives signs of life."""

import logging
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from celery import signals
from django.db import DatabaseError
from django.utils import timezone

from newmedia_portal.celery import app
from newmedia_portal.core.operating import celery_signals, heartbeats
from newmedia_portal.core.operating.models import Heartbeat

ROOT = Path(__file__).parents[3]


class Heart:
    """What sends the signal: the heart of a worker."""

    eventer = SimpleNamespace(hostname="celery@rechner")


def test_a_worker_whose_settings_are_unsafe_does_not_start(settings):
    settings.STRICT_START, settings.DEBUG = True, True

    with pytest.raises(SystemExit, match=r"^拒绝启动：.*core\.E010"):
        signals.celeryd_init.send(sender="celery@rechner")


def test_where_nothing_strict_is_set_the_worker_starts(settings):
    settings.STRICT_START, settings.DEBUG = False, True

    responses = signals.celeryd_init.send(sender="celery@rechner")

    assert [answer for _, answer in responses if isinstance(answer, BaseException)] == []


@pytest.mark.slow
@pytest.mark.once
def test_the_process_of_an_unsafe_worker_ends_with_the_reason(tmp_path):
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    env = kept | {
        "DJANGO_SETTINGS_MODULE": "newmedia_portal.settings.prod",
        "SECRET_KEY": "worker-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789",
        "ALLOWED_HOSTS": "portal.example.gov.cn",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "VAR_DIR": str(tmp_path),
    }
    command = [sys.executable, "-m", "celery", "-A", "newmedia_portal", "worker", "-P", "solo"]

    ended = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False)

    assert ended.returncode == 1
    assert "拒绝启动：" in ended.stderr
    assert "core.E013" in ended.stderr


@pytest.mark.django_db(transaction=True)
def test_each_heartbeat_of_the_worker_leaves_a_sign_and_no_connection(monkeypatch):
    monkeypatch.setattr(heartbeats, "_last", {})
    closed = []
    monkeypatch.setattr(celery_signals.connections["default"], "close", lambda: closed.append("closed"))
    before = timezone.now()

    for _ in range(2):
        signals.heartbeat_sent.send(sender=Heart())

    row = Heartbeat.objects.get(kind=heartbeats.WORKER)
    assert (row.name, row.seen_at >= before) == ("worker:celery@rechner", True)
    assert closed == ["closed"]  # the second came within half a minute: nothing was written, nothing opened


def test_a_database_that_is_away_does_not_stop_the_heart(monkeypatch):
    def away(*_, **__):
        raise DatabaseError("gone")

    monkeypatch.setattr(heartbeats, "beat", away)

    responses = signals.heartbeat_sent.send(sender=Heart())

    assert [answer for _, answer in responses if isinstance(answer, Exception)] == []


def test_celery_leaves_our_log_lines_alone(settings):
    settings.LOGGING = {
        "version": 1,
        "disable_existing_loggers": False,
        "loggers": {"celery.probe": {"level": "DEBUG"}},
    }

    signals.setup_logging.send(sender=None)

    assert logging.getLogger("celery.probe").level == logging.DEBUG


def test_the_worker_waits_for_a_broker_that_is_away_for_ever():
    assert app.conf.broker_connection_max_retries is None
    assert app.conf.broker_connection_retry_on_startup is True
