"""Delivery and answer (送达、反馈): to the unit inside the portal with acknowledgement, or on paper with its day."""

from datetime import date, datetime

from django.utils.timezone import localdate

from filings.actions import prepare
from filings.models import Filing
from filings.states import UNDECIDED
from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow.door import perform

from ...enforcing.measures import ENDS_ACCOUNT
from ...enforcing.states import Delivery, EnforcementState
from ...enforcing.telling import tell_staff, tell_unit
from ...models import EnforcementCase
from ..watch.proposals import closing_kind


def deliver(
    case: EnforcementCase, *, delivery: str, on: date, received_by: str = "", by: User, at: datetime
) -> EnforcementCase:
    """Bring the decision to the unit (or, for a referral, note that the letter went out).

    An order to end an account lays a prefilled closing filing before its unit, with the order's number, article and
    day; the unit still files it itself. Raises Forbidden for anyone but the department, Conflict unless it waits for
    delivery, Refused for a wrong day or a paper without a recipient.
    """
    _check(case, delivery, on, received_by, at)
    with unit_of_work():
        details = {"delivery": Delivery(delivery).label, "on": on}
        done = perform(
            case, "deliver", by=by, at=at, action="enforcement.delivered", details=details, by_whom=by,
            delivery=delivery, on=on, received_by=received_by.strip(),
        )  # fmt: skip
        if done.measure in ENDS_ACCOUNT:
            done.closing = _closing(done, by=by, at=at)
            done.save(update_fields=["closing"])
        until = f"请于 {done.due_on} 前办理并反馈。" if done.due_on else "请阅知并反馈办理情况。"
        tell_unit(done, "delivered", "已送达", until, at=at)
    case.refresh_from_db()
    return done


def acknowledge(case: EnforcementCase, *, by: User, at: datetime) -> EnforcementCase:
    """Sign for a decision that came inside the portal (签收); once, by the first of the unit.

    Raises Forbidden for other units, Conflict when it was signed for or is not waiting.
    """
    with unit_of_work():
        held = EnforcementCase.objects.select_for_update(of=("self",)).select_related("unit").get(pk=case.pk)
        if not by.has_perm("assessments.answer_enforcement", held):
            raise Forbidden("只有被送达的单位可以签收。")
        if held.acknowledged_at is not None or held.delivery != Delivery.PORTAL:
            raise Conflict("这份文书已经签收，或以纸质送达，不需要再签收。")
        held.acknowledged_at, held.acknowledged_by = at, by
        held.save(update_fields=["acknowledged_at", "acknowledged_by"])
        record("enforcement.acknowledged", by=by, at=at, obj=held, after={"number": held.number})
        tell_staff(held, "acknowledged", "单位已签收", at=at)
    case.refresh_from_db()
    return held


def answer(case: EnforcementCase, *, text: str, by: User, at: datetime) -> EnforcementCase:
    """Say what the unit did; an answer signs for the decision too.

    Raises Forbidden for other units, Conflict unless an answer is awaited, Refused without words.
    """
    if not text.strip():
        raise Refused("请写明办理情况。", field="text")
    with unit_of_work():
        words = text.strip()
        done = perform(
            case, "reply", by=by, at=at, action="enforcement.answered", reason=words[:500], by_whom=by, answer=words
        )
        if done.acknowledged_at is None and done.delivery == Delivery.PORTAL:
            done.acknowledged_at, done.acknowledged_by = at, by
            done.save(update_fields=["acknowledged_at", "acknowledged_by"])
        tell_staff(done, "answered", "单位已反馈", words, at=at)
    case.refresh_from_db()
    return done


def _check(case: EnforcementCase, delivery: str, on: date, received_by: str, at: datetime) -> None:
    if case.state == EnforcementState.PROPOSED:
        raise Conflict("还没有决定，不能送达。")
    if delivery not in (Delivery.PORTAL, Delivery.PAPER):
        raise Refused("请选择送达方式。", field="delivery")
    if case.target == "referral" and delivery != Delivery.PAPER:
        raise Refused("移送和联合处置的函发给其他单位，请选择纸质送达。", field="delivery")
    if delivery == Delivery.PAPER and not received_by.strip():
        raise Refused("纸质送达的，请填写收件人。", field="received_by")
    if on > localdate(at) or (case.decided_at is not None and on < localdate(case.decided_at)):
        raise Refused("送达日期要在决定之后、今天之前。", field="on")


def _closing(case: EnforcementCase, *, by: User, at: datetime) -> Filing | None:
    """Return the closing filing under way for the account, or a new draft for its unit."""
    account = case.account
    if account is None or account.has_ended:
        return None
    waiting = Filing.objects.filter(account=account, kind="close", state__in=UNDECIDED).first()
    if waiting is not None:
        return waiting
    kind = closing_kind(account, at)
    if kind is None:
        raise Refused("本单位适用的制度没有关闭备案事项，不能由系统预填。请改选其他措施，或联系单位直接办理。")
    until = f"，期限 {case.due_on}" if case.due_on else ""
    reason = f"{case.label}（{case.number}，依据{case.article}{until}）：{case.facts}"
    return prepare(account, kind="close", variant=kind.variant, answers={"close_reason": reason[:1000]}, by=by, at=at)
