"""The daily tidying of what operation notes (清理运行记录)."""

from datetime import date, datetime, time

from ..jobs.schedule import Counts, daily
from . import heartbeats, statements


@daily("operating.forget", label="清理运行记录", not_before=time(3, 50))
def forget(*, on: date, at: datetime) -> Counts:
    """Delete slow statements older than 30 days and processes gone for two days; safe to repeat."""
    gone = statements.forget(before=at - statements.KEPT) + heartbeats.forget(at=at)
    return Counts(looked_at=gone, cleared=gone)
