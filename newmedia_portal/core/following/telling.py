"""Telling followers (告知关注者): the audit log is the one place where every change is heard of.

What a unit of work records is looked through once; where somebody follows, a job is queued in the same transaction.
The job asks for each follower, at the time of telling, whether they may still see what happened and what they follow.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Model, Q

from ..access.models import User
from ..audit.actions import labels
from ..jobs.outbox import enqueue, job
from ..notices.actions import notify
from .models import Follow
from .registry import Followable, kind_of

JOB = "following.tell"
Place = tuple[str, int]


def hear(rows: Iterable[dict[str, Any]]) -> None:
    """Queue the telling of what a unit of work has recorded, where somebody follows; where nobody does, one query."""
    heard = [row for row in rows if _matters(row)]
    if not heard or not Follow.objects.exists():
        return
    above = _above(heard)
    places = [{(row["object_type"], row["object_id"]), *above.get(_own(row), ())} for row in heard]
    asked = reduce(or_, (Q(object_type=code, object_id=pk) for code, pk in sorted(set().union(*places))))
    followed = set(Follow.objects.filter(asked).values_list("object_type", "object_id"))
    for row, here in zip(heard, places, strict=True):
        if told := sorted(followed & here):
            enqueue(JOB, {"event": _event(row), "places": told}, at=row["at"])


def _own(row: dict[str, Any]) -> Place:
    return row["object_type"], row["object_id"]


def _matters(row: dict[str, Any]) -> bool:
    """Whether followers hear of an event: the state of its object changed, or its action is one that is told."""
    kind = kind_of(row["object_type"])
    if kind is None or row["result"] != "ok" or row["object_id"] is None:
        return False
    before, after = row["before"].get("state"), row["after"].get("state")
    return bool(after and before != after) or row["action"] in kind.actions


def _above(rows: list[dict[str, Any]]) -> dict[Place, set[Place]]:
    """Return what stands above the objects of the events, read once for each kind."""
    numbers: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        numbers[row["object_type"]].add(row["object_id"])
    found: dict[Place, set[Place]] = {}
    for code, wanted in numbers.items():
        kind = kind_of(code)
        for one in kind.model._base_manager.filter(pk__in=wanted) if kind is not None else ():
            above = kind.above(one) if kind is not None else ()
            found[code, one.pk] = {(model._meta.label_lower, pk) for model, pk in above if pk is not None}
    return found


def _event(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": row["object_type"],
        "id": row["object_id"],
        "action": row["action"],
        "actor": row["actor_id"],
        "before": row["before"].get("state", ""),
        "after": row["after"].get("state", ""),
        "at": row["at"].isoformat(),
    }


@job(JOB)
def tell(*, at: datetime, event: dict[str, Any], places: list[list[Any]]) -> None:
    """Tell the followers who may see both the object of the event and the object that they follow."""
    kind = kind_of(event["type"])
    told: set[int] = set()
    for code, pk in places:
        followed = kind_of(code)
        if kind is None or followed is None:
            continue
        for follow in Follow.objects.filter(object_type=code, object_id=pk).select_related("user").order_by("pk"):
            if follow.user_id not in told | {event["actor"]} and _tell_one(follow.user, kind, followed, pk, event, at):
                told.add(follow.user_id)


def _tell_one(user: User, kind: Followable, followed: Followable, pk: int, event: dict[str, Any], at: datetime) -> bool:
    """Put the message into the inbox of one follower; False where they may not see it now."""
    obj = kind.rows(user).filter(pk=event["id"]).first() if user.is_active else None
    if obj is None or (followed is not kind and not followed.rows(user).filter(pk=pk).exists()):
        return False
    action = labels().get(event["action"], "有变化")
    key = f"follow:{kind.code}:{event['id']}:{event['action']}:{event['at']}"[:120]
    title = f"关注的{kind.label}有变化：{obj}（{action}）" if kind.own else f"关注的对象有变化：{obj}（{action}）"
    notify([user], kind="following", title=title, body=_states(kind.model, event), url=kind.url(obj), at=at, key=key)
    return True


def _states(model: type[Model], event: dict[str, Any]) -> str:
    """Return the states before and after in words."""
    if not event["after"]:
        return ""
    words = dict(getattr(model._meta.get_field("state"), "flatchoices", ()))
    before, after = (str(words.get(event[side], "")) for side in ("before", "after"))
    return f"状态由“{before}”变为“{after}”。" if before and after else f"状态：{after}。" if after else ""
