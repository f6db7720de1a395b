"""Copies for information and circulation (抄送、传阅): sent once per person, read with a mark."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from ..access.models import User
from ..refusals import Conflict, Forbidden, Refused
from ..transactions import unit_of_work
from .models import Copy, Run
from .plans import current_step, write
from .states import CopyKind, Verb

#: As many people may get a copy at one time.
MOST_PEOPLE = 50


def send_copies(run: Run, *, kind: str, people: Sequence[User], by: User, at: datetime, note: str = "") -> list[Copy]:
    """Send copies to people who have none of this kind yet; the run may be over. Returns those that are new.

    Raises Refused without people, for somebody without business, or where all have one already.
    """
    if kind not in CopyKind.values:
        raise Refused("请选择抄送或传阅。", field="kind")
    if not people or len(people) > MOST_PEOPLE:
        raise Refused(f"请选择 1 至 {MOST_PEOPLE} 位人员。", field="people")
    with unit_of_work():
        run = Run.objects.select_for_update().get(pk=run.pk)
        for person in people:
            if not person.is_active or person.instance_role:
                raise Refused(f"{person}不是在用的业务人员账号，请另选一位。", field="people")
        have = set(run.copies.filter(kind=kind).values_list("person", flat=True))
        fresh = [person for person in dict.fromkeys(people) if person.pk not in have and person.pk != by.pk]
        if not fresh:
            raise Refused("所选人员都已收到，不需要重复发送。", field="people")
        about = {"run": run, "object_type": run.object_type, "object_id": run.object_id}
        made = [
            Copy.objects.create(person=person, kind=kind, by=by, at=at, note=note.strip(), **about) for person in fresh
        ]
        verb = Verb.COPY if kind == CopyKind.COPY else Verb.CIRCULATE
        names = [str(person) for person in fresh]
        write(run, current_step(run), verb, by=by, at=at, opinion=note, reasons=names)
    return made


def mark_read(copy: Copy, *, by: User, at: datetime, remark: str = "") -> Copy:
    """Mark a copy as read, with a remark where one is to be left (已阅).

    Raises Forbidden for anyone but its reader, Conflict for a second time.
    """
    with unit_of_work():
        locked = Copy.objects.select_for_update().select_related("run").get(pk=copy.pk)
        if locked.person_id != by.pk:
            raise Forbidden("只有收件人本人可以标记已阅。")
        if locked.read_at is not None:
            raise Conflict("您已经标记过已阅。")
        locked.read_at, locked.remark = at, remark.strip()
        locked.save()
        write(locked.run, None, Verb.READ, by=by, at=at, opinion=remark)
    return locked


def copies_for(user: User | Any, object_type: str) -> QuerySet[Copy]:
    """Return the copies of a person, unread first, newest first (抄送我)."""
    rows = Copy.objects.filter(person=user, object_type=object_type).select_related("by", "run")
    return rows.order_by("read_at", "-pk")


def copies_of(object_type: str, object_id: int) -> list[Copy]:
    """Return all copies of an object, in order of sending."""
    rows = Copy.objects.filter(object_type=object_type, object_id=object_id)
    return list(rows.select_related("person", "by").order_by("pk"))
