"""The button 关注 on the page of an object."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from .actions import follows_of
from .models import Follow


@dataclass(frozen=True)
class Bell:
    """What the button needs: the object by name and number, and whether the person follows it."""

    object_type: str
    object_id: int
    follow: Follow | None


def bell_of(user: Any, obj: Model) -> Bell | None:
    """Return the button for a person; None for those who may not follow anything."""
    if not user.has_perm("core.follow"):
        return None
    return Bell(obj._meta.label_lower, obj.pk, follows_of(user, obj))
