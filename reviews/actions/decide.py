"""Deciding on a post (审核): exactly one of several racers wins, and what follows stands or falls with it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Conflict
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow import chain
from newmedia_portal.core.workflow.chain import Outcome
from newmedia_portal.core.workflow.door import perform
from newmedia_portal.core.workflow.models import Run, Step
from newmedia_portal.core.workflow.seals import seal_of
from newmedia_portal.core.workflow.states import DECIDING, StepState, Verb

from ..checklists import keep_answers
from ..content import edition_of, last_version, procedure_of
from ..messages import tell_authors, tell_holders
from ..models import Post
from ..plan import asked_of, plan_of
from ..signatures import key_of, signed
from ..staffing import refuse_stuck
from ..states import PostState
from .authorise import authorise

#: Under which name each move stands in the audit log.
WORDS: dict[str, str] = {
    Verb.COSIGN: "post.cosigned", Verb.DISSENT: "post.cosigned", Verb.SEND_BACK: "post.sent_back",
    Verb.OPINE: "post.opined", Verb.DELEGATE: "post.delegated", Verb.ADD_BEFORE: "post.signer_added",
    Verb.REMOVE: "post.signer_removed", Verb.RECALL: "post.recalled",
}  # fmt: skip
ON_THE_WAY = (Outcome.ADVANCED, Outcome.JOINED, Outcome.SENT_BACK, Outcome.RECALLED)
#: Decisions in which a second name says for whom somebody spoke.
SPOKEN_FOR = (*DECIDING, Verb.OPINE)


def decide(
    post: Post,
    *,
    step_id: int,
    verb: str,
    by: User,
    at: datetime,
    opinion: str = "",
    reasons: Sequence[str] = (),
    answers: Mapping[str, bool] | None = None,
    to_code: str = "",
    straight: bool = False,
) -> Post:
    """Agree (同意), return to the author (退回), to a passed tier (退回环节), refuse (不同意) or give an opinion.

    `answers` answers the checklist of the step, line code by line code. Raises Conflict when somebody was first,
    Forbidden for the author, a stranger or who signed another tier, Refused without reason or with open questions.
    """
    with unit_of_work():
        locked = Post.objects.select_for_update().get(pk=post.pk)
        run = chain.open_run_of(locked)
        if locked.state != PostState.REVIEW or run is None:
            last = chain.runs_of(locked).last()
            raise Conflict(chain.already_decided(last, last.steps.filter(pk=step_id).first()) if last else "尚未提交。")
        step = Step.objects.filter(pk=step_id, run=run).first()
        if verb == Verb.APPROVE and step is not None and chain.may_decide(step, by):
            catch_up(locked, run, step, by=by, at=at)
            refuse_stuck(run, step, by)
        if verb == Verb.SEND_BACK:
            result = chain.send_back(
                run, step_id=step_id, to_code=to_code, straight=straight, by=by, at=at, opinion=opinion,
                asked=asked_of(locked),
            )  # fmt: skip
        else:
            result = chain.decide(run, step_id=step_id, verb=verb, by=by, at=at, opinion=opinion, reasons=reasons)
        if verb == Verb.APPROVE and step is not None:
            keep_answers(locked, step, run.content_hash, answers or {}, by=by, at=at)
        follow(locked, run, result, by=by, at=at)
    post.refresh_from_db()
    return post


def catch_up(post: Post, run: Run, step: Step, *, by: User, at: datetime) -> None:
    """Add what the plan asks for by now and the run does not have, e.g. a topic frozen while the post was under way."""
    version = last_version(post)
    plan = plan_of(post, text=version.text if version else "")
    done = signed(run, plan, voids=procedure_of(edition_of(post)).edit_voids)
    owed = [item for item in plan if key_of(item) not in done]
    waiting = run.steps.filter(state__in=[StepState.ACTIVE, StepState.WAITING]).values_list("code", "role", "unit")
    if {key_of(item) for item in owed} <= set(waiting):
        return
    ahead = [item for item in owed if key_of(item) != (step.code, step.role, step.unit_id)]
    chain.replan(run, ahead=ahead, active=False, by=by, at=at, opinion="审核期间环节有增加(冻结话题等)")


def follow(post: Post, run: Run, result: chain.Result, *, by: User, at: datetime) -> None:
    """Let the post follow what was decided in its chain, with the audit row and the messages."""
    decision, step = result.decision, result.decision.step
    reason = decision.opinion or "、".join(decision.reasons)
    details = {"step": step.label if step else "", "hash": decision.content_hash, **seal_of(decision)}
    if decision.for_user and decision.verb in SPOKEN_FOR:
        details["for"] = str(decision.for_user)
    if result.outcome in ON_THE_WAY:
        action = WORDS.get(decision.verb, "post.step_approved")
        record(action, by=by, at=at, obj=post, after=details, reason=reason)
        if result.next_step is not None and result.outcome != Outcome.JOINED:
            tell_holders(post, result.next_step, at=at)
    elif result.outcome == Outcome.COMPLETED:
        authorise(post, run, details=details, reason=reason, by=by, at=at)
    elif result.outcome == Outcome.RETURNED:
        moved = perform(post, "give_back", by=by, at=at, action="post.returned", reason=reason, details=details)
        tell_authors(moved, "returned", reason, key=str(decision.pk), at=at)
    else:
        moved = perform(post, "reject", by=by, at=at, action="post.rejected", reason=reason, details=details)
        tell_authors(moved, "rejected", reason, key=str(decision.pk), at=at)
