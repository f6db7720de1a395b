"""Reporting to the authority and closing (报备、办结)."""

from datetime import date, datetime

from django.utils.timezone import localdate

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow.door import perform

from ...impostors.steps import steps_of
from ...impostors.telling import tell
from ...masking import mask_text
from ...models import ImpostorCase
from ...states import LetterOutcome
from .common import open_case


def file_report(case: ImpostorCase, *, on: date, number: str, by: User, at: datetime) -> ImpostorCase:
    """Record that the case was filed with the authority, on which day and under which number (S3-20).

    Raises Forbidden, Conflict before the verdict or when it is over, Refused without a number or for a wrong day.
    """
    if not number.strip():
        raise Refused("请填写报备文号或编号。", field="number")
    with unit_of_work():
        held = open_case(case, by)
        if not localdate(held.reported_at) <= on <= localdate(at):
            raise Refused("报备日期要在收到举报之后、今天之前。", field="on")
        before = {"filed_on": held.filed_on, "filed_no": held.filed_no} if held.filed_on else {}
        held.filed_on, held.filed_no, held.filed_at = on, number.strip(), held.filed_at or at
        held.save(update_fields=["filed_on", "filed_no", "filed_at"])
        after = {"filed_on": on, "filed_no": held.filed_no}
        record("impostor.filed", by=by, at=at, obj=held, before=before, after=after)
    case.refresh_from_db()
    return held


def close(case: ImpostorCase, *, summary: str, unmet_reason: str = "", by: User, at: datetime) -> ImpostorCase:
    """Close the case; a step that was left out needs its reason, which stays with the case (S3-20).

    Raises Forbidden, Conflict before the verdict or when it is over, Refused without a summary, or with steps left out
    and no reason.
    """
    words = mask_text(summary.strip())
    if not words:
        raise Refused("请填写办理总结。", field="summary")
    with unit_of_work():
        held = open_case(case, by)
        steps = steps_of(held, list(held.contacts.all()), list(held.letters.all()))
        unmet = [step.label for step in steps if not step.done]
        reason = mask_text(unmet_reason.strip()) if unmet else ""
        if unmet and not reason:
            raise Refused(f"还没有办理:{'、'.join(unmet)}。请先办理,或写明不办的原因。", field="unmet_reason")
        held.letters.filter(sent_at__isnull=True).delete()
        unanswered = held.letters.filter(outcome=LetterOutcome.NONE)
        unanswered.update(outcome=LetterOutcome.SILENT, outcome_at=at, answer="办结时没有答复")
        done = perform(
            held, "close", by=by, at=at, action="impostor.closed", reason=words, details={"unmet": unmet},
            summary=words, unmet_reason=reason, by_whom=by,
        )  # fmt: skip
        tell(done, f"closed:{at.isoformat()}", "假冒账号已办结", body=words, but=by.pk, at=at)
    case.refresh_from_db()
    return done


def reopen(case: ImpostorCase, *, reason: str, by: User, at: datetime) -> ImpostorCase:
    """Take a case up anew. Raises Forbidden, Conflict while it runs, Refused without a reason."""
    if not reason.strip():
        raise Refused("请写明为什么要重新办理。", field="reason")
    return perform(case, "reopen", by=by, at=at, action="impostor.reopened", reason=reason.strip())
