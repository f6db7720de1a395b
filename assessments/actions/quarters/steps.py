"""The steps of a period before it is closed (考核步骤): self-assessment, review, objections, final."""

from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from newmedia_portal.core.access.models import User
from newmedia_portal.core.refusals import Conflict, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow.door import perform

from ...models import Quarter, QuarterObjection
from ...quarters.states import AppealState
from ...quarters.told import tell_units
from .holding import held, running
from .scoring import scored


def ask_units(quarter: Quarter, *, due_on: date, by: User | None, at: datetime) -> Quarter:
    """Ask the units for their self-assessment until a day; they are told. Raises Refused for a day gone by."""
    _not_past(due_on, at)
    with unit_of_work():
        locked = _moved(quarter, "ask_units", by=by, at=at, due_on=due_on)
        tell_units(locked, "self", f"{locked.words}考核请于 {due_on} 前完成自评", at=at)
    return _fresh(quarter)


def go_to_review(quarter: Quarter, *, by: User | None, at: datetime) -> Quarter:
    """Begin the review: all figures are gathered anew; self-assessments are no longer taken."""
    with unit_of_work():
        locked = _moved(quarter, "review", by=by, at=at)
        scored(locked, at=at)
    return _fresh(quarter)


def hear_objections(quarter: Quarter, *, due_on: date, by: User | None, at: datetime) -> Quarter:
    """Show the units their results and take objections until a day; they are told. Raises Refused for a day gone by."""
    _not_past(due_on, at)
    with unit_of_work():
        locked = _moved(quarter, "hear", by=by, at=at, due_on=due_on)
        scored(locked, at=at)
        tell_units(locked, f"objection-{due_on}", f"{locked.words}考核结果请核对，{due_on} 前可以申诉", at=at)
    return _fresh(quarter)


def settle(quarter: Quarter, *, by: User | None, at: datetime) -> Quarter:
    """Make the results final: the figures are gathered a last time, all names as they are now; nothing moves after.

    Raises Conflict where an objection waits for its answer, or where a period has not ended yet.
    """
    with unit_of_work():
        locked = held(quarter)
        running(locked, by)
        if localdate(at) <= locked.end_on:
            raise Conflict(f"{locked.words}到 {locked.end_on} 结束，结束前不能定稿。")
        waiting = QuarterObjection.objects.filter(quarter=locked, state=AppealState.ASKED).count()
        if waiting:
            raise Conflict(f"还有 {waiting} 件申诉没有答复，答复后才能定稿。")
        scored(locked, at=at, all_anew=True)
        perform(locked, "settle", by=by, at=at, action="quarter.settled")
    return _fresh(quarter)


def reopen_review(quarter: Quarter, *, reason: str, by: User, at: datetime) -> Quarter:
    """Go back to review before closing; raises Refused without a reason."""
    if not reason.strip():
        raise Refused("请写明退回复核的原因。", field="reason")
    with unit_of_work():
        held(quarter)
        running(quarter, by)
        perform(quarter, "reopen", by=by, at=at, action="quarter.reopened", reason=reason.strip())
    return _fresh(quarter)


def _moved(quarter: Quarter, step: str, *, by: User | None, at: datetime, **more: Any) -> Quarter:
    held(quarter)
    running(quarter, by)
    details = {name: str(value) for name, value in more.items()}
    perform(quarter, step, by=by, at=at, action=f"quarter.{step}", details=details, **more)
    return held(quarter)


def _not_past(due_on: date, at: datetime) -> None:
    if due_on < localdate(at):
        raise Refused(f"截止日期 {due_on} 已经过去，请选择今天或以后的日期。", field="due_on")


def _fresh(quarter: Quarter) -> Quarter:
    quarter.refresh_from_db()
    return quarter
