"""Writing of operation: giving failed work another try."""

from datetime import datetime
from typing import Any

from ..audit import record
from ..jobs.models import OutboxItem
from ..refusals import Conflict, Forbidden
from ..transactions import unit_of_work


def retry(item: OutboxItem, *, by: Any, at: datetime) -> OutboxItem:
    """Give work that was given up all its tries again (重新执行); the worker takes it in its next round.

    Recorded. Raises Forbidden without the right, Conflict where it is no longer given up.
    """
    if not by.has_perm("core.retry_work"):
        raise Forbidden("只有系统管理员可以重新执行后台工作。")
    with unit_of_work():
        row = OutboxItem.objects.select_for_update().get(pk=item.pk)
        if row.failed_at is None:
            raise Conflict("这项工作已经重新排队或已完成，请刷新页面查看。")
        before = {"attempts": row.attempts, "error": row.error}
        row.attempts, row.failed_at, row.leased_until, row.not_before, row.error = 0, None, None, at, ""
        row.save(update_fields=["attempts", "failed_at", "leased_until", "not_before", "error"])
        record("work.retried", by=by, at=at, obj=row, before=before, after={"job": row.job})
    return row
