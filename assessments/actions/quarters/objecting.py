"""Objections to results (考核申诉): filed by the unit in time, decided by the department with reasons."""

from datetime import datetime
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.uploads import examine
from newmedia_portal.core.workflow.door import perform

from ...models import Entry, QuarterObjection
from ...quarters.states import QuarterState
from ...quarters.told import tell_department, tell_unit
from .hands import Given, put
from .holding import held_in, running, speaking
from .scoring import scored


def object_to(
    entry: Entry, *, indicator: str, words: str, proof: UploadedFile | None = None, by: User, at: datetime
) -> QuarterObjection:
    """File an objection to one indicator, or to the whole result where `indicator` is empty.

    Raises Conflict outside of the time for objections or where one is waiting, Forbidden for anyone but people of
    the unit, Refused without a reason, for an unknown indicator, or after the last day.
    """
    speaking(entry, by)
    if not words.strip():
        raise Refused("请写明申诉理由。", field="words")
    with unit_of_work():
        locked = held_in(entry.quarter, QuarterState.OBJECTION, doing="申诉")
        if locked.objection_due_on is not None and localdate(at) > locked.objection_due_on:
            raise Refused(f"申诉已于 {locked.objection_due_on} 截止。请联系宣传部门说明情况。")
        if indicator and all(one.code != indicator for one in locked.scheme.scheme.indicators):
            raise Refused("本期方案没有这项指标，请刷新页面后重新填写。", field="indicator")
        made = QuarterObjection(quarter=locked, entry=entry, indicator=indicator, words=words.strip()[:500])
        made.by, made.at, made.before = by, at, Entry.objects.get(pk=entry.pk).score
        if proof is not None:
            examined = examine(proof, field="proof")
            made.proof.save(examined.stored_name, examined.content, save=False)
            made.proof_name = examined.name
        try:
            with transaction.atomic():
                made.save()
        except IntegrityError as error:
            raise Conflict("这项指标已有一件申诉等待答复。需要补充的，请先撤回再重新提出。") from error
        record("quarter.objected", by=by, at=at, obj=made, reason=made.words, unit=entry.unit)
        title = f"{entry.unit_name}对{locked.words}考核结果提出申诉"
        tell_department(locked, f"objected-{made.pk}", title, made.get_absolute_url(), at=at)
    return made


def decide_objection(
    objection: QuarterObjection,
    *,
    upholds: bool,
    opinion: str,
    value: Decimal | None = None,
    by: User,
    at: datetime,
) -> QuarterObjection:
    """Decide an objection; where it is upheld, `value` may set the hand score of its indicator, and the unit is scored.

    Where a figure of the portal was wrong, it is corrected where it was entered; upholding scores the unit again.
    Raises Refused without reasons, Conflict once decided or past the time for it, Forbidden for anyone but staff of the
    tree and for who filed it.
    """
    running(objection.quarter, by)
    if objection.by_id == by.pk:
        raise Forbidden("不能答复自己提出的申诉，请由其他人员办理。")
    if not opinion.strip():
        raise Refused("请写明答复意见，单位会看到。", field="opinion")
    with unit_of_work():
        locked = held_in(objection.quarter, QuarterState.OBJECTION, doing="答复申诉")
        verb = "uphold" if upholds else "refuse"
        decided = perform(
            objection, verb, by=by, at=at, action=f"quarter.objection_{verb}", by_whom=by, opinion=opinion.strip()[:500]
        )
        if upholds:
            if value is not None:
                put(locked, [Given(objection.entry_id, objection.indicator, value, words=opinion)], by=by, at=at)
            Entry.objects.filter(pk=objection.entry_id).update(dirty=True)
            scored(locked, at=at, changed_only=True)
        decided.after = Entry.objects.get(pk=objection.entry_id).score
        decided.save(update_fields=["after"])
        tell_unit(decided, f"{locked.words}考核申诉：{decided.get_state_display()}", at=at)
    objection.refresh_from_db()
    return objection


def withdraw_objection(objection: QuarterObjection, *, by: User, at: datetime) -> QuarterObjection:
    """Take an objection back; raises Conflict once decided, Forbidden for anyone but people of the unit."""
    speaking(objection.entry, by)
    with unit_of_work():
        held_in(objection.quarter, QuarterState.OBJECTION, doing="撤回申诉")
        return perform(objection, "withdraw", by=by, at=at, action="quarter.objection_withdrawn", by_whom=by)
