"""The transition table of exports (导出流转); it touches no row but its own."""

from datetime import datetime
from typing import Any

from django_fsm import transition

from .states import ExportState


def owns(row: Any, user: Any) -> bool:
    """Whether the person asked for this export."""
    return row is not None and user is not None and user.is_active and row.owner_id == user.pk


class ExportTransitions:
    """Moves of an export; only the actions and the job of this package call them, through `perform`."""

    state: Any
    attempts: int
    touched_at: datetime | None
    ready_at: datetime | None
    expires_at: datetime | None
    rows_done: int
    rows_total: int | None
    asked_at: datetime
    error: str
    file: Any
    size: int
    digest: str
    scope: str

    @transition(field="state", source=[ExportState.QUEUED, ExportState.RUNNING], target=ExportState.RUNNING)
    def start(self, *, at: datetime, scope: str) -> None:
        """A worker takes the export; one that another worker left unfinished is begun anew (开始生成)."""
        self.attempts, self.touched_at, self.rows_done, self.scope = self.attempts + 1, at, 0, scope

    @transition(field="state", source=ExportState.RUNNING, target=ExportState.READY)
    def finish(self, *, at: datetime, name: str, rows: int, size: int, digest: str, expires_at: datetime) -> None:
        """The file stands (生成)."""
        self.file.name, self.rows_done, self.rows_total, self.size = name, rows, rows, size
        self.digest, self.ready_at, self.expires_at, self.error = digest, at, expires_at, ""

    @transition(field="state", source=[ExportState.QUEUED, ExportState.RUNNING], target=ExportState.FAILED)
    def fail(self, *, at: datetime, error: str) -> None:
        """The file could not be made (失败)."""
        self.error, self.touched_at = error, at

    @transition(
        field="state", source=[ExportState.QUEUED, ExportState.RUNNING], target=ExportState.CANCELLED, permission=owns
    )
    def cancel(self, *, at: datetime) -> None:
        """The owner no longer wants it; a worker that is at it lets go (取消)."""
        self.touched_at = at

    @transition(
        field="state",
        source=[ExportState.FAILED, ExportState.CANCELLED, ExportState.EXPIRED],
        target=ExportState.QUEUED,
        permission=owns,
    )
    def again(self, *, at: datetime) -> None:
        """The owner wants it made once more (重新生成)."""
        self.asked_at, self.error, self.rows_done, self.rows_total = at, "", 0, None
        self.ready_at = self.expires_at = self.touched_at = None
        self.attempts = 0

    @transition(field="state", source=ExportState.READY, target=ExportState.EXPIRED)
    def expire(self, *, at: datetime) -> None:
        """Its days are over: the file goes, the entry stays (过期)."""
        self.file.name = ""
