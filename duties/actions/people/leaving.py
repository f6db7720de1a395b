"""Leavers' checklists (离任清单): opened with the end of a post, ticked item by item, done when nothing is open.

A password counts as changed when its new keeper is entered in the register; the education of a leaver when it is
entered among the records of the post: each fact has one place, and the checklist hears of it.
"""

from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.actions.people import record_staff
from accounts.hooks import on_custody, on_leaving, on_record
from accounts.models import CustodyRecord, StaffRecord
from newmedia_portal.core.access.models import Post, User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow.door import perform
from newmedia_portal.regimes.editions import edition_for

from ...models import LeavingChecklist, LeavingItem
from ...people.leaving import PRODUCT, wanted_of
from ...people.rules import rule_of
from ...people.telling import deliver, departments, doers, notice
from ...states import ChecklistState

CUSTODY = "password"
OFFBOARDING = "offboarding"


@on_leaving
def open_checklist(post: Post, *, successor: Post | None, by: Any, at: datetime) -> LeavingChecklist | None:
    """Open the checklist of somebody who has left (S0-16.2, S2-16.2a, S2-18.1, S3-17.2, S4-05.1, S4-05.2).

    The unit's writers, head and keeper and the department are told. None where there is nothing to do.
    """
    unit = post.unit
    edition = edition_for(unit.regime_code, localdate(at))
    wanted = wanted_of(post, edition.edition)
    if not wanted or post.until is None:
        return None
    with unit_of_work():
        checklist = LeavingChecklist.objects.create(
            post=post, unit=unit, root=unit.root or unit, edition=edition, successor=successor,
            person=str(post.user), left_on=post.until, opened_at=at,
        )  # fmt: skip
        items = [LeavingItem(checklist=checklist, **vars(item)) for item in wanted]
        for item in items:
            if item.code == "successor" and successor is not None:
                item.done_on, item.done_by, item.entered_at = successor.since, by, at
                item.note = f"由{successor.user}接任"
        LeavingItem.objects.bulk_create(items)
        record("leaving.opened", by=by, at=at, obj=checklist, after={"items": [item.label for item in items]})
        _tell_opened(checklist, at)
        _finish_if_done(checklist, at)
    return checklist


def tick(item: LeavingItem, *, on: date, note: str = "", waived: bool = False, by: User, at: datetime) -> LeavingItem:
    """Enter that an item was done, or that there is nothing to do, on which day.

    Raises Forbidden for the leaver and for strangers, Conflict when it is done, Refused for a password (its new keeper
    is entered in the register), a wrong day, or an item of the regulation that is waived or waived without a reason.
    """
    with unit_of_work():
        held = _open_item(item, by)
        _check(held, on=on, note=note, waived=waived, at=at)
        _do(held, on=on, note=note, waived=waived, by=by, at=at)
        _record_if_last(held, on=on, note=note, by=by, at=at)
    item.refresh_from_db()
    return item


@on_custody
def password_changed(entry: CustodyRecord, *, by: Any, at: datetime) -> None:
    """Tick the passwords of an account that were changed since somebody left (S2-18.1)."""
    changed = entry.password_changed_on
    if changed is None:
        return
    waiting = LeavingItem.objects.filter(account=entry.account_id, code=CUSTODY, done_on__isnull=True)
    for item in waiting.filter(checklist__left_on__lte=changed).select_related("checklist").order_by("pk"):
        _do(item, on=changed, note=f"新保管人:{entry.keeper}", waived=False, by=by, at=at)


@on_record
def education_recorded(entry: StaffRecord, *, by: Any, at: datetime) -> None:
    """Tick the education of a leaver that was entered among the records of the post (S0-16.2, S2-16.2a, S3-17.2)."""
    if entry.code != OFFBOARDING:
        return
    waiting = LeavingItem.objects.filter(checklist__post=entry.post_id, done_on__isnull=True)
    for item in waiting.select_related("checklist__edition").order_by("pk"):
        if item.code not in _items_of_education(item.checklist):
            continue
        _do(item, on=entry.on, note=entry.note, waived=False, by=by, at=at)


