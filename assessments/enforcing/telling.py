"""Messages of measures and commendations (站内消息); names of persons never stand in them."""

from datetime import datetime

from django.urls import reverse

from newmedia_portal.core.access.authority import authority_of
from newmedia_portal.core.access.models import Post
from newmedia_portal.core.access.roles import AUTHORITY, LEADERS, WRITERS, Role
from newmedia_portal.core.notices.actions import notify

from ..models import EnforcementCase


def tell_directors(case: EnforcementCase, *, at: datetime) -> None:
    """Tell those who may decide that a proposal waits; never whoever made it."""
    people = _department(case, (Role.DIRECTOR,)) - {case.proposed_by_id}
    _send(people, case, "proposed", f"待决定：{case.label}（{case.unit}）", "请核对事实和依据后决定。", at=at)


def tell_staff(case: EnforcementCase, what: str, title: str, body: str = "", *, at: datetime) -> None:
    """Tell whoever proposed it, else the department's staff."""
    people = {case.proposed_by_id} if case.proposed_by_id else _department(case, AUTHORITY)
    _send(people, case, what, f"{title}：{case.label}（{case.unit}）", body, at=at)


def tell_unit(case: EnforcementCase, what: str, title: str, body: str = "", *, at: datetime) -> None:
    """Tell the unit's leaders and writers; of measures on persons the person in charge alone."""
    if case.target == "referral":
        return
    roles = (Role.CHIEF,) if case.target == "person" else (*LEADERS, *WRITERS)
    posts = Post.objects.filter(unit=case.unit_id, role__in=roles, until__isnull=True, user__is_active=True)
    people = set(posts.order_by().values_list("user", flat=True))
    _send(people, case, what, f"{title}：{case}", body, at=at)


def _department(case: EnforcementCase, roles: tuple[Role, ...]) -> set[int | None]:
    authority = authority_of(case.unit)
    posts = Post.objects.filter(role__in=roles, until__isnull=True, user__is_active=True, unit=authority)
    return set(posts.order_by().values_list("user", flat=True))


def _send(
    people: set[int] | set[int | None], case: EnforcementCase, what: str, title: str, body: str, *, at: datetime
) -> None:
    notify(
        [person for person in people if person is not None],
        kind=f"enforcement.{what}",
        title=title,
        body=body,
        url=reverse("assessments:enforcement", args=[case.pk]),
        at=at,
        key=f"enforcement.{what}:{case.pk}:{at.isoformat()}",
    )
