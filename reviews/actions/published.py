"""After publishing (发布之后): taking down, correcting, and the report of an emergency post."""

from datetime import datetime

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow.door import perform

from ..hooks import tell_retraction
from ..models import Post, Retraction
from ..states import PostState


def retract(post: Post, *, reason: str, done_at: datetime, by: User, at: datetime) -> Retraction:
    """Record that a published post was taken down everywhere (撤稿), with reason and time."""
    _refuse_unfit(reason, done_at, at)
    with unit_of_work():
        moved = perform(post, "retract", by=by, at=at, action="post.retracted", reason=reason)
        row = Retraction.objects.create(
            post=moved, kind="retract", reason=reason.strip(), done_at=done_at, by=by, at=at
        )
        tell_retraction(row, by=by, at=at)
    return row


def correct(
    post: Post, *, reason: str, correction: str, link: str, done_at: datetime, by: User, at: datetime
) -> Retraction:
    """Record a correction of a published post (更正): what was wrong, what it says now, where it stands."""
    _refuse_unfit(reason, done_at, at)
    if not correction.strip():
        raise Refused("请写明更正后的内容。", field="correction")
    with unit_of_work():
        locked = Post.objects.select_for_update().get(pk=post.pk)
        if not by.has_perm("reviews.record_receipt", locked):
            raise Forbidden("只有本单位采编人员和宣传部门可以登记更正。")
        if locked.state != PostState.PUBLISHED:
            raise Conflict("只有已发布的稿件可以登记更正。")
        row = Retraction.objects.create(
            post=locked,
            kind="correct",
            reason=reason.strip(),
            correction=correction.strip(),
            link=link.strip(),
            done_at=done_at,
            by=by,
            at=at,
        )
        record("post.corrected", by=by, at=at, obj=locked, after={"text": correction[:300]}, reason=reason)
        tell_retraction(row, by=by, at=at)
    return row


def report(post: Post, *, text: str, by: User, at: datetime) -> Post:
    """Account for an emergency post afterwards (应急补报)."""
    if not text.strip():
        raise Refused("请写明应急发布的经过。", field="report")
    with unit_of_work():
        locked = Post.objects.select_for_update().get(pk=post.pk)
        if not by.has_perm("reviews.edit_post", locked):
            raise Forbidden("只有本单位采编人员可以补报。")
        if locked.report_due_on is None or locked.reported_at is not None:
            raise Conflict("这篇稿件不需要补报,或已经补报。")
        locked.report, locked.reported_at = text.strip(), at
        locked.save()
        record("post.reported", by=by, at=at, obj=locked, after={"text": text[:300]})
    post.refresh_from_db()
    return post


def _refuse_unfit(reason: str, done_at: datetime, at: datetime) -> None:
    if not reason.strip():
        raise Refused("请写明原因。", field="reason")
    if done_at > at:
        raise Refused("完成时间不能晚于现在,请核对。", field="done_at")