def _items_of_education(checklist: LeavingChecklist) -> tuple[str, ...]:
    """Return the items that together are what the edition asks about leavers (离职教育、退群与继任)."""
    rule = rule_of(checklist.edition.edition, OFFBOARDING)
    return rule.items if rule else ()


def _record_if_last(item: LeavingItem, *, on: date, note: str, by: User, at: datetime) -> None:
    """Enter the record of the post once the last item of the edition's rule about leavers is done."""
    checklist = item.checklist
    codes = _items_of_education(checklist)
    if item.code in codes and not checklist.items.filter(code__in=codes, done_on__isnull=True).exists():
        record_staff(checklist.post, code=OFFBOARDING, on=on, by=by, at=at, note=note)


def _open_item(item: LeavingItem, by: User) -> LeavingItem:
    rows = LeavingItem.objects.select_for_update(of=("self",))
    held = rows.select_related("checklist__post__unit__root", "checklist__unit", "checklist__edition").get(pk=item.pk)
    if not by.has_perm("duties.tick_checklist", held.checklist):
        raise Forbidden("由单位经办人、领导或密码专管人员登记;离任人不登记自己的事项。")
    if held.done_on is not None:
        raise Conflict("这一项已经登记。")
    return held


def _check(item: LeavingItem, *, on: date, note: str, waived: bool, at: datetime) -> None:
    if item.code == CUSTODY:
        raise Refused("请在账号的口令保管中登记改密日期和新保管人,这一项随之办结。")
    if not item.checklist.left_on <= on <= localdate(at) and not _early(item, on):
        raise Refused("办理日期要在离任当日之后、今天之前。", field="on")
    if waived and item.basis != PRODUCT:
        raise Refused(f"{item.article}要求办理,不能登记为不涉及。", field="waived")
    if waived and not note.strip():
        raise Refused("不涉及的,请写明原因。", field="note")


def _early(item: LeavingItem, on: date) -> bool:
    """Rights, groups and the talk may be settled while somebody is still in post, but not before it began."""
    return item.checklist.post.since <= on <= item.checklist.left_on


def _do(item: LeavingItem, *, on: date, note: str, waived: bool, by: Any, at: datetime) -> None:
    item.done_on, item.done_by, item.entered_at = on, by, at
    item.note, item.waived = note.strip()[:300], waived
    item.save(update_fields=["done_on", "done_by", "entered_at", "note", "waived"])
    after = {"item": item.label, "on": on, "waived": waived}
    record("leaving.ticked", by=by, at=at, obj=item.checklist, after=after, reason=item.note)
    _finish_if_done(item.checklist, at)


def _finish_if_done(checklist: LeavingChecklist, at: datetime) -> None:
    held = LeavingChecklist.objects.select_for_update(of=("self",)).get(pk=checklist.pk)
    if held.state == ChecklistState.OPEN and not held.items.filter(done_on__isnull=True).exists():
        perform(held, "finish", by=None, at=at, action="leaving.finished")


def _tell_opened(checklist: LeavingChecklist, at: datetime) -> None:
    people = doers([checklist.unit_id], keepers=True)[checklist.unit_id]
    people |= departments([checklist.root_id])[checklist.root_id]
    left = Q(user=checklist.post.user_id)
    still = set(Post.objects.filter(left, until__isnull=True).values_list("user", flat=True))
    url = reverse("duties:leaving", args=[checklist.pk])
    deliver([
        notice(person, kind="leaving", title=f"{checklist.person}已离任,请按清单办理", url=url, at=at,
               body=f"{checklist.unit},离任日期 {checklist.left_on}。", key=f"leaving:{checklist.pk}")
        for person in sorted(people - ({checklist.post.user_id} - still))
    ])  # fmt: skip
