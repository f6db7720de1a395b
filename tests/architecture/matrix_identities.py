"""Outer identities in the access matrix: one link, of a person who holds no other."""

from __future__ import annotations

from typing import Any

from newmedia_portal.core.access.models import User
from newmedia_portal.core.sso.models import OuterIdentity
from tests.world import NOON

STANDS_FOR: dict[str, dict[str, str]] = {"sso:unlink": {"pk": "identity"}, "sso:own-unlink": {"pk": "identity"}}
CONSTANTS: dict[str, dict[str, str]] = {"sso:own-link": {"kind": "cas"}}


def furnish_once(stage: Any, by: User) -> None:
    """Make what belongs to no unit."""
    row = OuterIdentity.objects.create(user=stage.users["operator"], kind="cas", name="outer", set_by=by, set_at=NOON)
    stage.objects["identity"] = {"any": row}
