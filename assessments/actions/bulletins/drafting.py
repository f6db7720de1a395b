"""A draft and its changes (起草通报)."""

from datetime import datetime
from typing import Any

from newmedia_portal.core.access.authority import authority_of
from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Conflict, Forbidden
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow.door import perform

from ...models import Bulletin, BulletinSection, Campaign, Quarter
from ...outputs.drafts import mark_of, text_of, typed
from ...outputs.matters import matter_of, subject_of
from ...outputs.permissions import may_write
from ...outputs.states import BulletinState
from ...outputs.wording import lists_of, sections_of
from ...overtaken import Overtaken

FIELDS = ("title", "number", "to", "signer", "dated_on", "demand_on")


def draft_bulletin(subject: Quarter | Campaign, *, by: User, at: datetime) -> Bulletin:
    """Start a bulletin on a quarter or an inspection with proposed texts; an open draft is returned instead.

    Effects: the draft with four sections and its lists, an audit row. Raises Forbidden for people who do not work for
    a department above the whole tree.
    """
    if not may_write(subject, by):
        raise Forbidden("通报由管理部门起草。请联系宣传部门经办人。")
    with unit_of_work():
        type(subject)._base_manager.select_for_update().get(pk=subject.pk)
        about: dict[str, Any] = {"quarter": subject} if isinstance(subject, Quarter) else {"campaign": subject}
        known = Bulletin.objects.filter(**about, state=BulletinState.DRAFT).first()
        if known is not None:
            return known
        matter = matter_of(subject, at=at)
        department = authority_of(subject.root) or subject.root
        bulletin = Bulletin.objects.create(
            root=subject.root, department=department, **about, edition=subject.edition, signer=department.name,
            title=f"关于{matter.words}新媒体检查情况的通报", to="各有关单位", demand_on=matter.demand_on,
            lists=lists_of(matter), figures_on=at, created_by=by, created_at=at, saved_at=at,
        )  # fmt: skip
        for place, one in enumerate(sections_of(matter, department=department.name)):
            BulletinSection.objects.create(
                bulletin=bulletin, place=place, code=one.code, heading=one.heading, text=one.text
            )
        record("bulletin.drafted", by=by, at=at, obj=bulletin, unit=bulletin.root, after={"title": bulletin.title})
    return bulletin


def save_bulletin(
    bulletin: Bulletin,
    *,
    values: dict[str, Any],
    texts: dict[str, str],
    by: User,
    at: datetime,
    record_it: bool = True,
    seen: str | None = None,
) -> Bulletin:
    """Save what was typed: `values` of the head, `texts` by code of section; what is not named stays.

    `seen` is the mark of what the person had before their eyes (`mark_of`); None where nobody looked. Saving by itself
    while somebody types leaves no audit row (`record_it`). Raises Conflict for what is no draft any more, Overtaken
    where somebody else saved other words since then (nothing is overwritten), Forbidden without the right.
    """
    with unit_of_work():
        locked = _draft(bulletin, by)
        if typed(values, texts, locked) != text_of(locked):
            _not_overtaken(locked, seen)
        for name in FIELDS:
            if name in values:
                setattr(locked, name, values[name])
        locked.saved_at = at
        locked.save()
        for section in locked.sections.all():  # type: ignore[attr-defined]
            if section.code in texts and section.text != texts[section.code]:
                section.bulletin, section.text = locked, texts[section.code]
                section.save()
        if record_it:
            record("bulletin.saved", by=by, at=at, obj=locked, unit=locked.root)
    return locked


def refresh_bulletin(
    bulletin: Bulletin, *, with_texts: bool, by: User, at: datetime, seen: str | None = None
) -> Bulletin:
    """Read figures and lists anew; `with_texts` also puts the proposed texts in place of what was written.

    Raises Conflict for what is no draft any more, Overtaken where texts would go that the person has not `seen`,
    Forbidden without the right.
    """
    with unit_of_work():
        locked = _draft(bulletin, by)
        if with_texts:
            _not_overtaken(locked, seen)
        matter = matter_of(subject_of(locked), at=at)
        locked.lists, locked.figures_on, locked.saved_at = lists_of(matter), at, at
        locked.demand_on = locked.demand_on or matter.demand_on
        locked.save()
        if with_texts:
            for one in sections_of(matter, department=locked.signer):
                locked.sections.filter(code=one.code).update(text=one.text)  # type: ignore[attr-defined]
        record("bulletin.refreshed", by=by, at=at, obj=locked, unit=locked.root, after={"texts": with_texts})
    return locked


def drop_bulletin(bulletin: Bulletin, *, by: User, at: datetime) -> Bulletin:
    """Give a draft up; another may be started. Raises Conflict, Forbidden."""
    return perform(bulletin, "drop", by=by, at=at, action="bulletin.dropped")


def _not_overtaken(locked: Bulletin, seen: str | None) -> None:
    if seen is not None and mark_of(locked) != seen:
        raise Overtaken("他人刚保存了这份通报，您的修改没有覆盖，仍在本页。请按“保存”对照差异，改好后再保存。")


def _draft(bulletin: Bulletin, by: User) -> Bulletin:
    locked = Bulletin.objects.select_for_update().get(pk=bulletin.pk)
    if locked.state != BulletinState.DRAFT:
        raise Conflict("这份通报已经定稿或作废，不能再改。需要更正时请另起草一份。")
    if not may_write(locked, by):
        raise Forbidden("通报由管理部门起草。请联系宣传部门经办人。")
    return locked
