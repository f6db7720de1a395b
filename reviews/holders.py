"""Posts that wait for their author (未完成的稿件): drafts and returned ones pass on; what is signed stays as it is."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from accounts.handover.holders import Held, Holder, register_holder
from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record

from .models import EditLock, Post
from .permissions import AUTHORS
from .states import EDITABLE


def _find(people: Any, at: datetime) -> Iterable[Held]:
    rows = Post.objects.filter(created_by__in=people, state__in=EDITABLE).order_by("pk")
    for row in rows.only("pk", "title", "unit", "created_by", "state"):
        words = f"{row.title or '未命名稿件'}（{row.get_state_display()}）"
        yield Held(row.created_by_id, row.pk, words, f"/reviews/{row.pk}/", row.unit_id, tuple(AUTHORS))


def _move(things: Sequence[Held], *, old: User, new: User | None, by: Any, at: datetime) -> None:
    """Make somebody else the author; both stay among those who wrote it and sign none of its tiers."""
    numbers = [held.pk for held in things]
    for row in Post.objects.select_for_update(of=("self",)).filter(pk__in=numbers).order_by("pk"):
        if new is None:
            continue
        row.created_by, row.token = new, ""
        row.writers = list(dict.fromkeys([*row.writers, old.pk, new.pk]))
        row.save(update_fields=["created_by", "token", "writers"])
        sides = {"created_by": str(old)}, {"created_by": str(new)}
        record("post.taken_over", by=by, at=at, obj=row, before=sides[0], after=sides[1], reason="离任移交")
    EditLock.objects.filter(post__in=numbers, holder=old).delete()


register_holder(Holder("posts", "未完成的稿件", _find, _move, ("reviews.Post.created_by",), takers=tuple(AUTHORS)))
