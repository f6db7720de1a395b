"""Ending sessions (结束登录): one's own here and there, and somebody else's by the system administrator."""

from datetime import datetime
from typing import Any

from ..access.models import User
from ..audit import record, register
from ..refusals import Refused
from ..transactions import unit_of_work
from .keeping import drop, drop_all_of, living
from .models import LoginSession

for _code, _label in (
    ("session.ended", "结束一处登录"),
    ("session.others_ended", "结束其他登录"),
    ("session.forced_off", "强制下线"),
    ("session.limit", "登录满最长时间退出"),
):
    register(_code, _label)


def end_session(row: LoginSession, *, by: User, at: datetime) -> None:
    """End one of one's own sessions elsewhere; it is dead at its next request."""
    with unit_of_work():
        record("session.ended", by=by, at=at, obj=by, after={"browser": row.browser, "address": row.address})
        drop(LoginSession.objects.filter(pk=row.pk))


def end_others(user: User, *, keep: str | None, at: datetime) -> int:
    """End all of one's own sessions but the one with this key; returns how many were living."""
    with unit_of_work():
        number = living(user, at=at).exclude(key=keep or "").count()
        drop_all_of(user, keep=keep)
        record("session.others_ended", by=user, at=at, obj=user, after={"count": number})
    return number


def force_off(person: User, *, reason: str, by: Any, at: datetime) -> int:
    """End all sessions of a person (强制下线), by the system administrator with a reason; returns how many.

    Raises Refused without a reason. The log-in itself stays: who is not to come back is switched off.
    """
    reason = reason.strip()
    if not reason:
        raise Refused("请填写强制下线的原因。", field="reason")
    with unit_of_work():
        number = living(person, at=at).count()
        drop_all_of(person)
        record("session.forced_off", by=by, at=at, obj=person, after={"count": number}, reason=reason)
    return number
