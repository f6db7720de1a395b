"""Chainable filters of editions (制度版本查询集)."""

from typing import Any

from django.db import models

from newmedia_portal.core.access.permissions import is_system_admin

from .states import EditionState


class EditionQuerySet(models.QuerySet[Any]):
    """Drafts are seen by those who may edit them; everything else by everybody signed in."""

    def visible_to(self, user: Any) -> "EditionQuerySet":
        """Editions this person may read."""
        if user is None or not getattr(user, "is_authenticated", False):
            return self.none()
        return self if is_system_admin(user) else self.exclude(state=EditionState.DRAFT)

    def published(self) -> "EditionQuerySet":
        """Editions that bind new cases, newest first."""
        return self.filter(state=EditionState.PUBLISHED).order_by("-published_at", "-pk")
