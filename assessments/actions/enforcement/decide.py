"""Deciding (决定): the director of the department, never whoever proposed; several at once, one wins."""

from datetime import datetime

from django.utils.timezone import localtime

from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.numbers import next_value
from newmedia_portal.core.refusals import Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow.door import perform

from ...enforcing.bars import refuse_barred
from ...enforcing.states import CaseKind
from ...enforcing.telling import tell_staff, tell_unit
from ...models import EnforcementCase


def decide(case: EnforcementCase, *, agrees: bool, opinion: str, by: User, at: datetime) -> EnforcementCase:
    """Decide on a proposal; agreed, its document gets the next number of the year, taken under lock.

    Raises Forbidden for anyone but a director of the department and for whoever proposed it, Conflict when somebody
    was first, Refused for a refusal without a reason, or where a bar stands against a commendation.
    """
    if not agrees and not opinion.strip():
        raise Refused("不同意的，请写明理由。", field="opinion")
    if case.proposed_by_id == by.pk:
        raise Forbidden("提出人不能决定自己提出的事项，请由部门其他负责人决定。")
    with unit_of_work():
        Unit.objects.select_for_update().get(pk=case.unit_id)
        words = opinion.strip()
        if not agrees:
            done = perform(
                case, "refuse", by=by, at=at, action="enforcement.refused", reason=words, by_whom=by, opinion=words
            )
        else:
            refuse_barred(EnforcementCase.objects.select_related("unit").get(pk=case.pk))
            number = number_of(case, at)
            details = {"number": number, "measure": case.label}
            done = perform(
                case, "approve", by=by, at=at, action="enforcement.decided", reason=words, details=details, by_whom=by,
                opinion=words, number=number,
            )  # fmt: skip
        tell_staff(done, "decided", "已决定，请送达" if agrees else "不同意", words, at=at)
    return done


def number_of(case: EnforcementCase, at: datetime) -> str:
    """Return the next number of a document, counted by regime, kind and year: CORP处〔2026〕3号."""
    year, prefix = localtime(at).year, case.edition.edition.number_prefix
    word = "表" if case.kind == CaseKind.REWARD else "处"
    return f"{prefix}{word}〔{year}〕{next_value(f'enforcement/{prefix}/{word}/{year}')}号"


def revoke(case: EnforcementCase, *, reason: str, by: User, at: datetime) -> EnforcementCase:
    """Take a decision back; a bar ends with it, the document stays on record with its number.

    Raises Forbidden for anyone but a director of the department, Conflict where nothing stands, Refused without reason.
    """
    if not reason.strip():
        raise Refused("请写明撤销的理由。", field="reason")
    words = reason.strip()
    with unit_of_work():
        known = case.delivered_at is not None
        done = perform(case, "revoke", by=by, at=at, action="enforcement.revoked", reason=words, by_whom=by, why=words)
        if known:
            tell_unit(done, "revoked", "已撤销", words, at=at)
        tell_staff(done, "revoked", "已撤销", words, at=at)
    return done
