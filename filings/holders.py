"""Filings that hang on their maker (经办的备案): drafts, returned ones and those under way pass on with the post."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from accounts.handover.holders import Held, Holder, register_holder
from newmedia_portal.core.access.models import User
from newmedia_portal.core.access.roles import WRITERS
from newmedia_portal.core.audit import record

from .models import Filing
from .states import UNDECIDED


def _find(people: Any, at: datetime) -> Iterable[Held]:
    rows = Filing.objects.filter(created_by__in=people, state__in=UNDECIDED).order_by("pk")
    for row in rows.only("pk", "kind", "title", "unit", "created_by", "state"):
        words = f"{row}（{row.get_state_display()}）"
        yield Held(row.created_by_id, row.pk, words, f"/filings/{row.pk}/", row.unit_id, tuple(WRITERS))


def _move(things: Sequence[Held], *, old: User, new: User | None, by: Any, at: datetime) -> None:
    """Make somebody else answer for the filings (经办人); who began them stays in the log."""
    rows = Filing.objects.select_for_update(of=("self",)).filter(pk__in=[held.pk for held in things])
    for row in rows.select_related("unit").order_by("pk"):
        if new is None:
            continue
        row.created_by, row.token = new, ""
        row.save(update_fields=["created_by", "token"])
        sides = {"created_by": str(old)}, {"created_by": str(new)}
        record("filing.taken_over", by=by, at=at, obj=row, before=sides[0], after=sides[1], reason="离任移交")


register_holder(Holder("filings", "经办的备案", _find, _move, ("filings.Filing.created_by",), takers=tuple(WRITERS)))
