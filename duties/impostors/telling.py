"""Messages of impostor cases (站内消息): the department and the unit whose name is abused."""

from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from newmedia_portal.core.access.authority import authority_of
from newmedia_portal.core.access.models import Post
from newmedia_portal.core.access.roles import AUTHORITY, WRITERS, Role
from newmedia_portal.core.notices.actions import notify

from ..models import ImpostorCase


def tell(case: ImpostorCase, what: str, title: str, *, body: str = "", but: int | None = None, at: datetime) -> None:
    """Tell the department, and the writers and head of the unit; each person once per cause."""
    authority = authority_of(case.unit)
    concerned = Q(unit=case.unit_id, role__in=[*WRITERS, Role.HEAD])
    if authority is not None:
        concerned |= Q(unit=authority.pk, role__in=AUTHORITY)
    posts = Post.objects.filter(concerned, until__isnull=True, user__is_active=True)
    people = set(posts.order_by().values_list("user", flat=True)) - {but}
    notify(
        [person for person in people if person is not None],
        kind="impostor",
        title=f"{title}:{case.name}",
        body=body or f"{case.number},{case.platform}。{case.text}",
        url=reverse("duties:impostor", args=[case.pk]),
        at=at,
        key=f"impostor.{what}:{case.pk}",
    )
