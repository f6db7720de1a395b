"""Shifts that somebody still has to stand (未到的班次), and the leavers' checklist as part of the hand-over."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime

from accounts.handover.holders import Held, Holder, register_holder
from accounts.handover.items import Line, register_lines
from accounts.models import Handover
from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record

from .models import DutyShift, LeavingItem, ShiftSwap

WORDS = "离任移交"


def _find(people: Any, at: datetime) -> Iterable[Held]:
    rows = DutyShift.objects.filter(person__in=people, ends_at__gt=at, cancelled_at__isnull=True)
    for row in rows.select_related("roster__unit", "roster__account").order_by("starts_at", "pk"):
        begins = f"{localtime(row.starts_at):%Y-%m-%d %H:%M}"
        yield Held(
            row.person_id or 0, row.pk, f"{row.roster} {begins}", f"/duties/rosters/{row.roster_id}/", row.unit_id
        )


def _move(things: Sequence[Held], *, old: User, new: User | None, by: Any, at: datetime) -> None:
    """Let somebody else stand the shifts; with nobody they are struck, and the gap shows in the roster.

    A shift at the same hours of the same roster is not stood twice by one person: it is struck too.
    """
    rows = DutyShift.objects.select_for_update(of=("self",)).filter(pk__in=[held.pk for held in things])
    for row in rows.select_related("unit").order_by("pk"):
        same = DutyShift.objects.filter(roster=row.roster_id, starts_at=row.starts_at, ends_at=row.ends_at)
        if new is None or same.filter(name=new.full_name, cancelled_at__isnull=True).exists():
            row.cancelled_at, row.cancel_reason = at, f"{old}离任"
            row.save(update_fields=["cancelled_at", "cancel_reason"])
            record("roster.shift_cancelled", by=by, at=at, obj=row, reason=row.cancel_reason, after={"name": row.name})
            continue
        swap = ShiftSwap.objects.create(
            shift=row, old_name=row.name, new_name=new.full_name, reason=WORDS, by=by or new, at=at
        )
        row.person, row.name, row.office_phone = new, new.full_name, new.office_phone
        row.save(update_fields=["person", "name", "office_phone"])
        record("roster.swapped", by=by, at=at, obj=row, reason=WORDS, after={"swap": str(swap)})


register_holder(Holder("shifts", "未到的班次", _find, _move, ("duties.DutyShift.person",), "取消班次"))


@register_lines
def checklist_lines(case: Handover) -> list[Line]:
    """Return the items of the leavers' checklist of the same post (离任清单)."""
    rows = LeavingItem.objects.filter(checklist__post=case.post_id) if case.post_id else LeavingItem.objects.none()
    return [
        Line(
            item.label, item.article, item.basis, item.done_on, str(item.done_by or "系统"), item.note, item.waived,
            reverse("duties:leaving", args=[item.checklist_id]),
        )
        for item in rows.select_related("done_by").order_by("pk")
    ]  # fmt: skip
