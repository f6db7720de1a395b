"""Letters to the platform (致函平台): written, sent, answered; without an answer, once again."""

from dataclasses import dataclass
from datetime import date, datetime

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Conflict, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow.door import perform

from ...impostors.telling import tell
from ...masking import mask_text
from ...models import ImpostorCase, ImpostorLetter
from ...states import ImpostorState, LetterOutcome
from .common import in_order, open_case


@dataclass(frozen=True)
class Draft:
    """What stands in a letter besides the facts of the case."""

    number: str
    to: str
    signer: str
    dated: date
    demand: str


def write_letter(case: ImpostorCase, draft: Draft, *, by: User, at: datetime) -> ImpostorLetter:
    """Write the letter, or write anew the one that has not been sent (S3-20).

    Raises Forbidden, Conflict before the verdict, while a sent letter waits for its answer, or when it is over, Refused
    where a part is empty.
    """
    empty = next((name for name in ("number", "to", "signer", "demand") if not getattr(draft, name).strip()), "")
    if empty:
        raise Refused("文号、主送、落款单位和请求事项都要填写。", field=empty)
    with unit_of_work():
        held = open_case(case, by)
        if held.state != ImpostorState.HANDLING:
            raise Conflict("已经致函,正在等平台答复。登记答复后,需要的再拟一份。")
        letter = held.letters.filter(sent_at__isnull=True).first() or ImpostorLetter(case=held)
        for name in ("number", "to", "signer", "demand"):
            setattr(letter, name, getattr(draft, name).strip())
        letter.dated, letter.written_by, letter.written_at = draft.dated, by, at
        letter.save()
        record("impostor.letter_written", by=by, at=at, obj=held, after={"number": letter.number, "to": letter.to})
    return letter


def send_letter(letter: ImpostorLetter, *, sent_at: datetime, channel: str, by: User, at: datetime) -> ImpostorCase:
    """Record when and how the letter went out (S3-20).

    Raises Forbidden, Conflict when it was sent already, Refused without a channel or for a moment outside the case.
    """
    if not channel.strip():
        raise Refused("请填写发函方式。", field="channel")
    with unit_of_work():
        held = open_case(letter.case, by)
        fresh = ImpostorLetter.objects.select_for_update().get(pk=letter.pk)
        if fresh.sent_at is not None:
            raise Conflict("这份函已经登记发出。")
        in_order(held, sent_at, at, field="sent_at")
        fresh.sent_at, fresh.channel = sent_at, channel.strip()
        fresh.save(update_fields=["sent_at", "channel"])
        details = {"number": fresh.number, "to": fresh.to, "sent_at": sent_at, "channel": fresh.channel}
        done = perform(held, "send", by=by, at=at, action="impostor.letter_sent", details=details, moment=sent_at)
    letter.refresh_from_db()
    return done


def answer_letter(
    letter: ImpostorLetter, *, outcome: str, moment: datetime, answer: str = "", by: User, at: datetime
) -> ImpostorCase:
    """Record what the platform did. A refusal, or none at all, means that another letter is due.

    Raises Forbidden, Conflict unless the letter waits for its answer, Refused for no outcome, a wrong moment, or a
    refusal without its words.
    """
    if outcome not in LetterOutcome.values or not outcome:
        raise Refused("请选择处理结果。", field="outcome")
    if outcome == LetterOutcome.REFUSED and not answer.strip():
        raise Refused("请写明平台不予处置的理由。", field="answer")
    with unit_of_work():
        held = open_case(letter.case, by)
        fresh = ImpostorLetter.objects.select_for_update().get(pk=letter.pk)
        if fresh.sent_at is None or fresh.outcome:
            raise Conflict("这份函还没有发出,或已经登记答复。")
        if not fresh.sent_at <= moment <= at:
            raise Refused("答复时间要在发函之后、现在之前。", field="moment")
        fresh.outcome, fresh.outcome_at, fresh.answer = outcome, moment, mask_text(answer.strip())
        fresh.save(update_fields=["outcome", "outcome_at", "answer"])
        details = {"number": fresh.number, "outcome": fresh.get_outcome_display()}
        step, more = ("settle", {"moment": moment}) if fresh.acted else ("try_again", {})
        done = perform(
            held, step, by=by, at=at, action="impostor.letter_answered", reason=fresh.answer, details=details, **more
        )
        tell(done, f"answered:{fresh.pk}", f"平台答复:{fresh.get_outcome_display()}", but=by.pk, at=at)
    letter.refresh_from_db()
    return done
