"""Bringing in 网信 and 公安 (商请协同): when, whom, under which number, and what they said."""

from datetime import datetime

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work

from ...masking import mask_text
from ...models import ImpostorCase, ImpostorContact
from ...states import Partner
from .common import in_order, open_case


def involve(
    case: ImpostorCase, *, partner: str, name: str, moment: datetime, person: str = "", document_no: str = "",
    text: str = "", by: User, at: datetime,
) -> ImpostorContact:  # fmt: skip
    """Record that a partner was brought in (S3-20).

    Raises Forbidden, Conflict before the verdict or when it is over, Refused for an unknown partner, no name or a
    moment outside the case.
    """
    if partner not in Partner.values or not name.strip():
        raise Refused("请选择协同单位并填写名称。", field="name")
    with unit_of_work():
        held = open_case(case, by)
        in_order(held, moment, at)
        entry = ImpostorContact.objects.create(
            case=held, partner=partner, name=name.strip(), moment=moment, person=person.strip(),
            document_no=document_no.strip(), text=mask_text(text.strip()), by=by, entered_at=at,
        )  # fmt: skip
        after = {"partner": entry.name, "at": moment, "document_no": entry.document_no}
        record("impostor.involved", by=by, at=at, obj=held, after=after)
    return entry


def answer_partner(entry: ImpostorContact, *, answer: str, moment: datetime, by: User, at: datetime) -> ImpostorContact:
    """Record what a partner said; telling again corrects it, the former words stay in the audit log.

    Raises Forbidden for strangers, Refused without words or for a moment before the question or in the future.
    """
    words = mask_text(answer.strip())
    if not words:
        raise Refused("请填写答复内容。", field="answer")
    with unit_of_work():
        held = ImpostorContact.objects.select_for_update().get(pk=entry.pk)
        case = ImpostorCase.objects.select_related("unit").get(pk=held.case_id)
        if not by.has_perm("duties.handle_impostor", case):
            raise Forbidden("只有被冒用单位的经办人、领导和宣传部门可以办理。")
        if not held.moment <= moment <= at:
            raise Refused("答复时间要在联系之后、现在之前。", field="moment")
        before = {"answer": held.answer} if held.answer else {}
        held.answer, held.answered_at = words, moment
        held.save(update_fields=["answer", "answered_at"])
        after = {"partner": held.name, "answer": words}
        record("impostor.partner_answered", by=by, at=at, obj=case, before=before, after=after)
    return held
