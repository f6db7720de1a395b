"""The background jobs of posts (定时任务): steps over their time, authorisations that lapse; safe to repeat."""

from datetime import datetime

from newmedia_portal.core.audit import record
from newmedia_portal.core.jobs.alone import alone
from newmedia_portal.core.jobs.schedule import Counts, often
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow.models import Step
from newmedia_portal.core.workflow.states import StepState

from .actions.moves import lapse
from .content import edition_of, procedure_of
from .messages import tell_authors, tell_escalated
from .models import Authorisation, Post
from .states import AuthorisationState, PostState

ESCALATE = "reviews.escalate"
LAPSE = "reviews.lapse"
AT_ONCE = 500


@often(ESCALATE, label="审核超时上报")
def escalate(*, at: datetime) -> Counts:
    """Tell the next one above of every step that is over its time, once per step."""
    with unit_of_work():
        alone(ESCALATE)
        late = Step.objects.filter(
            state=StepState.ACTIVE,
            due_at__lt=at,
            escalated_at__isnull=True,
            run__object_type=Post._meta.label_lower,
        ).select_related("run", "unit", "holder")[:AT_ONCE]
        steps = list(late.select_for_update(of=("self",)))
        posts = Post.objects.select_related("unit", "edition").in_bulk([step.run.object_id for step in steps])
        for step in steps:
            post = posts[step.run.object_id]
            role = procedure_of(edition_of(post)).pace(post.lane).escalate_to
            told = tell_escalated(post, step, role, at=at)
            step.escalated_at = at
            step.save()
            record("post.escalated", by=None, at=at, obj=post, after={"step": step.label, "told": told})
    return Counts(looked_at=len(steps), flagged=len(steps))


@often(LAPSE, label="发布授权到期")
def lapse_authorisations(*, at: datetime) -> Counts:
    """Give back approved posts whose authorisation was not used within its period."""
    with unit_of_work():
        alone(LAPSE)
        over = Authorisation.objects.filter(state=AuthorisationState.VALID, valid_until__lt=at)
        found = list(over.select_related("post")[:AT_ONCE])
        for held in found:
            if held.post.state == PostState.READY:
                lapse(held.post, at=at)
                tell_authors(held.post, "lapsed", "如仍需发布,请重新提交审核。", key=held.number, at=at)
    return Counts(looked_at=len(found), cleared=len(found))
