"""The lock of who edits (编辑锁): a lease that tells others who is at it and lapses by itself."""

from datetime import datetime, timedelta

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Conflict
from newmedia_portal.core.transactions import unit_of_work

from ..models import EditLock, Post

#: How long a lock holds without a sign of life.
LEASE = timedelta(minutes=3)


def take_lock(post: Post, *, by: User, at: datetime, force: bool = False) -> EditLock:
    """Take or renew the lock; with `force` also from somebody else, which is put on record.

    Raises Conflict naming the person while somebody else edits.
    """
    with unit_of_work():
        Post.objects.select_for_update().get(pk=post.pk)
        held = EditLock.objects.filter(post=post).select_related("holder").first()
        if held and held.holder_id != by.pk and held.seen_at + LEASE > at:
            if not force:
                raise Conflict(held_by_other(post, by=by, at=at))
            record("post.lock_taken", by=by, at=at, obj=post, before={"holder": str(held.holder)})
        lock, _ = EditLock.objects.update_or_create(
            post=post,
            defaults={"holder": by, "seen_at": at, "taken_at": held.taken_at if held and held.holder == by else at},
        )
    return lock


def held_by_other(post: Post, *, by: User, at: datetime) -> str:
    """Return who else edits now, as a sentence; empty where nobody does."""
    held = EditLock.objects.filter(post=post).select_related("holder").first()
    if held is None or held.holder_id == by.pk or held.seen_at + LEASE <= at:
        return ""
    return f"{held.holder}正在编辑这篇稿件。您可以先查看,或在确认后接手编辑。"


def release_lock(post: Post, *, by: User, at: datetime) -> None:
    """Give the lock back; nothing happens where somebody else has taken it."""
    with unit_of_work():
        EditLock.objects.filter(post=post, holder=by).delete()


def refuse_locked(post: Post, by: User, at: datetime) -> None:
    """Refuse to save while somebody else holds the lock."""
    held = EditLock.objects.filter(post=post).select_related("holder").first()
    if held and held.holder_id != by.pk and held.seen_at + LEASE > at:
        raise Conflict(f"{held.holder}正在编辑这篇稿件,您的内容没有保存。请与对方协调,或在确认后接手编辑。")
