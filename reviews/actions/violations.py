"""Altered and unreviewed publications (违规发布): opened by the comparison, explained by the unit, settled above."""

from datetime import datetime

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow.door import perform

from ..content import edition_of
from ..messages import tell_violation
from ..models import Receipt, Violation
from ..states import ViolationState

MOVES: dict[str, str] = {
    ViolationState.MENDED: "mend",
    ViolationState.RETRACTED: "take_down",
    ViolationState.DISMISSED: "dismiss",
}
ACTIONS = {"mend": "violation.mended", "take_down": "violation.taken_down", "dismiss": "violation.dismissed"}


def open_violation(receipt: Receipt, *, at: datetime) -> Violation:
    """Open a violation for a receipt; the unit's leaders, its authors and the authority are told."""
    article = edition_of(receipt.post).review.article if receipt.post else ""
    violation = Violation.objects.create(
        receipt=receipt,
        post=receipt.post,
        unit=receipt.unit,
        root=receipt.root,
        kind=receipt.verdict,
        article=article,
        found_at=at,
    )
    record("violation.opened", by=None, at=at, obj=violation, after={"kind": receipt.verdict, "why": receipt.why})
    tell_violation(violation, at=at)
    return violation


def explain_violation(violation: Violation, *, text: str, by: User, at: datetime) -> Violation:
    """The unit says how it came about. Raises Refused for an empty text, Conflict once it is settled."""
    if not text.strip():
        raise Refused("请写明情况和已采取的措施。", field="explanation")
    with unit_of_work():
        locked = Violation.objects.select_for_update().get(pk=violation.pk)
        if not by.has_perm("reviews.edit_post", locked):
            raise Forbidden("只有账号所属单位的采编人员可以说明情况。")
        if locked.state != ViolationState.OPEN:
            raise Conflict("这件违规发布已经处理完毕。")
        before, locked.explanation = locked.explanation, text.strip()
        locked.save()
        record("violation.explained", by=by, at=at, obj=locked, before={"text": before}, after={"text": text[:300]})
    violation.refresh_from_db()
    return violation


def settle_violation(violation: Violation, *, state: str, outcome: str, by: User, at: datetime) -> Violation:
    """The authority settles it: mended, taken down, or none, each with a word. Nothing follows automatically."""
    if not outcome.strip():
        raise Refused("请写明处理情况。", field="outcome")
    if state not in MOVES:
        raise Refused("请选择处理结果。", field="state")
    move = MOVES[state]
    with unit_of_work():
        perform(
            violation, move, by=by, at=at, action=ACTIONS[move], reason=outcome, by_whom=by, outcome=outcome.strip()
        )
    violation.refresh_from_db()
    return violation
