"""What a unit says of itself (单位自评): statements with proof, submitted once."""

from datetime import datetime
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile
from django.utils.timezone import localdate

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Conflict, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.uploads import examine

from ...models import Entry, Quarter, SelfScore
from ...quarters.states import QuarterState
from ...quarters.told import tell_department
from .hands import limit_of
from .holding import held_in, speaking


def say(
    entry: Entry,
    indicator: str,
    *,
    value: Decimal | None,
    words: str,
    proof: UploadedFile | None = None,
    by: User,
    at: datetime,
) -> SelfScore:
    """Store what a unit says about one indicator; it counts nothing by itself, reviewers see it beside their score.

    Raises Conflict outside of self-assessment or once submitted, Forbidden for anyone but people of the unit, Refused
    for an unknown indicator, a value out of range, or neither value nor words.
    """
    speaking(entry, by)
    with unit_of_work():
        locked = held_in(entry.quarter, QuarterState.SELF_ASSESSMENT, doing="自评")
        _still_open(entry)
        _check(locked, indicator, value, words)
        row = SelfScore.objects.filter(entry=entry, indicator=indicator).first()
        row = row or SelfScore(quarter=locked, entry=entry, indicator=indicator)
        row.value, row.words, row.by, row.at = value, words.strip()[:500], by, at
        if proof is not None:
            examined = examine(proof, field="proof")
            row.proof.save(examined.stored_name, examined.content, save=False)
            row.proof_name = examined.name
        row.save()
        after = {"indicator": indicator, "value": value, "proof": row.proof_name}
        record("quarter.said", by=by, at=at, obj=row, after=after, unit=entry.unit)
    return row


def submit(entry: Entry, *, words: str, by: User, at: datetime) -> Entry:
    """Submit the self-assessment of a unit, once; the department is told. Late ones are taken until review begins.

    Raises Conflict outside of self-assessment or when it was submitted already, Forbidden for anyone but people of
    the unit.
    """
    speaking(entry, by)
    with unit_of_work():
        locked = held_in(entry.quarter, QuarterState.SELF_ASSESSMENT, doing="提交自评")
        _still_open(entry)
        Entry.objects.filter(pk=entry.pk).update(words=words.strip(), submitted_by=by, submitted_at=at)
        late = locked.self_due_on is not None and localdate(at) > locked.self_due_on
        record("quarter.self_submitted", by=by, at=at, obj=entry, after={"late": late}, unit=entry.unit)
        title = f"{entry.unit_name}提交了{locked.words}自评"
        tell_department(locked, f"self-{entry.pk}", title, entry.get_absolute_url(), at=at)
    entry.refresh_from_db()
    return entry


def _still_open(entry: Entry) -> None:
    if Entry.objects.select_for_update().get(pk=entry.pk).submitted_at is not None:
        raise Conflict("本单位的自评已经提交，不能再修改。需要补充的，请联系宣传部门。")


def _check(locked: Quarter, indicator: str, value: Decimal | None, words: str) -> None:
    found = next((one for one in locked.scheme.scheme.indicators if one.code == indicator), None)
    if found is None:
        raise Refused("本期方案没有这项指标，请刷新页面后重新填写。")
    if value is None and not words.strip():
        raise Refused("请填写自评分或说明。", field="words")
    most = limit_of(found)
    if value is not None and not Decimal(0) <= value <= most:
        raise Refused(f"“{found.label}”自评应在 0 到 {most.normalize():f} 之间。", field="value")
