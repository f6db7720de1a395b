"""False alarms that wait for the department (待处理的误报)."""

from typing import Any

from django.db.models import QuerySet

from .models import Disposition
from .wordlists.rights import kept_roots


def alarms_for(user: Any) -> QuerySet[Disposition]:
    """Return what authors of the person's trees called false alarms, newest first."""
    rows = Disposition.objects.filter(false_alarm=True, post__root__in=kept_roots(user))
    return rows.select_related("post__unit", "post__root", "by", "alarm__by").order_by("-pk")


def open_alarms(user: Any) -> QuerySet[Disposition]:
    """Return those without a decision."""
    return alarms_for(user).filter(alarm__isnull=True)
