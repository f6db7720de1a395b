"""Whom one may ask beside the chain (可选人员): people with a post in a unit that one sees."""

import re
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from ..access.models import Post, Unit, User
from ..access.scope import posts_of, scope_of
from ..refusals import Refused
from .models import Run

#: As many colleagues are offered by name; others are typed.
NEAR = 24
_SIGNS = re.compile(r"[\s,，、;；]+")


def colleagues(user: User | Any) -> QuerySet[User]:
    """Return everybody with an open post in a unit that the person sees, but the person."""
    scope = scope_of(user)
    seen = Post.objects.filter(until__isnull=True)
    if not scope.everything:
        seen = seen.filter(unit__within=scope) if not scope.nothing else seen.none()
    return User.objects.filter(is_active=True, instance_role="", pk__in=seen.values("user")).exclude(pk=user.pk)


def near(user: User | Any, run: Run, *, unit: Unit | None = None) -> list[User]:
    """Return the colleagues of one's own units and of the waiting step's unit, without those who must stand back."""
    units = {post.unit_id for post in posts_of(user)} | ({unit.pk} if unit else set())
    posts = Post.objects.filter(unit__in=units, until__isnull=True)
    found = colleagues(user).filter(pk__in=posts.values("user")).exclude(pk__in={run.started_by_id, *run.barred})
    return list(found.order_by("full_name", "pk")[:NEAR])


def named(user: User | Any, text: str) -> list[User]:
    """Return the colleagues whose names or user names were typed.

    Raises Refused for a name that nobody or several people bear; several are told apart by their user names.
    """
    found = []
    for word in filter(None, _SIGNS.split(text.strip())):
        people = list(colleagues(user).filter(Q(full_name=word) | Q(username=word)).order_by("pk")[:6])
        if not people:
            raise Refused(f"没有找到“{word}”，请填写您可见单位在任人员的姓名或用户名。", field="others")
        exact = [person for person in people if person.username == word]
        if len(people) > 1 and len(exact) != 1:
            raise Refused(f"有多位“{word}”：{_told_apart(people)}。请改填用户名。", field="others")
        found.append(exact[0] if exact else people[0])
    return found


def _told_apart(people: Iterable[User]) -> str:
    parts = []
    for person in people:
        post = Post.objects.filter(user=person, until__isnull=True).select_related("unit").first()
        parts.append(f"{person.username}（{post.unit if post else '无岗位'}）")
    return "、".join(parts)
