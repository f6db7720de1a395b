"""Versions of a tree's scheme (考核方案): derived from the edition, copied into a draft, edited, published."""

import hashlib
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.audit import record
from newmedia_portal.core.jobs.alone import alone
from newmedia_portal.core.refusals import Conflict, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow.door import perform
from newmedia_portal.regimes.models import EditionRecord

from ...models import SchemeVersion
from ...overtaken import Overtaken
from ...quarters.states import SchemeState
from ...scoring import check, default_scheme, text_of
from .holding import running


def scheme_in_force(root: Unit, edition: EditionRecord, *, at: datetime) -> SchemeVersion:
    """Return the published scheme of a tree; where there is none, the edition's own default becomes its first.

    Raises NoAssessment where the edition has no assessment.
    """
    alone(f"assessments.scheme.{root.pk}")
    found = SchemeVersion.objects.filter(root=root, state=SchemeState.PUBLISHED).select_related("edition").first()
    if found is not None:
        return found
    scheme = default_scheme(edition.edition)
    made = _new(root, text_of(scheme), scheme.title, edition, None, by=None, at=at)
    return perform(made, "publish", by=None, at=at, action="scheme.published", by_whom=None)


def draft_scheme(based_on: SchemeVersion, *, by: User, at: datetime) -> SchemeVersion:
    """Copy a version into a draft; raises Conflict where one is open, Forbidden for anyone but staff of the tree."""
    running(based_on, by)  # type: ignore[arg-type]
    with unit_of_work():
        try:
            with transaction.atomic():
                made = _new(based_on.root, based_on.content, based_on.title, based_on.edition, based_on, by=by, at=at)
        except IntegrityError as error:
            raise Conflict("已有一份方案草稿，请先修改、发布或删除它。") from error
        record("scheme.drafted", by=by, at=at, obj=made, after={"based_on": str(based_on)}, unit=based_on.root)
    return made


def edit_scheme(
    draft: SchemeVersion, content: str, *, by: User, at: datetime, seen: str | None = None
) -> SchemeVersion:
    """Store the text of a draft; it must be readable, faults are allowed until it is published.

    `seen` is the digest of the text that the person began from; None where nobody looked. Raises Conflict for what is
    no draft any more, Overtaken where somebody else stored another text since then (nothing is overwritten), Refused
    for a text that cannot be read at all.
    """
    running(draft, by)  # type: ignore[arg-type]
    scheme, faults = check(content)
    if scheme is None:
        raise Refused(f"方案不能读取：第 {faults[0].line} 行，{faults[0].message}", field="content")
    with unit_of_work():
        locked = _locked(draft)
        before = locked.digest
        if seen is not None and before not in (seen, _digest(content)):
            raise Overtaken("他人刚保存了这份草稿，您的修改没有覆盖，仍在本页。请对照下方差异，改好后再保存。")
        locked.content, locked.title, locked.digest = content, scheme.title, _digest(content)
        locked.save()
        record("scheme.edited", by=by, at=at, obj=locked, before={"digest": before}, after={"digest": locked.digest})
    return locked


def publish_scheme(draft: SchemeVersion, *, by: User, at: datetime) -> SchemeVersion:
    """Publish a draft without faults: quarters opened from now on use it; those under way keep theirs.

    Giving weight to followers, likes, forwards or comments needs the confirmation with its reason in the text, which
    the check asks for. Raises Refused with the first fault, Conflict for what is no draft any more.
    """
    running(draft, by)  # type: ignore[arg-type]
    with unit_of_work():
        alone(f"assessments.scheme.{draft.root_id}")
        locked = _locked(draft)
        _, faults = check(locked.content)
        if faults:
            raise Refused(f"方案还有 {len(faults)} 处问题，不能发布。第 {faults[0].line} 行：{faults[0].message}")
        for old in SchemeVersion.objects.filter(root=locked.root_id, state=SchemeState.PUBLISHED):
            perform(old, "retire", by=by, at=at, action="scheme.retired")
        confirmed = [one.label for one in locked.scheme.indicators if one.confirmation is not None]
        return perform(
            locked, "publish", by=by, at=at, action="scheme.published", by_whom=by, details={"confirmed": confirmed}
        )


def drop_scheme(draft: SchemeVersion, *, by: User, at: datetime) -> None:
    """Delete a draft; raises Conflict for what is no draft any more."""
    running(draft, by)  # type: ignore[arg-type]
    with unit_of_work():
        locked = _locked(draft)
        record("scheme.dropped", by=by, at=at, obj=locked, before={"title": str(locked)})
        locked.delete()


def _new(
    root: Unit,
    content: str,
    title: str,
    edition: EditionRecord,
    based_on: SchemeVersion | None,
    *,
    by: User | None,
    at: datetime,
) -> SchemeVersion:
    number = (SchemeVersion.objects.filter(root=root).aggregate(last=Max("number"))["last"] or 0) + 1
    return SchemeVersion.objects.create(
        root=root,
        number=number,
        title=title,
        content=content,
        digest=_digest(content),
        edition=edition,
        based_on=based_on,
        created_by=by,
        created_at=at,
    )


def _locked(draft: SchemeVersion) -> SchemeVersion:
    locked = SchemeVersion.objects.select_for_update().get(pk=draft.pk)
    if locked.state != SchemeState.DRAFT:
        raise Conflict("这份方案已经发布，不能再修改。请复制为新的草稿。")
    return locked


def _digest(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()
