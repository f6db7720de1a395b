"""Views of lists that a person shares with a unit (共享视图): the unit uses them on, so somebody takes them over."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record, register
from newmedia_portal.core.saved.models import SavedView

from .holders import Held, Holder, register_holder

register("view.reowned", "共享视图换人")
#: A name has so many signs at most.
NAME_LENGTH = 40


def _shared(people: Any, at: datetime) -> Iterable[Held]:
    rows = SavedView.objects.filter(owner__in=people, shared_with__isnull=False).select_related("shared_with")
    for row in rows.order_by("pk"):
        yield Held(row.owner_id, row.pk, f"共享给{row.shared_with}的视图“{row}”", "/views/")


def _move(things: Sequence[Held], *, old: User, new: User | None, by: Any, at: datetime) -> None:
    """Give shared views to somebody else, under a name that this person does not use; or end the sharing."""
    rows = SavedView.objects.select_for_update(of=("self",)).filter(pk__in=[held.pk for held in things])
    for row in rows.order_by("pk"):
        if new is None:
            row.shared_with = None
        else:
            row.owner, row.name = new, _free_name(row, new, old)
        row.save(update_fields=["owner", "name", "shared_with"])
        sides = {"owner": str(old)}, {"owner": str(new) if new else "", "name": row.name}
        record("view.reowned", by=by, at=at, obj=row, before=sides[0], after=sides[1], reason="离任移交")


def _free_name(row: SavedView, new: User, old: User) -> str:
    taken = set(SavedView.objects.filter(owner=new, path=row.path).values_list("name", flat=True))
    wanted, number = row.name, 1
    while wanted in taken:
        number += 1
        mark = f"（{old}{number if number > 2 else ''}）"
        wanted = row.name[: NAME_LENGTH - len(mark)] + mark
    return wanted


register_holder(Holder("views", "共享的视图", _shared, _move, ("core.SavedView.owner",), "停止共享"))
