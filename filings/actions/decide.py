"""Deciding (办理): exactly one of several racers wins, and everything that follows stands or falls with it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Conflict, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow import chain
from newmedia_portal.core.workflow.chain import Outcome
from newmedia_portal.core.workflow.door import perform
from newmedia_portal.core.workflow.seals import seal_of
from newmedia_portal.core.workflow.states import DECIDING, Verb

from ..content import kind_of
from ..deadlines.open import open_resubmission
from ..messages import tell_holders, tell_observers, tell_owner
from ..models import Filing
from ..problems import paper_problems
from ..states import IN_PROGRESS
from .annual.follow import follow_back, follow_failed
from .forward import follow_side
from .outcome import enter_register

STEP = "filing.step_approved"
#: Under which name each move stands in the audit log.
WORDS: dict[str, str] = {
    Verb.COSIGN: "filing.cosigned", Verb.DISSENT: "filing.cosigned", Verb.SEND_BACK: "filing.sent_back",
    Verb.OPINE: "filing.opined", Verb.DELEGATE: "filing.delegated", Verb.ADD_BEFORE: "filing.signer_added",
    Verb.REMOVE: "filing.signer_removed", Verb.RECALL: "filing.recalled",
}  # fmt: skip
ON_THE_WAY = (Outcome.ADVANCED, Outcome.JOINED, Outcome.SENT_BACK, Outcome.RECALLED)
#: Decisions in which a second name says for whom somebody spoke.
SPOKEN_FOR = (*DECIDING, Verb.OPINE)


def decide(
    filing: Filing,
    *,
    step_id: int,
    verb: str,
    by: User,
    at: datetime,
    opinion: str = "",
    reasons: Sequence[str] = (),
    to_code: str = "",
    straight: bool = False,
) -> Filing:
    """Agree, return, refuse, send back to a passed step or give an opinion at the step the reader saw.

    `to_code` and `straight` belong to 退回环节. The last agreement enters the register and issues the certificate in
    the same transaction. Raises Conflict when somebody was first, Forbidden without the post, Refused when a return or
    refusal gives no reason.
    """
    with unit_of_work():
        locked = Filing.objects.select_for_update().get(pk=filing.pk)
        run = chain.open_run_of(locked)
        if locked.state not in IN_PROGRESS or run is None:
            last = chain.runs_of(locked).last()
            raise Conflict(chain.already_decided(last, last.steps.filter(pk=step_id).first()) if last else "尚未提交。")
        said: dict[str, Any] = {"step_id": step_id, "by": by, "at": at, "opinion": opinion}
        if verb == Verb.SEND_BACK:
            result = chain.send_back(run, to_code=to_code, straight=straight, **said)
        else:
            result = chain.decide(run, verb=verb, reasons=reasons, **said)
        follow(locked, result, by=by, at=at)
    filing.refresh_from_db()
    return filing


def follow(filing: Filing, result: chain.Result, *, by: User, at: datetime) -> None:
    """Let the filing follow what was decided in its chain, with the audit row and the messages."""
    decision, step = result.decision, result.decision.step
    reason = decision.opinion or "、".join(decision.reasons)
    details = {"step": step.label if step else "", "hash": decision.content_hash, **seal_of(decision)}
    if decision.for_user and decision.verb in SPOKEN_FOR:
        details["for"] = str(decision.for_user)
    tell_observers(filing, result.notified, at=at)
    if result.outcome in ON_THE_WAY:
        record(WORDS.get(decision.verb, STEP), by=by, at=at, obj=filing, after=details, reason=reason)
        if result.next_step is not None and result.outcome != Outcome.JOINED:
            follow_side(filing, result.next_step, at=at)
            tell_holders(filing, result.next_step, at=at)
        return
    _ended(filing, result.outcome, details, reason, by=by, at=at)


def _ended(filing: Filing, outcome: str, details: dict[str, Any], reason: str, *, by: User, at: datetime) -> None:
    if outcome == Outcome.COMPLETED:
        _refuse_without_signed_papers(filing)
        moved = perform(filing, "approve", by=by, at=at, action="filing.approved", reason=reason, details=details)
        enter_register(moved, by=by, at=at)
        tell_owner(moved, "approved", reason, at=at)
    elif outcome == Outcome.RETURNED:
        moved = perform(filing, "give_back", by=by, at=at, action="filing.returned", reason=reason, details=details)
        open_resubmission(moved, by=by, at=at)
        follow_back(moved, by=by, at=at)
        tell_owner(moved, "returned", reason, at=at)
    else:
        moved = perform(filing, "reject", by=by, at=at, action="filing.rejected", reason=reason, details=details)
        follow_failed(moved, reason, by=by, at=at)
        tell_owner(moved, "rejected", reason, at=at)


def _refuse_without_signed_papers(filing: Filing) -> None:
    """The signed and sealed paper must be there before acceptance (reading A12)."""
    missing = paper_problems(filing, kind_of(filing), by="acceptance")
    if missing:
        names = " ".join(problem.message for problem in missing)
        raise Refused(f"还不能办结:{names}可请填报单位补传,或退回补正。")
