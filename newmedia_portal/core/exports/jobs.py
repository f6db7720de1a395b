"""Making the files in the background (后台生成): a worker that dies is followed by another, and one file stands.

Each worker counts an attempt and writes a file named after it; only the latest attempt may hand its file in, and the
row names the file. What a dead worker has left is deleted when the next file stands.
"""

import hashlib
import logging
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time, timedelta

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from ..access.models import User
from ..jobs.outbox import job
from ..jobs.schedule import Counts, daily, often
from ..notices.actions import notify
from ..refusals import Conflict, Refused
from ..transactions import unit_of_work
from ..workflow.door import perform
from . import mailing
from .actions import JOB, KEPT, expire, queue, seal_of
from .models import Export
from .sources import Making, source_of
from .states import ExportState

log = logging.getLogger(__name__)

IN_MEMORY = 4 * 1024 * 1024
SILENT = timedelta(minutes=3)
MOST_ATTEMPTS = 4
CLEAN_UP = "clean_up_exports"
RESCUE = "rescue_exports"


class Superseded(Exception):
    """Another worker has taken the export over, or its owner has given it up."""


@job(JOB)
def make(*, at: datetime, export: int, now: Callable[[], datetime] = timezone.now) -> None:
    """Make one file; safe to repeat from any point."""
    row = _claim(export, at)
    if row is None:
        return
    try:
        _produce(row, at, now)
    except Superseded:
        return
    except Refused as refused:
        _give_up(row, refused.message, at=now())
    except Exception as error:
        log.exception("导出 %s 第 %s 次未完成", row.pk, row.attempts)
        if row.attempts >= MOST_ATTEMPTS:
            _give_up(row, "生成时出错，已多次重试。请缩小范围再试，或联系系统管理员。", at=now())
            return
        Export.objects.filter(pk=row.pk, attempts=row.attempts).update(touched_at=at - SILENT, error=str(error)[:500])
        raise


def _claim(pk: int, at: datetime) -> Export | None:
    """Take the export for this worker; None where it is done, given up, or in the hands of one that is alive."""
    with unit_of_work():
        row = Export.objects.select_for_update().filter(pk=pk).waiting().first()
        if row is None or (row.state == ExportState.RUNNING and row.touched_at and row.touched_at > at - SILENT):
            return None
        return perform(row, "start", by=None, at=at, action="export.started", scope=seal_of(row.owner))


def _produce(row: Export, at: datetime, now: Callable[[], datetime]) -> None:
    owner = User.objects.get(pk=row.owner_id)
    source = source_of(row.source)
    if not owner.is_active or not source.allows(owner, row.params):
        raise Refused("您没有导出这项内容的权限，岗位可能有变化。请核对后重新申请。")
    held = Export.objects.filter(pk=row.pk, attempts=row.attempts, state=ExportState.RUNNING)

    def told(done: int, total: int | None) -> None:
        if not held.update(rows_done=done, rows_total=total, touched_at=now()):
            raise Superseded

    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as target:
        rows = source.write(Making(owner, row.params, row.title, target, at, told))  # type: ignore[arg-type]
        target.seek(0, 2)
        size, digest = target.tell(), _digest(target)
        target.seek(0)
        name = default_storage.save(f"exports/{row.pk}/{row.attempts}.{source.suffix}", File(target))
    try:
        _hand_in(row, name, rows, size, digest, at=now())
    except Superseded:
        default_storage.delete(name)
        raise


def _digest(target: tempfile.SpooledTemporaryFile) -> str:
    target.seek(0)
    digest = hashlib.sha256()
    while chunk := target.read(1024 * 1024):
        digest.update(chunk)
    return digest.hexdigest()


def _hand_in(row: Export, name: str, rows: int, size: int, digest: str, *, at: datetime) -> None:
    """Let the row name the file, tell the owner, queue the mail; refuse a worker that was overtaken."""
    with unit_of_work():
        held = Export.objects.select_for_update().filter(pk=row.pk).first()
        if held is None or held.attempts != row.attempts or held.state != ExportState.RUNNING:
            raise Superseded
        facts = {"rows": rows, "digest": digest}
        done = perform(
            held, "finish", by=None, at=at, action="export.ready", details=facts,
            name=name, rows=rows, size=size, digest=digest, expires_at=at + KEPT,
        )  # fmt: skip
        words = f"{rows} 行，保留至 {timezone.localtime(at + KEPT):%Y-%m-%d %H:%M}。"
        _tell(done, f"导出已生成：{done.title}", words, "ready", at)
        if done.schedule_id:
            mailing.queue(done, at=at)
        transaction.on_commit(lambda: sweep(done.pk, name))


def _give_up(row: Export, words: str, *, at: datetime) -> None:
    try:
        with unit_of_work():
            failed = perform(row, "fail", by=None, at=at, action="export.failed", reason=words, error=words[:500])
            _tell(failed, f"导出未生成：{failed.title}", words, "failed", at)
    except Conflict:
        return


def _tell(row: Export, title: str, words: str, kind: str, at: datetime) -> None:
    key = f"export:{row.pk}:{row.asked_at.timestamp():.0f}:{kind}"
    notify([row.owner_id], kind="exports", title=title, body=words, url=f"/exports/{row.pk}/", at=at, key=key)


def sweep(pk: int, kept: str) -> int:
    """Delete what other attempts have left in the folder of an export; returns how many files went."""
    try:
        names = default_storage.listdir(f"exports/{pk}")[1]
    except (FileNotFoundError, NotImplementedError):
        return 0
    left = [f"exports/{pk}/{name}" for name in names if f"exports/{pk}/{name}" != kept]
    for name in left:
        default_storage.delete(name)
    return len(left)


@often(RESCUE, label="接续中断的导出")
def rescue(*, at: datetime) -> Counts:
    """Queue again what a dead worker has left; after four attempts say that it failed."""
    stuck = list(Export.objects.stuck(at - SILENT).order_by("pk")[:50])
    for row in stuck:
        if row.attempts >= MOST_ATTEMPTS:
            _give_up(row, "生成时多次中断。请缩小范围再试，或联系系统管理员。", at=at)
        else:
            queue(row, at=at)
    return Counts(looked_at=len(stuck), flagged=len(stuck))


@daily(CLEAN_UP, label="清理过期的导出文件", not_before=time(3, 30))
def clean_up(*, on: date, at: datetime) -> Counts:
    """Delete the files whose days are over, and what given up exports have left."""
    ended = 0
    for row in Export.objects.outlived(at).order_by("pk")[:5000]:
        with suppress(Conflict):
            expire(row, at=at)
            ended += 1
    gone = Export.objects.filter(state__in=ExportState.within("final"), touched_at__gte=at - 2 * KEPT)
    swept = sum(sweep(pk, "") for pk in gone.values_list("pk", flat=True))
    return Counts(looked_at=ended + swept, flagged=ended, cleared=swept)
