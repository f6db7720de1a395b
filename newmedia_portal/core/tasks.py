"""Where Celery looks for the tasks of the ground floor."""

from .jobs.tasks import drain_outbox, tick

__all__ = ["drain_outbox", "tick"]
