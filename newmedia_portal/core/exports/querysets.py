"""Filters of exports: each person sees their own and nothing else."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q

from .states import ExportState


class ExportQuerySet(models.QuerySet):
    """Exports by owner and by what is due."""

    def visible_to(self, user: Any) -> Self:
        """Return the exports that the person asked for."""
        return self.filter(owner_id=user.pk) if getattr(user, "is_active", False) else self.none()

    def waiting(self) -> Self:
        """Return those that are not made yet."""
        return self.filter(state__in=ExportState.within("open"))

    def stuck(self, before: datetime) -> Self:
        """Return those whose worker has not been heard of since that moment."""
        return self.filter(state=ExportState.RUNNING, touched_at__lt=before)

    def outlived(self, at: datetime) -> Self:
        """Return those whose days are over."""
        return self.filter(state=ExportState.READY, expires_at__lte=at)


class ExportScheduleQuerySet(models.QuerySet):
    """Scheduled exports: their makers see them, and those who get them."""

    def visible_to(self, user: Any) -> Self:
        """Return what the person arranged or receives."""
        if not getattr(user, "is_active", False):
            return self.none()
        return self.filter(
            Q(owner_id=user.pk) | Q(pk__in=self.model._base_manager.filter(recipients=user.pk).values("pk"))
        )

    def due(self, on: Any) -> Self:
        """Return those that are to be made by that day."""
        return self.filter(ended_at__isnull=True, next_on__lte=on)
