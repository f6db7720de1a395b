"""Messages on a person's desk (我的留言): those of the units for which the person works, the nearest due day first."""

from typing import Any

from django.db.models import F, Q

from newmedia_portal.core.access.scope import posts_of

from ..models import DutyShift, PublicMessage
from ..permissions.duty import WORKERS
from ..querysets import MessageQuerySet


def worked_units(user: Any) -> Q:
    """Return the condition on `unit` for those that the person works for, by post or by roster."""
    posts = posts_of(user)
    by_post = {post.unit_id for post in posts if post.role in WORKERS}
    others = {post.unit_id for post in posts} - by_post
    if not others:
        return Q(unit__in=by_post)
    rostered = DutyShift.objects.standing().filter(person=user.pk, unit__in=others).order_by().values("unit")
    return Q(unit__in=by_post) | Q(unit__in=rostered)


def waiting_messages(user: Any) -> MessageQuerySet:
    """Return the messages that wait for the person."""
    return (
        PublicMessage.objects.waiting().filter(worked_units(user)) if posts_of(user) else PublicMessage.objects.none()
    )


def nearest(user: Any, count: int) -> list[PublicMessage]:
    """Return the messages that wait for the person, the nearest due day first."""
    rows = waiting_messages(user).select_related("account", "unit")
    return list(rows.order_by(F("due_on").asc(nulls_last=True), "received_at", "pk")[:count])
