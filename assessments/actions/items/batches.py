"""A back-end export on its way (导入批次): uploaded, checked, confirmed; large files in the background."""

import hashlib
import logging
from collections.abc import Callable, Mapping
from datetime import date, datetime
from io import BytesIO
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.actions.common import require
from accounts.ledger.actions import ALL_OR_NONE, MODES
from accounts.models import MediaAccount
from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.audit import record
from newmedia_portal.core.jobs.models import OutboxItem
from newmedia_portal.core.jobs.outbox import enqueue, job
from newmedia_portal.core.notices.actions import notify
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workbook import check_xlsx
from newmedia_portal.core.workbook.pace import many_objects
from newmedia_portal.core.workbook.reader import count_rows, modified_on

from ...importing.columns import TITLES
from ...importing.reading import Export, read_export
from ...importing.tables import period_in
from ...models import ItemImport
from ...reach import known_to
from ...states import ImportState, Source
from .marked import keep_marked
from .taking_back import origin_of
from .tell import Covered, Origin, tell

log = logging.getLogger(__name__)

IMPORT = "assessments.import_items"
ROWS_AT_ONCE = getattr(settings, "ITEM_ROWS_AT_ONCE", 2_000)
FAULTS_KEPT = 1_000
JOBS: dict[str, str] = {ImportState.CHECKING: "items.check", ImportState.RUNNING: "items.import"}
Chosen = Mapping[str, Mapping[str, str]]


def upload(file: UploadedFile, *, unit: Unit, account: MediaAccount | None, by: User, at: datetime) -> ItemImport:
    """Take an export and check it, at once or in the background; returns the batch.

    `account` is whose export it is; None where a column names the accounts. Raises Forbidden without the right over
    unit and account, WorkbookRefused for a file that is not fit to be opened.
    """
    batch = ItemImport(unit=unit, root=unit.root or unit, account=account, by=by, at=at)
    require(by, IMPORT, account if account is not None else batch)
    content = cast(BinaryIO, file)
    check_xlsx(content)
    batch.file_name = str(file.name or "发布数据.xlsx").replace("\\", "/").rsplit("/", 1)[-1][-200:]
    batch.total, batch.sha256 = count_rows(content), _digest(content)
    batch.mapping = {"figures_on": _as_of(modified_on(content), localdate(at)).isoformat()}
    with unit_of_work():
        batch.file.save(f"{at:%H%M%S}.xlsx", file, save=False)
        batch.save()
    return _check(batch, at=at)


def remap(batch: ItemImport, chosen: Chosen, *, by: User, at: datetime) -> ItemImport:
    """Check the batch again with other meanings of its columns. Raises Forbidden, or Refused once it is imported."""
    require(by, IMPORT, batch)
    for columns in chosen.values():
        if unknown := set(columns.values()) - set(TITLES):
            raise Refused(f"列对应中的“{'、'.join(sorted(unknown))}”不认识。请从列表中选择。")
    with unit_of_work():
        locked = _waiting(batch)
        locked.mapping = {**locked.mapping, "chosen": {sheet: dict(columns) for sheet, columns in chosen.items()}}
        locked.status, locked.processed = ImportState.CHECKING, 0
        locked.save(update_fields=["mapping", "status", "processed"])
    return _check(locked, at=at)


def confirm(
    batch: ItemImport, *, mode: str, period: tuple[date, date] | None, figures_on: date, by: User, at: datetime
) -> ItemImport:
    """Import a checked batch, at once or in the background.

    `mode` is all_or_none or good_rows. `period` are the days of which the file lists everything; None where it does
    not. With rows left out nothing is known to be complete, so no day counts as covered then. Raises Forbidden, or
    Refused for a batch that does not wait for this, for errors under all_or_none and for days that cannot be.
    """
    require(by, IMPORT, batch)
    if mode not in MODES:
        raise Refused("请选择导入方式。", field="mode")
    _refuse_days(period, figures_on, localdate(at))
    with unit_of_work():
        locked = _waiting(batch)
        if mode == ALL_OR_NONE and locked.counts.get("errors"):
            raise Refused("表中还有错误,一行也没有导入。请改正后重新上传,或选择先导入正确的行。", field="mode")
        locked.covers_from, locked.covers_until = period or (None, None)
        locked.mapping = {**locked.mapping, "figures_on": figures_on.isoformat(), "complete": period is not None}
        locked.status, locked.processed, locked.message = ImportState.RUNNING, 0, ""
        locked.save()
        if locked.total > ROWS_AT_ONCE:
            enqueue("items.import", {"batch": locked.pk, "by": by.pk}, at=at)
            return locked
    run_import(at=at, batch=locked.pk, by=by.pk)
    locked.refresh_from_db()
    return locked


