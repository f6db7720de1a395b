"""Filters of lexicons and their entries by right."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q

from newmedia_portal.core.access.permissions import is_authority, is_system_admin
from newmedia_portal.core.access.scope import scope_of

from .states import LexiconState


class LexiconQuerySet(models.QuerySet):
    """Versions of the shared set and of the trees that a person oversees."""

    def visible_to(self, user: Any) -> Self:
        """The department sees the shared set and its own; system administrators read what is published."""
        if is_system_admin(user):
            return self.exclude(state=LexiconState.DRAFT)
        if not is_authority(user):
            return self.none()
        scope = scope_of(user)
        return self if scope.everything else self.filter(Q(root=None) | Q(root__within=scope))

    def published(self) -> Self:
        """The versions in use."""
        return self.filter(state=LexiconState.PUBLISHED)

    def drafts(self) -> Self:
        """The versions that may still be edited."""
        return self.filter(state=LexiconState.DRAFT)
