"""What the Celery worker does besides working: own log lines, refusal of an unsafe start, giving way, signs of life."""

import logging.config
from typing import Any

from celery import signals
from django.conf import settings
from django.db import connections
from django.utils import timezone


@signals.setup_logging.connect(weak=False)
def own_log_lines(**_: Any) -> None:
    """Keep Celery from putting its own form of lines in the place of ours."""
    logging.config.dictConfig(settings.LOGGING)


@signals.celeryd_init.connect(weak=False)
def refuse_unsafe_start(**_: Any) -> None:
    """Start only where nothing unsafe is set; Celery goes on after an exception of a hook, so the process is ended."""
    from .start import UnsafeStart, refuse_unsafe

    try:
        refuse_unsafe()
    except UnsafeStart as refusal:
        raise SystemExit(str(refusal)) from refusal


@signals.celeryd_init.connect(weak=False)
def behind_the_people(**_: Any) -> None:
    """Work behind those who wait at a page; the processes that the worker forks later do likewise."""
    from .giving_way import give_way

    give_way()


@signals.heartbeat_sent.connect(weak=False)
def sign_of_life(sender: Any = None, **_: Any) -> None:
    """Note that the worker lives; its main process keeps no connection, for the processes that it forks later."""
    from .heartbeats import WORKER, try_to_beat

    name = getattr(getattr(sender, "eventer", None), "hostname", "") or "celery"
    if try_to_beat(WORKER, at=timezone.now(), name=name) or connections["default"].errors_occurred:
        connections["default"].close()