def release(batch: ItemImport) -> ItemImport:
    """Free a batch whose background job has given up, so that nobody waits for it for ever."""
    name = JOBS.get(batch.status)
    given_up = OutboxItem.objects.filter(job=name, arguments__batch=batch.pk).order_by("-pk").first() if name else None
    if given_up is not None and given_up.failed_at is not None:
        status = ImportState.FAULTY if batch.status == ImportState.CHECKING else ImportState.CHECKED
        words = "后台处理多次失败,一行也没有导入。请重新上传;仍不成功的,请联系系统管理员查看任务记录。"
        ItemImport.objects.filter(pk=batch.pk, status=batch.status).update(status=status, message=words)
        batch.refresh_from_db()
    return batch


@job("items.check")
def run_check(*, at: datetime, batch: int) -> None:
    """Check a batch and keep what was found; safe to repeat."""
    found = _fetch(batch, ImportState.CHECKING)
    if found is None:
        return
    try:
        content = _content(found)
        export = _read(found, content, at=at)
    except Refused as refused:
        found.status, found.message = ImportState.FAULTY, refused.message[:500]
        found.save(update_fields=["status", "message"])
        return
    _keep(found, export)
    keep_marked(found, content, export)
    with unit_of_work():
        found.save()
        _tell(found, "发布数据核对完毕", at=at)


@job("items.import")
def run_import(*, at: datetime, batch: int, by: int) -> None:
    """Import a confirmed batch; safe to repeat, since its status moves in the same transaction."""
    found = _fetch(batch, ImportState.RUNNING)
    if found is None:
        return
    person = User.objects.get(pk=by)
    try:
        _progress(found)(0.1, "正在读取文件")
        export = _read(found, _content(found), at=at)
        _progress(found)(0.5, "正在写入")
        with unit_of_work(), many_objects():
            locked = ItemImport.objects.select_for_update(of=("self",)).select_related("unit").get(pk=found.pk)
            _carry_out(locked, export, by=person, at=at)
    except Refused as refused:
        ItemImport.objects.filter(pk=found.pk).update(
            status=ImportState.CHECKED, message=refused.message[:500], processed=0
        )
        _tell(found, "发布数据没有导入", at=at)
    else:
        _tell(found, "发布数据导入完毕", at=at)


def _carry_out(batch: ItemImport, export: Export, *, by: User, at: datetime) -> None:
    if not export.told and not (batch.covers_from and not export.has_errors):
        raise Refused("文件里没有可以导入的信息。请检查表头和内容。")
    covers = []
    if batch.covers_from and batch.covers_until and not export.has_errors:
        named = {told.account.pk: told.account for told in export.told}
        accounts = {batch.account.pk: batch.account} if batch.account else named
        covers = [Covered(one, batch.covers_from, batch.covers_until) for one in accounts.values()]
    origin = Origin(Source.IMPORT, by, at, origin=origin_of(batch), batch=batch)
    counts = tell(export.told, origin, covers=covers).counts()
    batch.status, batch.ended_at, batch.message = ImportState.DONE, at, ""
    batch.processed = batch.total = export.read
    batch.counts = {**batch.counts, **counts, "faulty": export.faulty, "covered": len(covers)}
    batch.save()
    period = {"from": batch.covers_from, "until": batch.covers_until} if covers else {}
    record("items.imported", by=by, at=at, obj=batch, after={"file": batch.file_name, **counts, **period})


