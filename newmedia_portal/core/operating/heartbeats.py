"""Signs of life of the background processes (心跳), one row each, written at most twice a minute."""

import socket
import time
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, InterfaceError

from .models import Heartbeat

WORKER = "worker"
SCHEDULE = "schedule"
STEP_SECONDS = 30
LATE = timedelta(minutes=5)
FORGOTTEN = timedelta(days=2)
_last: dict[str, float] = {}


def beat(kind: str, *, at: datetime, name: str = "") -> bool:
    """Note that a process lives; returns whether a row was written. Raises DatabaseError where that is impossible."""
    key = f"{kind}:{name or socket.gethostname()}"[:120]
    if time.monotonic() - _last.get(key, -STEP_SECONDS) < STEP_SECONDS:
        return False
    facts = {"kind": kind, "seen_at": at, "version": settings.VERSION}
    Heartbeat.objects.update_or_create(name=key, defaults=facts)
    _last[key] = time.monotonic()
    return True


def try_to_beat(kind: str, *, at: datetime, name: str = "") -> bool:
    """The same where a missing sign must stop nothing: the next one follows in a moment."""
    try:
        return beat(kind, at=at, name=name)
    except (DatabaseError, InterfaceError):
        return False


def forget(*, at: datetime) -> int:
    """Delete the rows of processes that are gone for two days; returns how many."""
    deleted, _ = Heartbeat.objects.filter(seen_at__lt=at - FORGOTTEN).delete()
    return deleted
