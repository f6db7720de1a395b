"""States of an edition (制度版本状态)."""

from django.db import models


class EditionState(models.TextChoices):
    """A draft is edited, a published edition binds, a retired one binds only the cases pinned to it."""

    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "现行"
    RETIRED = "retired", "旧版"