def _read(batch: ItemImport, content: BinaryIO, *, at: datetime) -> Export:
    return read_export(
        content,
        account=batch.account,
        known=known_to(batch.by),
        at=at,
        figures_on=date.fromisoformat(batch.mapping["figures_on"]),
        chosen=batch.mapping.get("chosen", {}),
        origin=origin_of(batch),
    )


def _keep(batch: ItemImport, export: Export) -> None:
    """Keep what the check found: counts, columns, layout, period, the first faults."""
    errors = sum(fault.is_error for fault in export.faults)
    kinds: dict[str, int] = {}
    for fault in export.faults:
        kinds[fault.kind] = kinds.get(fault.kind, 0) + 1
    batch.status, batch.message, batch.layout = ImportState.CHECKED, "", export.layout
    batch.total = batch.processed = export.read
    batch.covers_from, batch.covers_until = period_in(batch.file_name) or export.period or (None, None)
    batch.counts = {
        "read": export.read, "good": len(export.told), "faulty": export.faulty, "errors": errors,
        "warnings": len(export.faults) - errors, "kinds": kinds,
        "accounts": len({told.account.pk for told in export.told}),
    }  # fmt: skip
    batch.faults = [fault.as_json() for fault in export.faults[:FAULTS_KEPT]]
    batch.mapping = {
        **batch.mapping,
        "tables": [
            {
                "sheet": table.sheet.name,
                "layout": table.layout,
                "columns": [{"key": c.key, "letter": c.letter, "field": c.field} for c in table.columns],
            }
            for table in export.tables
        ],
    }


def _digest(content: BinaryIO) -> str:
    digest = hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]
    content.seek(0)
    return digest


def _as_of(modified: date | None, today: date) -> date:
    """Return the day of the figures: when the file was written, if that can be, else today."""
    return modified if modified is not None and 0 <= (today - modified).days <= 366 else today


def _refuse_days(period: tuple[date, date] | None, figures_on: date, today: date) -> None:
    if period is not None and period[1] < period[0]:
        raise Refused("数据止日早于起日。请核对。", field="covers_until")
    if period is not None and period[1] > today:
        raise Refused("数据止日在将来。请核对。", field="covers_until")
    if figures_on > today:
        raise Refused("数据截至日在将来。请核对。", field="figures_on")


def _waiting(batch: ItemImport) -> ItemImport:
    locked = ItemImport.objects.select_for_update(of=("self",)).select_related("unit", "account").get(pk=batch.pk)
    if locked.status != ImportState.CHECKED:
        raise Refused(f"该批次目前“{locked.get_status_display()}”,不能再办理这一步。请刷新页面查看最新情况。")
    return locked


def _check(batch: ItemImport, *, at: datetime) -> ItemImport:
    if batch.total > ROWS_AT_ONCE:
        with unit_of_work():
            enqueue("items.check", {"batch": batch.pk}, at=at)
        return batch
    run_check(at=at, batch=batch.pk)
    batch.refresh_from_db()
    return batch


def _fetch(pk: int, status: str) -> ItemImport | None:
    rows = ItemImport.objects.select_related("unit__root", "by", "account__platform", "account__unit")
    return rows.filter(pk=pk, status=status).first()


def _content(batch: ItemImport) -> BytesIO:
    with batch.file.open("rb") as source:
        return BytesIO(source.read())


def _progress(batch: ItemImport) -> Callable[[float, str], Any]:
    rows = ItemImport.objects.filter(pk=batch.pk)
    return lambda done, words: rows.update(processed=int(done * batch.total), message=words)


def _tell(batch: ItemImport, words: str, *, at: datetime) -> None:
    """Leave a message for whoever uploaded a large batch and may have gone on to other work."""
    if batch.total <= ROWS_AT_ONCE:
        return
    address = reverse("assessments:import-check", args=[batch.pk])
    key = f"items:{batch.pk}:{words}:{at:%Y%m%d%H%M%S}"
    notify([batch.by_id], kind="items", title=f"{words}:{batch.file_name}", url=address, at=at, key=key)
