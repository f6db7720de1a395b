"""Saved views, following and devices in the access matrix: each writer follows the own unit and shares a view."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.following.models import Follow
from newmedia_portal.core.saved.models import SavedView
from newmedia_portal.core.sessions.models import LoginSession
from tests.world import NOON

if TYPE_CHECKING:
    from .matrix_world import Stage

STANDS_FOR = {
    "saved": {"pk": "saved_view"},
    "devices-end": {"pk": "login_session"},
    "following:begin": {"pk": "unit"},
    "following:end": {"pk": "follow"},
}
CONSTANTS: dict[str, dict[str, Any]] = {"following:begin": {"code": "core.unit"}}
SENT: dict[str, dict[str, Any]] = {"saved:change": {"name": "改名", "shared_with": "kept"}}


def furnish(stage: Stage, place: str, unit: Unit, writer: User) -> None:
    """Put a view shared with the unit and a follow of its writer at a place."""
    view = SavedView(owner=writer, path="/accounts/", name="常用", query="state=filed", shared_with=unit, saved_at=NOON)
    view.save()
    stage.put("saved_view", place, view)
    made = Follow(user=writer, object_type="core.unit", object_id=unit.pk, since=NOON)
    made.save()
    stage.put("follow", place, made)
    now = timezone.now()
    device = LoginSession(user=writer, key=f"matrix-{place}", began_at=now, seen_at=now + timedelta(hours=2))
    device.save()
    stage.put("login_session", place, device)
