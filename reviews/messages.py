"""Messages of a post to those concerned (站内消息); each once, in the transaction of its cause."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from newmedia_portal.core.access.authority import authority_of
from newmedia_portal.core.access.models import Post as Held
from newmedia_portal.core.access.models import User
from newmedia_portal.core.access.roles import AUTHORITY, Role
from newmedia_portal.core.notices.actions import notify
from newmedia_portal.core.workflow import chain
from newmedia_portal.core.workflow.models import Copy, Step

from .models import Post, Violation

OUTCOMES = {
    "ready": "可以发布",
    "returned": "退回修改",
    "rejected": "不同意发布",
    "revised": "审核人已改稿",
    "graded": "重要程度已调整",
    "commented": "有新的段落意见",
    "lapsed": "发布授权已过期",
    "taken_back": "审核结果已收回",
    "terminated": "审核已终止",
}


def tell_holders(post: Post, step: Step, *, at: datetime) -> None:
    """Tell those who hold the step that it waits; where nobody does, tell the authority instead of staying silent."""
    people = [pk for pk in chain.holders(step).values_list("pk", flat=True) if pk not in step.run.barred]
    fast = "应急·" if post.lane == "fast" else ""
    if people:
        title = f"{fast}待审:{post}({step.label})"
        notify(people, kind="post.todo", title=title, url=url_of(post), at=at, key=f"todo:{step.pk}")
        return
    title = f"无人审核:{post}停在“{step.label}”"
    body = f"{step.unit}目前没有{chain.role_label(step.role)},请联系系统管理员补齐岗位。"
    notify(overseers(post), kind="post.stuck", title=title, body=body, url=url_of(post), at=at, key=f"stuck:{step.pk}")


def tell_authors(post: Post, outcome: str, body: str, *, key: str, at: datetime) -> None:
    """Tell those who wrote the post what happened to it."""
    title = f"{OUTCOMES[outcome]}:{post}"
    people = {post.created_by_id, *post.writers}
    notify(people, kind=f"post.{outcome}", title=title, body=body, url=url_of(post), at=at,
           key=f"{outcome}:{post.pk}:{key}")  # fmt: skip


def tell_handed_over(post: Post, step: Step, to: User, *, at: datetime) -> None:
    """Tell the person who was handed the step."""
    key = f"handed:{step.pk}:{to.pk}:{at.isoformat()}"
    notify([to], kind="post.todo", title=f"转交给您:{post}", url=url_of(post), at=at, key=key)


def tell_urged(post: Post, step: Step, by: User, *, at: datetime) -> None:
    """Remind those who hold the step."""
    people = chain.holders(step).values_list("pk", flat=True)
    key = f"urged:{step.pk}:{at.isoformat()}"
    notify(people, kind="post.urged", title=f"催审:{post}", body=f"{by}催审。", url=url_of(post), at=at, key=key)


def tell_asked_in(post: Post, people: Iterable[User], by: User, *, at: datetime) -> None:
    """Tell people that they will be asked to sign after somebody (后加签)."""
    key, body = f"asked-in:{post.pk}:{at.isoformat()}", f"{by}请您在其办理之后签署意见，轮到您时会再提醒。"
    notify(people, kind="post.notice", title=f"请您加签:{post}", body=body, url=url_of(post), at=at, key=key)


def tell_copied(post: Post, copies: Iterable[Copy], *, at: datetime) -> None:
    """Tell the readers of copies."""
    for row in copies:
        title = f"{row.get_kind_display()}:{post}"
        notify(
            [row.person], kind="post.copy", title=title, body=row.note, url=url_of(post), at=at, key=f"copy:{row.pk}"
        )


def tell_escalated(post: Post, step: Step, role: str, *, at: datetime) -> int:
    """Tell the next one above, and the holder, that a step is over its time; returns how many were told."""
    above = _posts(post, role)
    holders = set(chain.holders(step).values_list("pk", flat=True))
    title = f"审核超时:{post}停在“{step.label}”"
    notify(above | holders, kind="post.late", title=title, url=url_of(post), at=at, key=f"late:{step.pk}")
    return len(above | holders)


def tell_violation(violation: Violation, *, at: datetime) -> None:
    """Tell the unit's leaders, its authors and the authority of an altered or unreviewed publication."""
    unit_roles = (Role.OPERATOR, Role.LIAISON, Role.EDITOR, Role.DEPUTY, Role.CHIEF)
    people = set(
        Held.objects.filter(unit=violation.unit_id, role__in=unit_roles, until__isnull=True).values_list(
            "user", flat=True
        )
    )
    title = f"{violation.get_kind_display()}:{violation.receipt.account}"
    url = reverse("reviews:violation", args=[violation.pk])
    people |= overseers(violation)
    body = "请核对发布内容,说明原因并改正。"
    notify(people, kind="post.violation", title=title, body=body, url=url, at=at, key=f"violation:{violation.pk}")


def overseers(row: Post | Violation) -> set[int]:
    """Return the people of the authority above a unit."""
    authority = authority_of(row.unit)
    if authority is None:
        return set()
    posts = Held.objects.filter(unit=authority, role__in=AUTHORITY, until__isnull=True)
    return set(posts.values_list("user", flat=True))


def url_of(post: Post) -> str:
    """Return the address of the post."""
    return reverse("reviews:detail", args=[post.pk])


def _posts(post: Post, role: str) -> set[int]:
    """Return who holds a role: in the unit, or in the authority above it."""
    if role in AUTHORITY:
        return overseers(post)
    return set(Held.objects.filter(unit=post.unit_id, role=role, until__isnull=True).values_list("user", flat=True))
