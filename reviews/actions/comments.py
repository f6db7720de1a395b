"""Remarks on a passage (段落意见): said by reviewers and authors, answered, resolved."""

from datetime import datetime

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow import chain
from newmedia_portal.core.workflow.door import perform

from ..messages import tell_authors
from ..models import Comment, Post, Version


def comment(post: Post, *, version: Version, start: int, end: int, text: str, by: User, at: datetime) -> Comment:
    """Remark on a passage of a version; offsets are code points of its plain text (title, line break, body).

    Raises Forbidden for who neither writes nor reviews the post, Refused for an empty text or a passage outside it.
    """
    if not text.strip():
        raise Refused("请写下意见。", field="text")
    with unit_of_work():
        _may_speak(post, by)
        if version.post_id != post.pk or not 0 <= start < end <= len(version.text):
            raise Refused("选中的文字不在这一版稿件里,请重新选择。", field="start")
        row = Comment.objects.create(
            version=version,
            post=post,
            start=start,
            end=end,
            quote=version.text[start:end][:300],
            text=text.strip(),
            by=by,
            at=at,
        )
        record("post.commented", by=by, at=at, obj=post, after={"quote": row.quote[:60], "text": row.text[:200]})
        if by.pk not in post.writers:
            tell_authors(post, "commented", row.text, key=f"c{row.pk}", at=at)
    return row


def reply(parent: Comment, *, text: str, by: User, at: datetime) -> Comment:
    """Answer a remark."""
    if not text.strip():
        raise Refused("请写下回复。", field="text")
    with unit_of_work():
        _may_speak(parent.post, by)
        row = Comment.objects.create(
            version=parent.version,
            post=parent.post,
            parent=parent.parent or parent,
            start=parent.start,
            end=parent.end,
            quote=parent.quote,
            text=text.strip(),
            by=by,
            at=at,
        )
        record("post.commented", by=by, at=at, obj=parent.post, after={"text": row.text[:200]})
    return row


def resolve_comment(row: Comment, *, by: User, at: datetime) -> Comment:
    """Mark a remark as dealt with."""
    _may_speak(row.post, by)
    return perform(row, "resolve", by=by, at=at, action="post.comment_resolved", by_whom=by)


def reopen_comment(row: Comment, *, by: User, at: datetime) -> Comment:
    """Take a remark up again."""
    _may_speak(row.post, by)
    return perform(row, "take_up", by=by, at=at, action="post.comment_taken_up")


def _may_speak(post: Post, by: User) -> None:
    """Writers of the unit, and those who hold or held a step of the post."""
    if by.has_perm("reviews.edit_post", post):
        return
    for run in chain.runs_of(post):
        if run.decisions.filter(by=by).exists():
            return
        step = chain.current_step(run)
        if step is not None and chain.may_decide(step, by):
            return
    raise Forbidden("只有本稿件的作者和审核人可以写意见。")
