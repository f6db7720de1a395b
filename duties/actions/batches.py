"""What imports of duty work share (导入批次): kept when checked, locked when imported or taken back."""

from datetime import datetime
from typing import Any

from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.refusals import Conflict

from ..models import DutyBatch, DutyRoster
from ..states import BatchStatus
from ..workbooks import Fault

FAULTS_KEPT = 500


def keep_checked(
    unit: Unit,
    *,
    kind: str,
    file_name: str,
    rows: list[dict[str, Any]],
    faults: list[Fault],
    counts: dict[str, Any],
    roster: DutyRoster | None = None,
    by: User,
    at: datetime,
) -> DutyBatch:
    """Keep what a workbook holds until somebody says that it is right; nothing else is written."""
    return DutyBatch.objects.create(
        kind=kind, unit=unit, root=unit.root or unit, roster=roster, file_name=file_name[-120:], rows=rows,
        faults=[fault.stored() for fault in faults[:FAULTS_KEPT]], counts=counts, by=by, created_at=at,
    )  # fmt: skip


def locked(batch: DutyBatch, status: BatchStatus, message: str) -> DutyBatch:
    """Return the batch locked; raises Conflict where it does not stand as it should."""
    held = DutyBatch.objects.select_for_update().get(pk=batch.pk)
    if held.status != status:
        raise Conflict(message)
    return held


def finish(batch: DutyBatch, counts: dict[str, Any], *, at: datetime) -> None:
    """Mark a batch as imported; what it held is in its rows' own tables now."""
    batch.status, batch.done_at, batch.rows = BatchStatus.DONE, at, []
    batch.counts = {**batch.counts, **counts}
    batch.save(update_fields=["status", "done_at", "rows", "counts"])


def take_back(batch: DutyBatch, *, gone: int, kept: int, at: datetime) -> None:
    """Mark a batch as taken back."""
    batch.status, batch.undone_at = BatchStatus.UNDONE, at
    batch.counts = {**batch.counts, "gone": gone, "kept": kept}
    batch.save(update_fields=["status", "undone_at", "counts"])
