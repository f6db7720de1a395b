"""Whose log-in needs four eyes, and who the second pair may be (核准人).

Another security administrator releases; where there is none the auditor, where there is none either (it is the
auditor's own log-in) the system administrator: an office with one of each always has a second person, but for the
security administrator's own second factor, which is helped by a command on the server.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from ..access.models import User
from ..access.roles import InstanceRole, Role
from ..access.scope import posts_of
from ..audit.models import AuditEvent
from ..second_factor.binding import stands_in
from .models import ReleaseRequest
from .states import Outcome

ORDER = (InstanceRole.SECURITY, InstanceRole.AUDIT, InstanceRole.SYSTEM)
#: Roles with no right above those of the desk: one administrator may hand out their password.
PLAIN = (Role.OPERATOR, Role.OBSERVER)
#: Whoever the asker has made or equipped so lately is no second person.
FRESH = timedelta(days=7)
MAKING = ("person.added", "person.password_reset", "person.instance_role", "people.passwords_issued")


def needs_release(person: User) -> bool:
    """Whether nobody may set this person's password alone: an administrator, a second factor, or rights above desk."""
    if person.instance_role or person.second_factor_since is not None:
        return True
    return any(post.role not in PLAIN for post in posts_of(person)) or stands_in(person)


def releasers(person: User, *, asked_by: User, at: datetime) -> QuerySet[User]:
    """Return who may release a request about a person: the first kind of administrator that has somebody free."""
    made = _made_by(asked_by, at)
    free = User.objects.filter(is_active=True).exclude(pk__in={person.pk, asked_by.pk, *made})
    for role in ORDER:
        found = free.filter(instance_role=role)
        if found.exists():
            return found
    return User.objects.none()


def may_release(user: Any, request: ReleaseRequest, *, at: datetime) -> bool:
    """Whether a person may decide a request."""
    return bool(user.instance_role) and (
        releasers(request.person, asked_by=request.asked_by, at=at).filter(pk=user.pk).exists()
    )


def _made_by(asker: User, at: datetime) -> set[int | None]:
    """Return the people whose log-in the asker has lately made or renewed: perhaps the asker stands behind them."""
    events = AuditEvent.objects.filter(
        actor=asker, at__gt=at - FRESH, action__in=MAKING, object_type=User._meta.label_lower
    )
    renewed = ReleaseRequest.objects.filter(asked_by=asker, outcome=Outcome.RELEASED, decided_at__gt=at - FRESH)
    return {*events.values_list("object_id", flat=True), *renewed.values_list("person_id", flat=True)}
