"""What is done about a message (转办、答复、无需答复、重新答复、批示)."""

from datetime import datetime

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.notices.actions import notify
from newmedia_portal.core.refusals import Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow.door import perform

from ...inquiries.clock import late_days
from ...inquiries.telling import answerers
from ...links import read_link
from ...masking import mask_text
from ...models import MessageNote, PublicMessage


def pass_on(message: PublicMessage, *, to: str, note: str = "", by: User, at: datetime) -> PublicMessage:
    """Record to whom a message was passed on and when; the clock runs on, the unit remains answerable.

    Raises Conflict when it was answered meanwhile, Forbidden for strangers to the unit, Refused without an addressee.
    """
    if not to.strip():
        raise Refused("请填写转给哪个单位或部门。", field="to")
    with unit_of_work():
        moved = perform(
            message, "pass_on", by=by, at=at, action="message.passed", reason=note.strip(),
            details={"to": to.strip()}, to=to.strip(),
        )  # fmt: skip
        MessageNote.objects.create(message=moved, kind="passed", to=to.strip(), text=note.strip(), by=by, at=at)
    return moved


def give_answer(
    message: PublicMessage,
    *,
    text: str,
    answered_at: datetime,
    is_public: bool,
    link: str = "",
    by: User,
    at: datetime,
) -> PublicMessage:
    """Record what was answered and when; telling again corrects it. In time until midnight of the due day.

    `answered_at` is when the answer went out, whenever it is told. Raises Forbidden for strangers to the unit, Conflict
    for a waived message, Refused for an empty answer or one before the message came in or in the future.
    """
    moment = answered_at.replace(second=0, microsecond=0)
    if not text.strip():
        raise Refused("请填写答复内容。", field="text")
    if moment > at:
        raise Refused("答复时间不能晚于现在。请在答复之后登记。", field="answered_at")
    if moment < message.received_at:
        raise Refused("答复时间不能早于收到时间。请核对日期和时间。", field="answered_at")
    address = read_link(link) if link.strip() else ""
    late = late_days(message.due_on, moment)
    details = {"answered_at": moment, "late_days": late, "is_public": is_public, "before": message.answered_at}
    return perform(
        message, "give_answer", by=by, at=at, action="message.answered", details=details, text=mask_text(text.strip()),
        answered_at=moment, is_public=is_public, link=address, late_days=late, by_whom=by,
    )  # fmt: skip


def waive(message: PublicMessage, *, reason: str, by: User, at: datetime) -> PublicMessage:
    """Record why a message needs no answer; it counts neither as answered nor as late. A reason is required."""
    if not reason.strip():
        raise Refused("请写明无需答复的理由,例如重复留言、无实质内容。", field="reason")
    why = mask_text(reason.strip())
    return perform(message, "waive", by=by, at=at, action="message.waived", reason=why, why=why, by_whom=by)


def reopen(message: PublicMessage, *, reason: str, by: User, at: datetime) -> PublicMessage:
    """Let a message wait again because its answer will not do; day 0 remains the day it came in.

    What was answered before stays in the audit log. Raises Forbidden for those who may not remark on it, Conflict
    while it waits, Refused without a reason.
    """
    if not reason.strip():
        raise Refused("请写明为什么要重新答复。", field="reason")
    with unit_of_work():
        details = {"answer": message.answer, "answered_at": message.answered_at}
        moved = perform(
            message, "reopen", by=by, at=at, action="message.reopened", reason=reason.strip(), details=details
        )
        _tell(moved, "reopened", f"请重新答复留言:{moved}", reason.strip(), by=by, at=at)
    return moved


def comment(message: PublicMessage, *, text: str, by: User, at: datetime) -> MessageNote:
    """Leave a remark and tell those who answer. Raises Forbidden for those who may not, Refused for nothing."""
    if not by.has_perm("duties.comment", message):
        raise Forbidden("只有单位领导、宣传部门和本单位经办人可以批示。")
    if not text.strip():
        raise Refused("请填写意见。", field="text")
    with unit_of_work():
        note = MessageNote.objects.create(message=message, kind="comment", text=mask_text(text.strip()), by=by, at=at)
        record("message.commented", by=by, at=at, obj=message, reason=note.text)
        _tell(message, f"comment:{note.pk}", f"批示意见:{message}", note.text, by=by, at=at)
    return note


def _tell(message: PublicMessage, what: str, title: str, body: str, *, by: User, at: datetime) -> None:
    role = message.edition.edition.reply.answered_by
    people = answerers([(message.unit_id, role)])[message.unit_id] - {by.pk}
    key = f"message.{what}:{message.pk}:{at.isoformat()}"
    notify(people, kind="message", title=title, body=body, url=f"/duties/messages/{message.pk}/", at=at, key=key)
