"""Taking back and ending (收回、终止): one's own decision, a result by rule, a review that leads nowhere."""

from datetime import datetime

from django.utils.timezone import localdate

from newmedia_portal.core.access.models import User
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workdays import working_days
from newmedia_portal.core.workflow import chain, recalling
from newmedia_portal.core.workflow.door import perform
from newmedia_portal.core.workflow.models import Run

from ..content import content_hash, content_of, edition_of
from ..messages import tell_authors, tell_holders
from ..models import Post
from ..permissions import may_take_back
from ..states import PostState
from ..workflow import TAKEN_BACK
from .authorise import void_authorisation
from .decide import follow
from .moves import open_case


def recall(post: Post, *, reason: str, by: User, at: datetime) -> Post:
    """Take back one's own last decision before the next one acts. Raises what `recalling.recall` raises."""
    with unit_of_work():
        locked, run = open_case(post)
        follow(locked, run, recalling.recall(run, by=by, at=at, opinion=reason), by=by, at=at)
    post.refresh_from_db()
    return post


def take_back(post: Post, *, reason: str, by: User, at: datetime) -> Post:
    """Take a result back by the rule of the edition (收回办理结果): the last step is decided once more.

    An authorisation that was not used becomes void. Raises Refused in words where it was published, Conflict when the
    author has altered the text, Forbidden for anyone but the signer and the department.
    """
    with unit_of_work():
        locked = Post.objects.select_for_update().get(pk=post.pk)
        run = chain.runs_of(locked).last()
        if why := refusal_of(locked, run, by, at):
            raise why
        assert run is not None  # noqa: S101 - refusal_of has looked
        void_authorisation(locked, why=f"收回:{reason}", by=by, at=at)
        moved = perform(locked, "take_back", by=by, at=at, action="post.taken_back", reason=reason)
        result = recalling.reopen(run, by=by, at=at, opinion=reason)
        if result.next_step is not None:
            tell_holders(moved, result.next_step, at=at)
        tell_authors(moved, "taken_back", reason, key=str(result.decision.pk), at=at)
    post.refresh_from_db()
    return post


def refusal_of(post: Post, run: Run | None, by: User, at: datetime) -> Refused | None:
    """Return why the result may not be taken back by this person now; None where it may."""
    if post.state in (PostState.PUBLISHED, PostState.RETRACTED):
        return Refused("稿件已经发布，审核结果不能收回；如有差错，请办理更正或撤稿。")
    if run is None or post.state not in TAKEN_BACK or run.ended_at is None:
        return Conflict("该稿件没有可以收回的审核结果。")
    if not may_take_back(post, by):
        return Forbidden("只有作出该结果的审核人或宣传部门可以收回。")
    if post.state == PostState.RETURNED:
        same = content_hash(content_of(post)) == run.content_hash
        return None if same else Conflict("作者已经开始修改，不能再收回退回。请等重新提交后办理。")
    rule = edition_of(post).withdrawal("post")
    passed = working_days.current().workdays_between(localdate(run.ended_at), localdate(at))
    if passed > rule.reopen_days or not rule.reopen_days:
        words = f"办结后 {rule.reopen_days} 个工作日内" if rule.reopen_days else "不得"
        return Refused(f"按规定{words}收回（{rule.source}），已不能收回。")
    return None


def terminate(post: Post, *, reason: str, by: User, at: datetime) -> Post:
    """End a review without a decision (终止). Raises Refused without a reason, Forbidden for all but administrators."""
    with unit_of_work():
        locked, run = open_case(post)
        recalling.terminate(run, by=by, at=at, opinion=reason)
        moved = perform(locked, "terminate", by=by, at=at, action="post.terminated", reason=reason)
        tell_authors(moved, "terminated", reason, key=str(run.pk), at=at)
    post.refresh_from_db()
    return post
