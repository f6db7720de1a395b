"""Importing people (导入人员): check, confirm, forget; a confirmation is one transaction."""

import base64
from datetime import datetime, time, timedelta
from io import BytesIO
from typing import Any, BinaryIO

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError

from newmedia_portal.core.access.secrets import seal, unseal
from newmedia_portal.core.audit import record, register
from newmedia_portal.core.jobs.schedule import Counts, daily
from newmedia_portal.core.refusals import Conflict, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.uploads.gate import examine
from newmedia_portal.core.workbook.pace import many_objects

from ..actions.common import require
from ..models import PeopleBatch
from ..models.intake import PeopleBatchState
from .outcome import Checked
from .plan import UNCHANGED, make_plan
from .reading import read_roster
from .sight import take_sight
from .store import carry_out

register("people.imported", "导入人员")

MANAGE = "core.manage_people"
ALL_OR_NONE, GOOD_ONES = "all_or_none", "good_ones"
MODES = {ALL_OR_NONE: "全部正确才导入", GOOD_ONES: "先导入没有错误的人员"}
KEPT = timedelta(days=7)
"""So long a workbook is kept, sealed, for the marked copy and the confirmation."""


class NothingToDo(Refused):
    """What the workbook says is so already, or those whom it changes are all at fault."""


def check_file(source: BinaryIO, *, by: Any, at: datetime, lock: bool = False) -> Checked:
    """Read a workbook and say what importing it would do; every fault at once, nothing written.

    `by` None is the system itself. Raises Forbidden without the right, WorkbookRefused for an unfit file, Refused for
    too many rows. With `lock` what was compared stays locked until the caller's transaction ends.
    """
    require(by, MANAGE)
    roster = read_roster(source)
    with many_objects():
        return Checked(roster, make_plan(roster, take_sight(roster.rows, by=by, lock=lock), by=by, at=at))


def upload(file: UploadedFile | None, *, by: Any, at: datetime) -> PeopleBatch:
    """Take a workbook through the gate of uploads, check it, and keep it sealed until it is confirmed or forgotten.

    Raises Forbidden without the right, Refused (with the field) for a file that may not come in.
    """
    require(by, MANAGE)
    passed = examine(file, kinds=("xlsx",), field="file")
    content = b"".join(passed.content.chunks())
    checked = check_file(BytesIO(content), by=by, at=at)
    batch = PeopleBatch(by=by, file_name=passed.name[-200:], created_at=at)
    batch.content_sealed = seal(base64.b64encode(content).decode())
    _keep(batch, checked)
    with unit_of_work():
        batch.save()
    return batch


def content_of(batch: PeopleBatch) -> BytesIO:
    """Return the workbook of a batch. Raises Refused once it is forgotten."""
    if not batch.content_sealed:
        raise Refused("这份名册已过保存期，请重新上传。")
    return BytesIO(base64.b64decode(unseal(batch.content_sealed)))


def confirm(batch: PeopleBatch, *, mode: str, by: Any, at: datetime) -> PeopleBatch:
    """Import a checked workbook, all of it in one transaction; a second confirmation changes nothing.

    Everything is read and compared again under locks. Raises Forbidden; Conflict when somebody has changed what the
    check rested on (the batch then shows the new comparison); Refused for errors under `all_or_none`, when nothing is
    left to do, and for a batch that does not wait.
    """
    require(by, MANAGE)
    if mode not in MODES:
        raise Refused("请选择导入方式。", field="mode")
    try:
        with unit_of_work():
            locked = PeopleBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
            if locked.status != PeopleBatchState.CHECKED:
                raise Refused(f"这份名册“{locked.get_status_display()}”，没有再次导入。")
            checked = check_file(content_of(locked), by=by, at=at, lock=True)
            is_stale = checked.digest != locked.digest
            if is_stale:
                _keep(locked, checked)
                locked.save()
            else:
                _import(locked, checked, mode=mode, by=by, at=at)
    except IntegrityError as error:
        raise Conflict("有人同时登记了相同的人员或任职，没有导入。请重新上传核对。") from error
    if is_stale:
        raise Conflict("核对之后有人改动了这些人员、单位或岗位，没有导入。下面是重新核对的结果，请看过再确认。")
    batch.refresh_from_db()
    return batch


def import_file(source: BinaryIO, *, name: str, mode: str, by: Any, at: datetime) -> tuple[PeopleBatch, Checked]:
    """Check and import a workbook in one go, as the command does; where there is nothing to do nothing is kept.

    Other refusals as in `confirm`.
    """
    batch = PeopleBatch(by=by, file_name=name[-200:], created_at=at)
    try:
        with unit_of_work():
            checked = check_file(source, by=by, at=at, lock=True)
            _keep(batch, checked)
            _import(batch, checked, mode=mode, by=by, at=at)
    except NothingToDo:
        return batch, checked
    except IntegrityError as error:
        raise Conflict("有人同时登记了相同的人员或任职，没有导入。请再试一次。") from error
    return batch, checked


def _keep(batch: PeopleBatch, checked: Checked) -> None:
    batch.found_sealed, batch.digest, batch.counts = seal(checked.found()), checked.digest, checked.counts()


def _import(batch: PeopleBatch, checked: Checked, *, mode: str, by: Any, at: datetime) -> None:
    if not checked.roster.whole:
        raise Refused("表头有错误，没有导入。请按问题清单改正后重新上传。")
    if mode == ALL_OR_NONE and checked.errors:
        faulty = batch.counts["faulty"]
        raise Refused(f"有 {faulty} 行存在错误，没有导入。请改正后重新上传，或选择先导入没有错误的人员。", field="mode")
    if all(person.effect == UNCHANGED for person in checked.plan.good):
        raise NothingToDo("没有要改动的内容：名册与系统中登记的一致，或有改动的人员都有错误。")
    batch.people = carry_out(checked.plan, by=by, at=at)
    batch.status, batch.mode, batch.finished_at = PeopleBatchState.DONE, mode, at
    batch.save()
    after = {"file": batch.file_name, "mode": MODES[mode], **batch.counts}
    record("people.imported", by=by, at=at, obj=batch, after=after)


@daily("people.forget_imports", label="清理已上传的人员名册", not_before=time(3, 40))
def forget_imports(*, on: Any, at: datetime) -> Counts:
    """Erase workbooks of people after seven days, confirmed or not; safe to repeat."""
    old = PeopleBatch.objects.filter(created_at__lt=at - KEPT).exclude(content_sealed="", found_sealed="")
    looked = old.count()
    waiting = old.filter(status=PeopleBatchState.CHECKED).update(
        status=PeopleBatchState.FORGOTTEN, content_sealed="", found_sealed=""
    )
    old.update(content_sealed="", found_sealed="")
    return Counts(looked_at=looked, cleared=looked, flagged=waiting)
