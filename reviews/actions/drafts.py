"""Drafts of posts (起草): begun once, saved while typing, never lost."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import ProtectedError
from django.utils.timezone import localdate

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.regimes.editions import edition_for

from ..content import procedure_of
from ..models import Post
from ..richtext import sanitise
from ..states import GRADE_WORDS, RANK, Lane
from .locks import refuse_locked, take_lock

#: Plain columns that a save may write; accounts are handed over as primary keys beside them.
COLUMNS = (
    "title",
    "summary",
    "body",
    "links",
    "source",
    "content_class",
    "topics",
    "importance",
    "lane",
    "special_reason",
    "planned_at",
)


def start(unit: Unit, *, by: User, at: datetime, token: str = "", accounts: tuple[int, ...] = ()) -> Post:
    """Begin a post of a unit under the edition in force; the same `token` gives the same draft again.

    Raises Forbidden for a person who does not write for the unit, Refused where the edition has no procedure.
    """
    if not by.has_perm("reviews.edit_post", Post(unit=unit)):
        raise Forbidden("只有本单位的采编人员可以撰写稿件,请在右上角切换到相应单位。")
    if token and (known := Post.objects.filter(created_by=by, token=token).first()):
        return known
    edition = edition_for(unit.regime_code, localdate(at))
    procedure_of(edition.edition)
    with unit_of_work():
        post = Post.objects.create(
            unit=unit,
            root=unit.root or unit,
            edition=edition,
            created_by=by,
            created_at=at,
            saved_at=at,
            saved_by=by,
            writers=[by.pk],
            token=token,
        )
        post.accounts.set(_accounts(post, accounts))
        record("post.started", by=by, at=at, obj=post)
    return post


def save(post: Post, *, values: Mapping[str, Any], version: int, by: User, at: datetime) -> Post:
    """Save some columns of a draft (and `accounts` as primary keys); whoever saves becomes one of its writers.

    Raises Conflict when somebody saved in between, Forbidden or Refused where it may not be edited, Refused for an
    account of another unit or a grade below the one a reviewer set.
    """
    with unit_of_work():
        locked = Post.objects.select_for_update().get(pk=post.pk)
        may_edit(locked, by)
        refuse_locked(locked, by, at)
        if locked.row_version != version:
            raise Conflict(f"{locked.saved_by}刚刚保存过这篇稿件。请先核对对方的改动,再保存您的内容。")
        _keep_grade(locked, values)
        for name in COLUMNS:
            if name in values:
                setattr(locked, name, sanitise(values[name]) if name == "body" else values[name])
        if locked.lane == Lane.FAST and "emergency" not in locked.topics:
            raise Refused("应急快审只用于突发事件,请勾选“突发事件”话题。", field="topics")
        if "accounts" in values:
            locked.accounts.set(_accounts(locked, tuple(values["accounts"])))
        locked.saved_at, locked.saved_by, locked.row_version = at, by, locked.row_version + 1
        if by.pk not in locked.writers:
            locked.writers = [*locked.writers, by.pk]
        locked.save()
        take_lock(locked, by=by, at=at)
    post.refresh_from_db()
    return post


def discard(post: Post, *, by: User, at: datetime) -> None:
    """Delete a draft that was never handed in. Raises Refused for anything else."""
    with unit_of_work():
        locked = Post.objects.select_for_update().get(pk=post.pk)
        may_edit(locked, by)
        if locked.number:
            raise Refused("提交过的稿件留有审核记录,不能删除。")
        record("post.discarded", by=by, at=at, obj=locked, before={"title": locked.title})
        try:
            locked.dispositions.all().delete()
            locked.delete()
        except ProtectedError as error:
            raise Refused("这篇草稿的预检误报已经处理并留有记录,不能删除。不再使用的可以留在草稿中。") from error


def may_edit(post: Post, by: User) -> None:
    """Refuse who does not write for the unit, and a post that is with its reviewers or decided."""
    if not by.has_perm("reviews.edit_post", post):
        raise Forbidden("只有本单位的采编人员可以修改稿件。")
    if not post.is_editable:
        word = post.get_state_display()
        raise Refused(f"稿件当前为“{word}”,不能直接修改。请先撤回,或由审核人退回修改;修改后须重新审核。")


def _keep_grade(post: Post, values: Mapping[str, Any]) -> None:
    """The author may not go below the grade that a reviewer set."""
    last = post.gradings.order_by("-pk").first()
    wanted = values.get("importance")
    if last and wanted and RANK[wanted] < RANK[last.after]:
        word = GRADE_WORDS[last.after]
        raise Refused(f"审核人已将重要程度定为“{word}”,作者不能自行调低。如有异议请联系审核人。", field="importance")


def _accounts(post: Post, wanted: tuple[int, ...]) -> list[MediaAccount]:
    """Return the chosen accounts: running ones of the unit, else Refused."""
    found = list(MediaAccount.objects.filter(pk__in=wanted, unit=post.unit_id))
    if len(found) != len(set(wanted)):
        raise Refused("只能选择本单位的账号,请重新选择。", field="accounts")
    ended = next((account for account in found if account.has_ended), None)
    if ended is not None:
        raise Refused(f"“{ended}”已注销或整合,不能再发布。请改选在用账号。", field="accounts")
    return found
