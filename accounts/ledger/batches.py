"""A batch on its way (导入批次): uploaded, checked, confirmed; small files at once, large ones in the background."""

import logging
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse

from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.jobs.models import OutboxItem
from newmedia_portal.core.jobs.outbox import enqueue, job
from newmedia_portal.core.notices.actions import notify
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workbook import check_xlsx
from newmedia_portal.core.workbook.reader import count_rows
from newmedia_portal.core.workbook.report import mark_workbook

from ..actions.common import require
from ..models import ImportBatch
from ..models.imports import BatchState
from .actions import ALL_OR_NONE, MODES, Checked, Progress, check_file, import_ledger
from .faults import KINDS
from .fields import TITLES

log = logging.getLogger(__name__)

ROWS_AT_ONCE = getattr(settings, "LEDGER_ROWS_AT_ONCE", 2_000)
FAULTS_KEPT = 1_000
UNITS_KEPT = 500


def upload(file: UploadedFile, *, unit: Unit, by: User, at: datetime) -> ImportBatch:
    """Take a workbook and check it, at once or in the background; returns the batch.

    Raises Forbidden without the right over the unit, WorkbookRefused for a file that is not fit to be opened.
    """
    require(by, "accounts.import_ledger", unit)
    content = cast(BinaryIO, file)
    check_xlsx(content)
    name = str(file.name or "台账.xlsx").replace("\\", "/").rsplit("/", 1)[-1][-200:]
    with unit_of_work():
        batch = ImportBatch(unit=unit, by=by, file_name=name, created_at=at, total=count_rows(content))
        batch.file.save(f"{at:%H%M%S}.xlsx", file, save=False)
        batch.save()
    return _check(batch, at=at)


def remap(batch: ImportBatch, chosen: Mapping[str, Mapping[str, str]], *, by: User, at: datetime) -> ImportBatch:
    """Check the batch again with other meanings of its columns. Raises Forbidden, or Refused once it is imported."""
    require(by, "accounts.import_ledger", batch.unit)
    for columns in chosen.values():
        if unknown := set(columns.values()) - set(TITLES):
            raise Refused(f"列对应中的“{'、'.join(sorted(unknown))}”不认识。请从列表中选择。")
    with unit_of_work():
        locked = _waiting(batch)
        locked.mapping = {**locked.mapping, "chosen": {sheet: dict(columns) for sheet, columns in chosen.items()}}
        locked.status, locked.processed = BatchState.CHECKING, 0
        locked.save(update_fields=["mapping", "status", "processed"])
    return _check(locked, at=at)


def confirm(batch: ImportBatch, *, mode: str, by: User, at: datetime) -> ImportBatch:
    """Import a checked batch, at once or in the background. `mode` is all_or_none or good_rows.

    Raises Forbidden, or Refused for a batch that does not wait for this, or errors under `all_or_none`.
    """
    require(by, "accounts.import_ledger", batch.unit)
    if mode not in MODES:
        raise Refused("请选择导入方式。", field="mode")
    with unit_of_work():
        locked = _waiting(batch)
        if mode == ALL_OR_NONE and locked.counts.get("errors"):
            raise Refused(
                f"有 {locked.counts['faulty']} 行存在错误,一行也没有导入。请改正后重新上传,或选择先导入正确的行。",
                field="mode",
            )
        locked.status, locked.mode, locked.processed, locked.message = BatchState.IMPORTING, mode, 0, ""
        locked.save(update_fields=["status", "mode", "processed", "message"])
        if locked.total > ROWS_AT_ONCE:
            enqueue("ledger.import", {"batch": locked.pk, "by": by.pk}, at=at)
            return locked
    run_import(at=at, batch=locked.pk, by=by.pk)
    locked.refresh_from_db()
    return locked


def release(batch: ImportBatch) -> ImportBatch:
    """Free a batch whose background job has given up, so that nobody waits for it for ever; returns it as it is now."""
    jobs = {BatchState.CHECKING: "ledger.check", BatchState.IMPORTING: "ledger.import"}
    if batch.status not in jobs:
        return batch
    given_up = OutboxItem.objects.filter(job=jobs[BatchState(batch.status)], arguments__batch=batch.pk)
    last = given_up.order_by("-pk").first()
    if last is not None and last.failed_at is not None:
        state = BatchState.FAILED if batch.status == BatchState.CHECKING else BatchState.CHECKED
        words = "后台处理多次失败,一行也没有导入。请重新上传;仍不成功的,请联系系统管理员查看任务记录。"
        ImportBatch.objects.filter(pk=batch.pk, status=batch.status).update(status=state, message=words)
        batch.refresh_from_db()
    return batch


