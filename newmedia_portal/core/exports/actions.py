"""Asking for exports, taking them and letting them go; every write of the download centre but the job's own."""

import hashlib
import json
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from ..access.models import User
from ..access.scope import scope_of
from ..audit import record
from ..jobs.outbox import enqueue
from ..refusals import Forbidden, Refused
from ..transactions import unit_of_work
from ..uploads import clean_name
from ..workflow.door import perform
from .models import Export, ExportSchedule
from .sources import source_of
from .states import ExportState

JOB = "core.export"
MOST_WAITING = 5
KEPT = timedelta(days=7)


def ask(
    source: str,
    *,
    title: str,
    params: dict[str, Any],
    by: User,
    at: datetime,
    says: str = "",
    schedule: ExportSchedule | None = None,
    business_date: date | None = None,
) -> Export:
    """Queue an export for the person and return it; the same request that still waits is returned instead.

    Effects: a row, an outbox item, an audit row. Raises Forbidden where the source does not allow it, Refused where
    five exports of the person wait already (scheduled ones do not count).
    """
    if not source_of(source).allows(by, params):
        raise Forbidden("您没有导出这项内容的权限。请核对岗位，或联系系统管理员。")
    mark = hashlib.sha256(json.dumps([source, params], sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    with unit_of_work():
        User.objects.select_for_update().get(pk=by.pk)
        waiting = list(Export.objects.filter(owner=by).waiting())
        known = next((one for one in waiting if one.fingerprint == mark), None)
        if known is not None:
            return known
        if schedule is None and sum(one.schedule_id is None for one in waiting) >= MOST_WAITING:
            raise Refused(f"您已有 {MOST_WAITING} 项导出在排队，请等其中一项完成，或取消不需要的再试。")
        export = Export.objects.create(
            owner=by, title=title[:120], source=source, params=params, says=says[:500], fingerprint=mark, asked_at=at,
            file_name=file_name(title, source, at), schedule=schedule, business_date=business_date,
        )  # fmt: skip
        queue(export, at=at)
        record("export.asked", by=by, at=at, obj=export, after={"title": title, "says": says})
    return export


def queue(export: Export, *, at: datetime) -> None:
    """Put the making into the outbox, once per round and number of attempts."""
    key = f"export:{export.pk}:{export.asked_at.timestamp():.6f}:{export.attempts}"
    enqueue(JOB, {"export": export.pk}, at=at, key=key)


def cancel(export: Export, *, by: User, at: datetime) -> Export:
    """Give up an export that is not made yet; a worker that is at it leaves no file. Raises Conflict, Forbidden."""
    return perform(export, "cancel", by=by, at=at, action="export.cancelled")


def again(export: Export, *, by: User, at: datetime) -> Export:
    """Have an export made once more, with today's data and rights.

    Raises Conflict where it is waiting or ready, Forbidden where the right is gone, Refused where the same one waits.
    """
    if not source_of(export.source).allows(by, export.params):
        raise Forbidden("您没有导出这项内容的权限。请核对岗位，或联系系统管理员。")
    with unit_of_work():
        User.objects.select_for_update().get(pk=by.pk)
        if Export.objects.filter(owner=by, fingerprint=export.fingerprint).waiting().exclude(pk=export.pk).exists():
            raise Refused("同样的导出正在排队或生成，请到下载中心查看，不用重复申请。")
        fresh = perform(export, "again", by=by, at=at, action="export.again")
        queue(fresh, at=at)
    return fresh


def hand_out(export: Export, *, by: User, at: datetime) -> Export:
    """Record that the owner takes the file; the caller sends it.

    Raises Refused where there is no file, Forbidden where the person's rights are no longer those under which it was
    made.
    """
    if export.state != ExportState.READY or (export.expires_at and export.expires_at <= at):
        raise Refused("文件还没有生成，或者已经过期。可以在本页重新生成。")
    if not source_of(export.source).allows(by, export.params) or export.scope != seal_of(by):
        raise Forbidden("生成文件之后您的岗位或权限有变化，这份文件不再提供下载。请重新生成。")
    with unit_of_work():
        Export.objects.filter(pk=export.pk).update(downloads=F("downloads") + 1, downloaded_at=at)
        record("export.downloaded", by=by, at=at, obj=export, after={"rows": export.rows_done, "digest": export.digest})
    return export


def expire(export: Export, *, at: datetime) -> Export:
    """End the days of a file and delete it after commit. Raises Conflict where it is not ready."""
    with unit_of_work():
        name = str(export.file.name)
        ended = perform(export, "expire", by=None, at=at, action="export.expired")
        transaction.on_commit(lambda: default_storage.delete(name))
    return ended


def seal_of(user: Any) -> str:
    """Return a seal of what a person may see: it changes with their posts, grants and role."""
    scope = scope_of(user)
    posts = sorted((post.unit_id, post.role) for post in user.posts.filter(until__isnull=True))
    facts = [scope.paths, scope.guides, scope.everything, scope.all_units, user.instance_role, posts]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def file_name(title: str, source: str, at: datetime) -> str:
    """Return the name under which a file is downloaded."""
    return f"{clean_name(title)[:100]}-{timezone.localtime(at):%Y%m%d}.{source_of(source).suffix}"
