"""The importance of a post under review (调整重要程度): raised by any reviewer, lowered only by one entitled."""

from datetime import datetime

from newmedia_portal.core.access.models import User
from newmedia_portal.core.access.scope import posts_of, scope_of
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow import chain
from newmedia_portal.core.workflow.holders import refuse_unfit
from newmedia_portal.core.workflow.models import Run, Step
from newmedia_portal.regimes.vocabulary import ROLES

from ..content import edition_of, last_version, procedure_of
from ..messages import tell_authors, tell_holders
from ..models import Grading, Post
from ..plan import plan_of
from ..signatures import key_of, signed
from ..staffing import refuse_unstaffed
from ..states import GRADE_WORDS, RANK, PostState


def grade(post: Post, *, importance: str, reason: str, by: User, at: datetime) -> Post:
    """Raise or lower the importance while the post is under review; the chain to come follows.

    Whoever holds the waiting step may raise; lowering needs a reason and a role that the edition names. Raises
    Forbidden, Refused or Conflict with the reason in words.
    """
    with unit_of_work():
        locked = Post.objects.select_for_update().get(pk=post.pk)
        run = chain.open_run_of(locked)
        step = chain.current_step(run) if run else None
        if locked.state != PostState.REVIEW or run is None or step is None:
            raise Conflict("该稿件已不在审核中,不能再调整重要程度。")
        before, after = locked.importance, importance
        if after not in RANK or before == after:
            raise Refused(f"重要程度已经是“{GRADE_WORDS[before]}”,请选择另一个等级。", field="importance")
        _refuse_unentitled(locked, run, step, lower=RANK[after] < RANK[before], reason=reason, by=by, at=at)
        locked.importance = after
        locked.save()
        Grading.objects.create(post=locked, before=before, after=after, reason=reason, by=by, at=at)
        _follow(locked, run, step, f"{GRADE_WORDS[before]} → {GRADE_WORDS[after]}:{reason}", by=by, at=at)
        was, now = {"importance": before}, {"importance": after}
        record("post.graded", by=by, at=at, obj=locked, before=was, after=now, reason=reason)
        tell_authors(locked, "graded", f"{GRADE_WORDS[after]}。{reason}", key=at.isoformat(), at=at)
    post.refresh_from_db()
    return post


def may_lower(post: Post, by: User) -> bool:
    """Whether the person holds a role that the edition lets lower the importance, over the unit of the post."""
    allowed = procedure_of(edition_of(post)).lower_by
    return scope_of(by).covers(post.unit) and any(held.role in allowed for held in posts_of(by))


def _refuse_unentitled(post: Post, run: Run, step: Step, *, lower: bool, reason: str, by: User, at: datetime) -> None:
    if by.pk in {*run.barred, run.started_by_id}:
        raise Forbidden("作者不能调整自己稿件的重要程度,请联系审核人。")
    if not lower:
        refuse_unfit(run, step, by, at)
        return
    if not reason.strip():
        raise Refused("调低重要程度须写明理由。", field="reason")
    if not may_lower(post, by):
        names = "、".join(ROLES[role] for role in procedure_of(edition_of(post)).lower_by)
        raise Forbidden(f"重要程度只能由{names}调低。您可以在意见中提出建议。")


def _follow(post: Post, run: Run, step: Step, note: str, *, by: User, at: datetime) -> None:
    """Lay the steps that the new grade asks for and that are not signed yet."""
    version, edition = last_version(post), edition_of(post)
    plan = plan_of(post, text=version.text if version else "")
    refuse_unstaffed(plan, barred=run.barred, separate=run.separate)
    done = signed(run, plan, voids=procedure_of(edition).edit_voids)
    open_steps = [item for item in plan if key_of(item) not in done]
    waiting_key = (step.code, step.role, step.unit_id)
    stays = bool(open_steps) and key_of(open_steps[0]) == waiting_key
    ahead = open_steps[1:] if stays else open_steps
    result = chain.replan(run, ahead=ahead, active=not stays, by=by, at=at, opinion=note)
    if not stays and result.next_step is not None:
        tell_holders(post, result.next_step, at=at)