def _tell(batch: ImportBatch, words: str, *, at: datetime) -> None:
    """Leave a message for whoever uploaded a large batch and may have gone on to other work."""
    if batch.by_id is None or batch.total <= ROWS_AT_ONCE:
        return
    address = reverse("accounts:import-check", args=[batch.pk])
    key = f"ledger:{batch.pk}:{words}:{at:%Y%m%d%H%M%S}"
    notify([batch.by_id], kind="ledger", title=f"{words}:{batch.file_name}", url=address, at=at, key=key)


def _waiting(batch: ImportBatch) -> ImportBatch:
    locked = ImportBatch.objects.select_for_update(of=("self",)).select_related("unit__root").get(pk=batch.pk)
    if locked.status != BatchState.CHECKED:
        word = locked.get_status_display()
        raise Refused(f"该批次目前“{word}”,不能再办理这一步。请刷新页面查看最新情况。")
    return locked


def _check(batch: ImportBatch, *, at: datetime) -> ImportBatch:
    if batch.total > ROWS_AT_ONCE:
        with unit_of_work():
            enqueue("ledger.check", {"batch": batch.pk}, at=at)
        return batch
    run_check(at=at, batch=batch.pk)
    batch.refresh_from_db()
    return batch


@job("ledger.check")
def run_check(*, at: datetime, batch: int) -> None:
    """Check a batch and keep what was found; safe to repeat."""
    found = ImportBatch.objects.select_related("unit__root").filter(pk=batch, status=BatchState.CHECKING).first()
    if found is None:
        return
    chosen = found.mapping.get("chosen", {})
    try:
        with found.file.open("rb") as source:
            content = BytesIO(source.read())
        checked = check_file(content, unit=found.unit, at=at, chosen=chosen, progress=_teller(found))
    except Refused as refused:
        found.status, found.message = BatchState.FAILED, refused.message[:500]
        found.save(update_fields=["status", "message"])
        return
    _keep(found, checked, content, at=at)


def _keep(batch: ImportBatch, checked: Checked, content: BytesIO, *, at: datetime) -> None:
    """Keep counts, columns, the first faults, and the marked workbook where there are any."""
    outcome = checked.outcome
    batch.status, batch.message = BatchState.CHECKED, ""
    batch.total = batch.processed = outcome.read
    batch.counts = outcome.counts()
    batch.faults = [fault.as_json() for fault in outcome.faults[:FAULTS_KEPT]]
    batch.mapping = {
        "chosen": batch.mapping.get("chosen", {}),
        "new_units": outcome.new_units[:UNITS_KEPT],
        "tables": [
            {
                "sheet": table.sheet.name,
                "columns": [
                    {"key": c.key, "letter": c.letter, "field": c.field, "hidden": c.hidden} for c in table.columns
                ],
            }
            for table in checked.ledger.tables
        ],
    }
    if outcome.faults:
        marked = BytesIO()
        mark_workbook(content, marked, outcome.faults, summary=outcome.summary(), kinds=KINDS)
        batch.marked.save(f"{batch.pk}-marked.xlsx", ContentFile(marked.getvalue()), save=False)
    with unit_of_work():
        batch.save()
        _tell(batch, "台账核对完毕", at=at)


@job("ledger.import")
def run_import(*, at: datetime, batch: int, by: int) -> None:
    """Import a confirmed batch; safe to repeat, since the batch's state moves in the same transaction."""
    found = ImportBatch.objects.select_related("unit__root").filter(pk=batch, status=BatchState.IMPORTING).first()
    if found is None:
        return
    person = User.objects.get(pk=by)
    chosen = found.mapping.get("chosen", {})
    try:
        with found.file.open("rb") as source:
            content = BytesIO(source.read())
        import_ledger(found, content, mode=found.mode, by=person, at=at, chosen=chosen, progress=_teller(found))
    except Refused as refused:
        ImportBatch.objects.filter(pk=found.pk).update(
            status=BatchState.CHECKED, message=refused.message[:500], processed=0
        )
        _tell(found, "台账没有导入", at=at)
    else:
        _tell(found, "台账导入完毕", at=at)


def _teller(batch: ImportBatch) -> Progress:
    """Return what tells the page how far the work is: rows done out of all, and the present step in words."""

    def tell(done: float, words: str) -> None:
        ImportBatch.objects.filter(pk=batch.pk).update(processed=int(done * batch.total), message=words)

    return tell
