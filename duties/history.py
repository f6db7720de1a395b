"""The history of a task (经过): the audit events of the task and of the accounts that a person may see."""

from typing import Any

from django.db.models import Q

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit.actions import label_of
from newmedia_portal.core.audit.models import AuditEvent

from .models import RepostTarget, RepostTask

NEWEST = 30


def history_of(task: RepostTask, user: User | Any) -> list[dict[str, Any]]:
    """Return what happened, newest first, as the timeline shows it."""
    seen = task.targets.visible_to(user).order_by().values("pk")
    of_task = Q(object_type=RepostTask._meta.label_lower, object_id=task.pk)
    of_targets = Q(object_type=RepostTarget._meta.label_lower, object_id__in=seen)
    events = AuditEvent.objects.filter(of_task | of_targets).select_related("unit").order_by("-seq")[:NEWEST]
    return [_shown(event, is_target=event.object_type != RepostTask._meta.label_lower) for event in events]


def _shown(event: AuditEvent, *, is_target: bool) -> dict[str, Any]:
    accounts = event.after.get("accounts")
    return {
        "title": f"{label_of(event.action)}:{event.object_label}" if is_target else label_of(event.action),
        "who": event.actor_name,
        "unit": str(event.unit) if is_target and event.unit else "",
        "at": event.at,
        "note": f"{accounts} 个账号" if accounts else "",
        "opinion": event.reason,
    }
