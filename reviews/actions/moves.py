"""Taking back, handing over, urging, and opening an approved post again (撤回、转交、催办、收回修改)."""

from datetime import datetime, timedelta

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow import chain
from newmedia_portal.core.workflow.door import perform
from newmedia_portal.core.workflow.models import Run

from ..content import edition_of
from ..messages import tell_handed_over, tell_urged
from ..models import Post
from .authorise import void_authorisation

URGE_PAUSE = timedelta(hours=2)


def withdraw(post: Post, *, reason: str, by: User, at: datetime) -> Post:
    """Take a post back to change it, until the moment that the edition says; a reason is required."""
    if not reason.strip():
        raise Refused("请写明撤回原因。", field="reason")
    with unit_of_work():
        locked, run = open_case(post)
        if not by.has_perm("reviews.edit_post", locked):
            raise Forbidden("只有本单位的采编人员可以撤回稿件。")
        rule = edition_of(locked).withdrawal("post")
        chain.withdraw(run, by=by, at=at, opinion=reason, until=rule.until, article=rule.source)
        perform(locked, "withdraw", by=by, at=at, action="post.withdrawn", reason=reason)
    post.refresh_from_db()
    return post


def transfer(post: Post, *, step_id: int, to: User, reason: str, by: User, at: datetime) -> Post:
    """Hand the waiting step to another holder of the same post who may sign it (转交)."""
    with unit_of_work():
        locked, run = open_case(post)
        if to.pk in run.barred:
            raise Refused("作者不能审核自己的稿件,请转交给其他人。", field="to")
        step = chain.transfer(run, step_id=step_id, to=to, by=by, at=at, opinion=reason)
        record("post.transferred", by=by, at=at, obj=locked, after={"to": str(to), "step": step.label}, reason=reason)
        tell_handed_over(locked, step, to, at=at)
    return post


def urge(post: Post, *, by: User, at: datetime, reason: str = "") -> Post:
    """Remind those who hold the post (催办), at most once in two hours; kept on record."""
    with unit_of_work():
        locked, run = open_case(post)
        if not (by.has_perm("reviews.edit_post", locked) or by.has_perm("reviews.oversee", locked)):
            raise Forbidden("只有本单位采编人员和宣传部门可以催办。")
        step = chain.urge(run, by=by, at=at, opinion=reason, pause=URGE_PAUSE)
        record("post.urged", by=by, at=at, obj=locked, after={"step": step.label}, reason=reason)
        tell_urged(locked, step, by, at=at)
    return post


def reopen(post: Post, *, reason: str, by: User, at: datetime) -> Post:
    """Open an approved, unpublished post for changes: the authorisation and every signature are void.

    Raises Refused without a reason, Conflict when it was published meanwhile.
    """
    if not reason.strip():
        raise Refused("请写明修改原因。修改后须重新走完全部审次。", field="reason")
    with unit_of_work():
        locked = Post.objects.select_for_update().get(pk=post.pk)
        moved = perform(locked, "reopen", by=by, at=at, action="post.reopened", reason=reason)
        _void(moved, why=f"作者修改:{reason}", by=by, at=at)
    post.refresh_from_db()
    return post


def lapse(post: Post, *, at: datetime) -> None:
    """Give an approved post back whose authorisation was not used in time; done by the scheduled job."""
    with unit_of_work():
        locked = Post.objects.select_for_update().get(pk=post.pk)
        moved = perform(locked, "lapse", by=None, at=at, action="post.lapsed", reason="授权超过有效期未发布")
        for held in moved.authorisations.filter(state="valid"):
            perform(held, "lapse", by=None, at=at, action="authorisation.lapsed")
            chain.void(held.run, by=None, at=at, opinion="授权超过有效期未发布")


def _void(post: Post, *, why: str, by: User, at: datetime) -> None:
    held = post.authorisations.filter(state="valid").select_related("run").first()
    void_authorisation(post, why=why, by=by, at=at)
    if held is not None:
        chain.void(held.run, by=by, at=at, opinion=why)


def open_case(post: Post) -> tuple[Post, Run]:
    """Return the post and its open run, locked; Conflict where nothing is under way."""
    locked = Post.objects.select_for_update().get(pk=post.pk)
    run = chain.open_run_of(locked)
    if run is None:
        raise Conflict("该稿件没有正在办理的环节,请刷新页面查看最新情况。")
    return locked, run
