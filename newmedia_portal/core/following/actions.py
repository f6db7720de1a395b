"""Following and no longer following (关注、取消关注)."""

from datetime import datetime
from typing import Any

from django.db.models import Model

from ..access.models import User
from ..audit.actions import record, register
from ..refusals import Refused
from ..transactions import unit_of_work
from .models import Follow
from .registry import kind_of

MOST = 200

register("follow.begun", "关注")
register("follow.ended", "取消关注")


def follow(obj: Model, *, by: User, at: datetime) -> None:
    """Follow an object that the person may see; following twice changes nothing.

    Raises Refused for what cannot be followed or is not visible, and beyond the most that one person may follow.
    """
    kind = kind_of(obj._meta.label_lower)
    if kind is None or not kind.own or not kind.rows(by).filter(pk=obj.pk).exists():
        raise Refused("这个对象不能关注。")
    with unit_of_work():
        mine = Follow.objects.filter(user=by)
        if mine.filter(object_type=kind.code, object_id=obj.pk).exists():
            return
        if mine.count() >= MOST:
            raise Refused(f"最多关注 {MOST} 个对象。请先在“我的关注”里取消一些。")
        _, new = Follow.objects.get_or_create(user=by, object_type=kind.code, object_id=obj.pk, defaults={"since": at})
        if new:
            record("follow.begun", by=by, at=at, obj=obj)


def unfollow(follows: list[Follow], *, by: User, at: datetime) -> int:
    """End what the person follows; rows of others are left alone. Returns how many ended."""
    with unit_of_work():
        mine = list(Follow.objects.filter(user=by, pk__in=[one.pk for one in follows]))
        for one in mine:
            record("follow.ended", by=by, at=at, after={"object": str(one)})
        Follow.objects.filter(pk__in=[one.pk for one in mine]).delete()
    return len(mine)


def follows_of(user: User | Any, obj: Model) -> Follow | None:
    """Return the person's following of an object, if any."""
    return Follow.objects.filter(user=user, object_type=obj._meta.label_lower, object_id=obj.pk).first()
