"""Editions in the database (制度版本): drafts may change, what is published is frozen for good."""

from functools import lru_cache
from typing import Any

from django.db import models
from django.db.models import Q

from newmedia_portal.core.access.models import User

from .loader import parse
from .schema import Edition

FROZEN = ("code", "version", "content", "digest", "effective_from", "published_at")


class EditionState(models.TextChoices):
    """A draft is edited, a published edition binds, a retired one binds only the cases pinned to it."""

    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "现行"
    RETIRED = "retired", "旧版"


class EditionRecord(models.Model):
    """One edition of one regulation as TOML text; cases are pinned to its row."""

    code = models.CharField("制度", max_length=20)
    version = models.CharField("版本", max_length=20)
    title = models.CharField("名称", max_length=120)
    state = models.CharField("状态", max_length=10, choices=EditionState.choices, default=EditionState.DRAFT)
    content = models.TextField("内容")
    digest = models.CharField("内容指纹", max_length=64)
    based_on = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="copies")
    effective_from = models.DateField("施行日期", null=True, blank=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField("建立时间")
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField("发布时间", null=True, blank=True)

    class Meta:
        """A version stands once; a regulation has one edition in force at a time."""

        verbose_name = "制度版本"
        ordering = ["code", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="edition_version_once"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(published_at__isnull=False), name="edition_published_has_date"
            ),
        ]

    def __str__(self) -> str:
        """Return title and version."""
        return f"{self.title}(第{self.version}版)"

    @property
    def edition(self) -> Edition:
        """The edition as data, parsed once per content."""
        return _parsed(self.digest, self.content)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to change what has been published."""
        if self.pk is not None:
            stored = type(self).objects.get(pk=self.pk)
            if stored.state != EditionState.DRAFT and any(getattr(stored, f) != getattr(self, f) for f in FROZEN):
                raise TypeError("已发布的制度版本不能修改,请复制为新的草稿。")
        super().save(*args, **kwargs)


@lru_cache(maxsize=64)
def _parsed(digest: str, content: str) -> Edition:
    return parse(content)
