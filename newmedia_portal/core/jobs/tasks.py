"""The Celery entrances to the same outbox and schedule that the embedded worker uses."""

from celery import shared_task
from django.utils import timezone

from ..operating.heartbeats import SCHEDULE, try_to_beat
from .outbox import drain
from .schedule import run_due


@shared_task(name="core.drain_outbox")
def drain_outbox() -> int:
    """Do what waits in the outbox."""
    return drain(now=timezone.now)


@shared_task(name="core.tick")
def tick() -> list[str]:
    """Run what the schedule asks for, then the outbox; beat calls this every minute."""
    try_to_beat(SCHEDULE, at=timezone.now(), name="tick")
    names = run_due(at=timezone.now())
    drain(now=timezone.now)
    return names
