"""Four eyes in the access matrix: one request about a person, asked by nobody who plays a part."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from newmedia_portal.core.access.models import User
from newmedia_portal.core.releases.models import ReleaseRequest

STANDS_FOR: dict[str, dict[str, str]] = {"releases": {"pk": "release"}}


def furnish_once(stage: Any) -> None:
    """Let a request wait."""
    person, asker = (
        User.objects.create(username=f"matrix-release-{part}", full_name=f"示例{part}", instance_role=role)
        for part, role in (("person", ""), ("asker", "sysadmin"))
    )
    now = timezone.now()
    row = ReleaseRequest.objects.create(
        person=person, what="password", reason="示例", password_hash="!", batch="matrix", asked_by=asker, asked_at=now,
        expires_at=now + timedelta(days=1),
    )  # fmt: skip
    stage.objects["release"] = {"any": row}
