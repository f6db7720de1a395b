"""Answering a round of checks (填报自查): yes or no to each line; a no is explained. It names no person (A49)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work

from ...masking import mask_text
from ...models import CheckReply
from ...people.telling import deliver, departments, notice


@dataclass(frozen=True)
class Answer:
    """What a unit says: for each line of the round whether it holds, and what is done where it does not."""

    holds: Sequence[bool]
    note: str = ""


def answer_checks(reply: CheckReply, said: Answer, *, by: User, at: datetime) -> CheckReply:
    """Answer for a unit (S0-18, S2-18.3, S3-18, S4-10; S0-14.2, S2-14.2); answering again corrects it.

    The department hears of a problem. Raises Forbidden for strangers, Refused where a line has no answer or a problem
    has no words.
    """
    with unit_of_work():
        rows = CheckReply.objects.select_for_update(of=("self",)).select_related("round", "unit")
        held = rows.get(pk=reply.pk)
        if not by.has_perm("duties.answer_checks", held):
            raise Forbidden("由单位经办人或领导填报。")
        lines, note = held.round.conditions, mask_text(said.note.strip())
        if len(said.holds) != len(lines):
            raise Refused("每一项都要填写。")
        problem = not all(said.holds)
        if problem and not note:
            raise Refused("有不符合的,请写明问题和处理办法。", field="note")
        before = {"answers": held.answers, "note": held.note} if held.answered_at else {}
        held.answers = [{"text": text, "ok": ok} for text, ok in zip(lines, said.holds, strict=True)]
        held.has_problem, held.note, held.answered_by, held.answered_at = problem, note, by, at
        held.save(update_fields=["answers", "has_problem", "note", "answered_by", "answered_at"])
        after = {"problem": problem, "round": str(held.round)}
        record("checks.answered", by=by, at=at, obj=held, before=before, after=after, reason=note)
        if problem:
            _tell(held, by, at)
    reply.refresh_from_db()
    return held


def _tell(reply: CheckReply, by: User, at: datetime) -> None:
    people = departments([reply.root_id])[reply.root_id] - {by.pk}
    url = reverse("duties:check", args=[reply.pk])
    title, key = f"自查发现问题:{reply.unit}", f"checks.problem:{reply.pk}:{at.isoformat()}"
    deliver([
        notice(one, kind="checks", title=title, body=f"{reply.round}。{reply.note}", url=url, key=key, at=at)
        for one in sorted(people)
    ])  # fmt: skip
