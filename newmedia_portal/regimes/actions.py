"""Every write to editions (制度版本写入): install, copy, edit, publish, discard."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record as audit
from newmedia_portal.core.meanwhile import refuse_overtaken
from newmedia_portal.core.refusals import Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow.door import perform

from . import loader, validator
from .faults import Fault
from .models import EditionRecord
from .states import EditionState
from .vocabulary import REGIME_CODES

_VERSION_LINE = re.compile(r'^version = ".*"$', re.MULTILINE)


class FaultyEdition(Refused):
    """The text cannot be used; `faults` says where and why."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(f"制度内容有 {len(faults)} 处错误，请按所列行号改正后再保存。")
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Synced:
    """What became of one shipped edition: published, draft, unchanged or kept (stored text differs, stays)."""

    record: EditionRecord
    outcome: str


def sync_shipped(*, at: datetime) -> list[Synced]:
    """Bring the shipped editions into the table; safe to run again.

    The first edition of a regime is published at once; a later shipped version arrives as a draft for the
    administrator to publish. A stored version is never overwritten. Raises FaultyEdition for a broken file.
    """
    with unit_of_work():
        return [_sync(code, at) for code in REGIME_CODES]


def _sync(code: str, at: datetime) -> Synced:
    text = loader.shipped_text(code)
    edition = _checked(text)
    stored = EditionRecord.objects.filter(code=code, version=edition.version).first()
    if stored:
        return Synced(stored, "unchanged" if stored.digest == loader.digest_of(text) else "kept")
    first = not EditionRecord.objects.published().filter(code=code).exists()
    fresh = EditionRecord.objects.create(
        code=code,
        version=edition.version,
        title=edition.title,
        content=text,
        digest=loader.digest_of(text),
        created_at=at,
    )
    audit("regimes.sync", by=None, at=at, obj=fresh, after={"digest": fresh.digest})
    if not first:
        return Synced(fresh, "draft")
    perform(
        fresh,
        "publish",
        by=None,
        at=at,
        action="regimes.publish",
        publisher=None,
        effective_from=edition.effective_from,
    )
    return Synced(fresh, "published")


def copy_to_draft(source: EditionRecord, *, by: User, at: datetime) -> EditionRecord:
    """Copy an edition into a draft with the next free version number.

    Raises Forbidden without the right to manage editions.
    """
    _require(by)
    with unit_of_work():
        taken = EditionRecord.objects.filter(code=source.code).values_list("version", flat=True)
        version = str(max((int(number) for number in taken if number.isdecimal()), default=0) + 1)
        text = _VERSION_LINE.sub(f'version = "{version}"', source.content, count=1)
        draft = EditionRecord.objects.create(
            code=source.code,
            version=version,
            title=source.title,
            content=text,
            digest=loader.digest_of(text),
            based_on=source,
            created_by=by,
            created_at=at,
        )
        audit("regimes.copy", by=by, at=at, obj=draft, after={"based_on": str(source)})
    return draft


def save_draft(draft: EditionRecord, *, text: str, by: User, at: datetime, seen: str = "") -> EditionRecord:
    """Store the edited text of a draft after the validator has passed it.

    `seen` is the mark of what the person began from (`core.meanwhile`). Raises Forbidden without the right, Refused for
    a published edition or another code or version, FaultyEdition with every fault, Overtaken where somebody else saved
    the draft meanwhile.
    """
    _require(by)
    text = text.replace("\r\n", "\n")
    with unit_of_work():
        locked = _locked_draft(draft)
        refuse_overtaken(seen, {"digest": locked.digest})
        edition = _checked(text)
        if (edition.code, edition.version) != (locked.code, locked.version):
            raise Refused(f"制度代码和版本号不能改动，请保持 code = “{locked.code}”、version = “{locked.version}”。")
        before = locked.digest
        locked.content, locked.digest, locked.title = text, loader.digest_of(text), edition.title
        locked.save()
        if before != locked.digest:
            audit("regimes.save", by=by, at=at, obj=locked, before={"digest": before}, after={"digest": locked.digest})
    draft.refresh_from_db()
    return draft


def publish(draft: EditionRecord, *, effective_from: date, by: User, at: datetime) -> EditionRecord:
    """Freeze a draft and let it bind new cases from a day on; older editions of the regime retire on that day or later.

    Running cases stay pinned to their edition. Raises Forbidden without the right, Refused for a day in the past
    or an edition that is no draft, FaultyEdition when the text does not pass.
    """
    _require(by)
    if effective_from < localdate(at):
        raise Refused("启用日期不能早于今天，请改为今天或以后的日期。", field="effective_from")
    with unit_of_work():
        locked = _locked_draft(draft)
        _checked(locked.content)
        perform(
            locked,
            "publish",
            by=by,
            at=at,
            action="regimes.publish",
            details={"effective_from": effective_from.isoformat(), "digest": locked.digest},
            publisher=by,
            effective_from=effective_from,
        )
        if effective_from <= localdate(at):
            for older in EditionRecord.objects.published().filter(code=locked.code).exclude(pk=locked.pk):
                perform(older, "retire", by=by, at=at, action="regimes.retire")
    draft.refresh_from_db()
    return draft


def discard(draft: EditionRecord, *, by: User, at: datetime) -> None:
    """Delete a draft. Raises Forbidden without the right, Refused for anything but a draft."""
    _require(by)
    with unit_of_work():
        locked = _locked_draft(draft)
        audit("regimes.discard", by=by, at=at, obj=locked, before={"digest": locked.digest})
        locked.delete()


def _require(by: Any) -> None:
    if not by.has_perm("regimes.manage_edition"):
        raise Forbidden("只有系统管理员可以修改制度版本，请联系系统管理员。")


def _locked_draft(draft: EditionRecord) -> EditionRecord:
    locked: EditionRecord = EditionRecord.objects.select_for_update().get(pk=draft.pk)
    if locked.state != EditionState.DRAFT:
        raise Refused("这个版本已经发布，不能再改。请复制为新的草稿后修改。")
    return locked


def _checked(text: str) -> Any:
    edition, faults = validator.check(text)
    if edition is None or faults:
        raise FaultyEdition(faults)
    return edition


def data_of(draft: EditionRecord) -> dict[str, Any]:
    """The plain data of an edition, for forms that change some of it and write it back."""
    return tomllib.loads(draft.content)
