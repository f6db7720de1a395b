"""Telling a filing upward and the answer from above (报上级备案、知悉、询问、说明)."""

from datetime import datetime

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow import chain

from ..content import kind_of
from ..messages import tell_upward
from ..models import Filing, UpwardReceipt


def file_upward(filing: Filing, *, at: datetime) -> UpwardReceipt | None:
    """Open the receipt of an approved filing whose chain tells a unit above; None where the edition tells nobody.

    Called in the transaction of the last decision; a second call finds the first receipt.
    """
    codes = [step.code for step in kind_of(filing).chain if step.unit == "superior"]
    run = chain.runs_of(filing).last()
    step = run.steps.filter(code__in=codes).select_related("unit").first() if run and codes else None
    if step is None:
        return None
    receipt, fresh = UpwardReceipt.objects.get_or_create(
        filing=filing, defaults={"unit": step.unit, "label": step.label, "article": step.article, "told_at": at}
    )
    if fresh:
        record(
            "filing.told_upward", by=None, at=at, obj=filing, after={"unit": step.unit.name, "article": step.article}
        )
    return receipt


def acknowledge(receipt: UpwardReceipt, *, note: str = "", by: User, at: datetime) -> UpwardReceipt:
    """Take note of a filing from below (知悉); the receipt goes to its unit and to the department that recorded it.

    Raises Forbidden for anyone but the department above, Conflict when it was taken note of before.
    """
    with unit_of_work():
        locked = _locked(receipt)
        _require_above(locked, by)
        if locked.acknowledged_at is not None:
            raise Conflict("这件备案已经知悉，不需要再次办理。")
        locked.acknowledged_at, locked.acknowledged_by, locked.note = at, by, note.strip()[:500]
        locked.save()
        record("filing.noted_above", by=by, at=at, obj=locked.filing, reason=locked.note)
        tell_upward(locked, "上级已知悉", locked.note, key=f"upward:{locked.pk}:noted", at=at)
    return locked


def ask_back(receipt: UpwardReceipt, *, question: str, by: User, at: datetime) -> UpwardReceipt:
    """Ask for an explanation; the filing stays approved, for the department above does not decide (reading A41).

    Raises Forbidden as above, Refused without words, Conflict while a question waits or after it was taken note of.
    """
    if not question.strip():
        raise Refused("请写明要了解的事项。", field="question")
    with unit_of_work():
        locked = _locked(receipt)
        _require_above(locked, by)
        if locked.acknowledged_at is not None or locked.is_asked:
            raise Conflict("这件备案已经知悉，或已有询问等待说明，请刷新页面查看。")
        locked.question, locked.asked_at, locked.asked_by = question.strip()[:500], at, by
        locked.answer, locked.answered_at, locked.answered_by = "", None, None
        locked.save()
        record("filing.asked_above", by=by, at=at, obj=locked.filing, reason=locked.question)
        tell_upward(locked, "上级询问", locked.question, key=f"upward:{locked.pk}:asked:{at.isoformat()}", at=at)
    return locked


def answer(receipt: UpwardReceipt, *, text: str, by: User, at: datetime) -> UpwardReceipt:
    """Answer the question from above, by the unit or by the department that recorded the filing.

    Raises Forbidden for anyone else, Refused without words, Conflict where no question waits.
    """
    if not text.strip():
        raise Refused("请写明情况。", field="text")
    with unit_of_work():
        locked = _locked(receipt)
        if not by.has_perm("filings.answer_above", locked.filing):
            raise Forbidden("只有填报单位经办人和本级宣传部门可以答复上级询问。")
        if not locked.is_asked:
            raise Conflict("没有等待说明的询问，请刷新页面查看。")
        locked.answer, locked.answered_at, locked.answered_by = text.strip()[:1000], at, by
        locked.save()
        record("filing.answered_above", by=by, at=at, obj=locked.filing, reason=locked.answer[:500])
        tell_upward(
            locked, "已答复上级询问", locked.answer, key=f"upward:{locked.pk}:said:{at.isoformat()}", at=at, up=True
        )
    return locked


def _locked(receipt: UpwardReceipt) -> UpwardReceipt:
    rows = UpwardReceipt.objects.select_for_update(of=("self",)).select_related("filing__unit", "unit")
    return rows.get(pk=receipt.pk)


def _require_above(receipt: UpwardReceipt, by: User) -> None:
    if not by.has_perm("filings.receive_upward", receipt):
        raise Forbidden("只有上级部门的人员可以办理回执。")
