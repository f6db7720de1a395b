"""Deciding (办理): exactly one of several racers wins, and everything that follows stands or falls with it."""

from collections.abc import Sequence
from datetime import datetime

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Conflict, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow import chain
from newmedia_portal.core.workflow.chain import Outcome
from newmedia_portal.core.workflow.door import perform

from ..content import kind_of
from ..deadlines.open import open_resubmission
from ..messages import tell_holders, tell_observers, tell_owner
from ..models import Filing
from ..problems import paper_problems
from ..states import IN_PROGRESS
from .forward import lodge_if_with_authority
from .outcome import enter_register


def decide(
    filing: Filing,
    *,
    step_id: int,
    verb: str,
    by: User,
    at: datetime,
    opinion: str = "",
    reasons: Sequence[str] = (),
) -> Filing:
    """Agree, return for correction or refuse at the step the reader saw (同意, 退回补正, 不予).

    The last agreement enters the register and issues the certificate in the same transaction. Raises Conflict when
    somebody was first, Forbidden without the post, Refused when a return or refusal gives no reason.
    """
    with unit_of_work():
        locked = Filing.objects.select_for_update().get(pk=filing.pk)
        run = chain.open_run_of(locked)
        if locked.state not in IN_PROGRESS or run is None:
            last = chain.runs_of(locked).last()
            raise Conflict(chain.already_decided(last, last.steps.filter(pk=step_id).first()) if last else "尚未提交。")
        result = chain.decide(run, step_id=step_id, verb=verb, by=by, at=at, opinion=opinion, reasons=reasons)
        _follow(locked, result, by=by, at=at)
    filing.refresh_from_db()
    return filing


def _follow(filing: Filing, result: chain.Result, *, by: User, at: datetime) -> None:
    decision, step = result.decision, result.decision.step
    reason = decision.opinion or "、".join(decision.reasons)
    details = {"step": step.label if step else "", "hash": decision.content_hash}
    tell_observers(filing, result.notified, at=at)
    if result.outcome == Outcome.ADVANCED:
        record("filing.step_approved", by=by, at=at, obj=filing, after=details, reason=reason)
        if result.next_step is not None:
            lodge_if_with_authority(filing, result.next_step, at=at)
            tell_holders(filing, result.next_step, at=at)
    elif result.outcome == Outcome.COMPLETED:
        _refuse_without_signed_papers(filing)
        moved = perform(filing, "approve", by=by, at=at, action="filing.approved", reason=reason, details=details)
        enter_register(moved, by=by, at=at)
        tell_owner(moved, "approved", reason, at=at)
    elif result.outcome == Outcome.RETURNED:
        moved = perform(filing, "give_back", by=by, at=at, action="filing.returned", reason=reason, details=details)
        open_resubmission(moved, by=by, at=at)
        tell_owner(moved, "returned", reason, at=at)
    else:
        moved = perform(filing, "reject", by=by, at=at, action="filing.rejected", reason=reason, details=details)
        tell_owner(moved, "rejected", reason, at=at)


def _refuse_without_signed_papers(filing: Filing) -> None:
    """The signed and sealed paper must be there before acceptance (reading A12)."""
    missing = paper_problems(filing, kind_of(filing), by="acceptance")
    if missing:
        names = " ".join(problem.message for problem in missing)
        raise Refused(f"还不能办结:{names}可请填报单位补传,或退回补正。")
