"""Filters of what belongs to one person: batches and phrases are seen by nobody else."""

from typing import Any, Self

from django.db import models


class OwnQuerySet(models.QuerySet):
    """Rows of one person; `owner_field` names whose."""

    owner_field = "by"

    def visible_to(self, user: Any) -> Self:
        """Return the person's own rows."""
        return self.filter(**{self.owner_field: user.pk})


class PhraseQuerySet(OwnQuerySet):
    """Phrases of one person, in their order."""

    owner_field = "user"
