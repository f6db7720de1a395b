"""People, links and sessions of single sign-on."""

from typing import Any

from django.test import Client
from django.utils import timezone

from newmedia_portal.core.access.models import User
from newmedia_portal.core.access.roles import InstanceRole
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.sso import linking

PASSWORD = "Anna-2026-portal"


def someone(name: str = "anna", **more: Any) -> User:
    """Make a person."""
    return User.objects.create_user(username=name, full_name=f"张某{name}", password=PASSWORD, **more)


def security(name: str = "sec") -> User:
    """Make a security administrator."""
    return someone(name, instance_role=InstanceRole.SECURITY)


def linked(kind: str, outer: str, **more: Any) -> User:
    """Make a person whom this outer identity stands for."""
    person = someone(**more)
    by = User.objects.filter(username="sec").first() or security()
    linking.put(person, linking.outer_of(kind, outer), by=by, at=timezone.now())
    return person


def is_in(client: Client) -> bool:
    """Say whether the session reaches a page that needs one."""
    return client.get("/session/").status_code == 204


def refusals() -> list[str]:
    """Return why outer log-ins were refused, by the audit log."""
    rows = AuditEvent.objects.filter(action="login.outside_refused").order_by("seq")
    return [row.after["why"] for row in rows]


def methods() -> list[Any]:
    """Return how people came in, by the audit log."""
    return [row.after.get("method") for row in AuditEvent.objects.filter(action="login.ok").order_by("seq")]
