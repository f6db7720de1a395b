"""What the page of a quarter offers to take out (上报与通报)."""

from typing import Any

from django.urls import reverse

from ..models import Bulletin, Quarter
from .states import BulletinState

SHOWN = 5


def outputs_of(user: Any, quarter: Quarter) -> dict[str, Any] | None:
    """Return the addresses and bulletins for those who may take them, in one statement; None for all others."""
    if not user.has_perm("assessments.take_outputs", quarter):
        return None
    rows = Bulletin.objects.visible_to(user).filter(quarter=quarter).exclude(state=BulletinState.DROPPED)
    bulletins = list(rows.defer("lists")[:SHOWN])
    tree = f"?root={quarter.root_id}"
    return {
        "workbook": reverse("assessments:quarter-workbook", args=[quarter.period]) + tree,
        "export": reverse("assessments:quarter-export", args=[quarter.period]) + tree,
        "bulletin": reverse("assessments:bulletin-quarter", args=[quarter.period]) + tree,
        "writes": user.has_perm("assessments.write_bulletin", quarter),
        "draft": any(one.state == BulletinState.DRAFT for one in bulletins),
        "bulletins": bulletins,
    }
