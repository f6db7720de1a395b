"""The history of a message or an incident (经过), from the audit log; remarks and passing on are in it."""

from typing import Any

from newmedia_portal.core.audit.actions import label_of
from newmedia_portal.core.audit.models import AuditEvent

NEWEST = 40


def history_of(row: Any) -> list[dict[str, Any]]:
    """Return what happened to one object, newest first, as the timeline shows it."""
    events = AuditEvent.objects.filter(object_type=row._meta.label_lower, object_id=row.pk).order_by("-seq")[:NEWEST]
    return [
        {
            "title": label_of(event.action),
            "who": event.actor_name,
            "at": event.at,
            "note": f"转给{event.after['to']}" if event.after.get("to") else "",
            "opinion": event.reason,
        }
        for event in events
    ]
