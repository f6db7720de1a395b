"""The timeline of an object (经过) as the audit log tells it: people's steps and the system's own, newest first."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model

from .actions import labels
from .models import AuditEvent

NEWEST = 60


def timeline_of(row: Model, *, but: Collection[str] = (), only: Collection[str] | None = None) -> list[dict[str, Any]]:
    """Return what happened to an object, as the timeline shows it, without some actions or with some alone."""
    found = AuditEvent.objects.filter(object_type=row._meta.label_lower, object_id=row.pk, result="ok")
    found = found.exclude(action__in=list(but)) if but else found
    found = found.filter(action__in=list(only)) if only is not None else found
    names, words = labels(), _words(row)
    return [
        {
            "title": names.get(event.action, "其他操作"),
            "who": event.actor_name or "系统",
            "at": event.at,
            "note": _moved(event, words),
            "opinion": event.reason,
            "action": event.action,
        }
        for event in found.order_by("-seq")[:NEWEST]
    ]


def merged(*timelines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return timelines as one, newest first; of equal moments the earlier list comes first."""
    return sorted((event for events in timelines for event in events), key=lambda event: event["at"], reverse=True)


def _words(row: Model) -> dict[str, str]:
    try:
        return dict(getattr(row._meta.get_field("state"), "flatchoices", ()))
    except FieldDoesNotExist:
        return {}


def _moved(event: AuditEvent, words: dict[str, str]) -> str:
    """Return from which state to which, or the old and the new name."""
    before, after = str(event.before.get("state", "")), str(event.after.get("state", ""))
    if after in words and before != after:
        return f"{words[before]} → {words[after]}" if before in words else words[after]
    old, new = str(event.before.get("name", "")), str(event.after.get("name", ""))
    return f"{old} → {new}" if old and new and old != new else ""
