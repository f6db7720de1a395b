"""One door for state: nothing else changes a state field."""

from datetime import datetime
from typing import Any, TypeVar

from django_fsm import can_proceed, has_transition_perm

from ..audit import record
from ..refusals import Conflict, Forbidden
from ..transactions import unit_of_work
from .base import StateModel

Subject = TypeVar("Subject", bound=StateModel)


def perform(
    subject: Subject,
    transition: str,
    *,
    by: Any,
    at: datetime,
    action: str,
    reason: str = "",
    details: dict[str, Any] | None = None,
    **arguments: Any,
) -> Subject:
    """Lock the row, check the right, run the transition, save and write the audit row, in one transaction.

    `by` is the person or None for the system. Returns the locked, saved object; the object passed in is refreshed.
    Raises Conflict when the state no longer allows the transition, Forbidden when the person may not do it.
    """
    with unit_of_work():
        locked = type(subject)._base_manager.select_for_update().get(pk=subject.pk)
        method, before = getattr(locked, transition), locked.state  # type: ignore[attr-defined]
        if not can_proceed(method):
            word = locked.get_state_display()  # type: ignore[attr-defined]
            raise Conflict(f"当前状态为“{word}”,不能再办理这一步。请刷新页面查看最新情况。")
        if by is not None and not has_transition_perm(method, by):
            raise Forbidden("您没有办理这一步的权限。请由当前经办人办理,或联系系统管理员核对岗位。")
        method(at=at, **arguments)
        locked.save()
        after = {"state": locked.state, **(details or {})}  # type: ignore[attr-defined]
        record(action, by=by, at=at, obj=locked, before={"state": before}, after=after, reason=reason)
    subject.refresh_from_db()
    return locked
