"""When somebody's work changes (工作调整): members are to leave their groups, an owner needs a successor."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate

from newmedia_portal.core.access.models import Post
from newmedia_portal.core.access.roles import LEADERS, WRITERS
from newmedia_portal.core.notices.actions import notify

from ..hooks import derived, on_entered, on_leaving
from ..models import GroupMember, MediaAccount, WorkGroup
from .entry import KIND, begin_group

derived(WorkGroup)


@on_entered
def give_rows(accounts: Sequence[int]) -> None:
    """Give the groups among entries that are new in the register their row, whichever way they came in."""
    rows = MediaAccount.objects.numbered(accounts).filter(group__isnull=True)
    for account in rows.filter(Q(kind=KIND) | Q(platform__is_group=True)).select_related("platform"):
        begin_group(account, on=localdate(account.created_at))


@on_leaving
def ask_groups(post: Post, *, successor: Post | None, by: Any, at: datetime) -> None:
    """Mark the groups of the unit in which the person who left is a member or the owner, and tell the unit.

    Somebody who keeps another post in the unit stays; the same name in the same unit is taken for the same person.
    """
    if post.user.posts.filter(unit=post.unit, until__isnull=True).exists() or post.until is None:
        return
    running = WorkGroup.objects.filter(unit=post.unit, dissolved_on__isnull=True)
    owned = list(running.filter(owner=post.user.full_name, successor_due_since__isnull=True).select_related("account"))
    for group in owned:
        group.successor_due_since = post.until
        group.save(update_fields=["successor_due_since"])
    member_of = GroupMember.objects.filter(group__in=running, name=post.user.full_name, until__isnull=True)
    member_of.filter(leave_due_since__isnull=True).update(leave_due_since=post.until)
    _tell(post, owned, member_of.count(), on=post.until, at=at)


def _tell(post: Post, owned: list[WorkGroup], member_of: int, *, on: date, at: datetime) -> None:
    if not owned and not member_of:
        return
    posts = Post.objects.filter(unit=post.unit, role__in=(*WRITERS, *LEADERS), until__isnull=True)
    names = "、".join(str(group) for group in owned)
    words = f"请为{names}落实继任群负责人，办理变更备案，由主管领导批准。" if owned else ""
    words += f"{post.user}还在 {member_of} 个工作群里，请办理退群。" if member_of else ""
    url = f"/accounts/{owned[0].account_id}/group/" if owned else "/accounts/groups/"
    title = f"{post.user}离任，请处理工作群"
    people = posts.values_list("user", flat=True)
    notify(people, kind="group", title=title, body=words, url=url, at=at, key=f"group:{post.pk}:{on}")
