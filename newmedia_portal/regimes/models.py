"""Editions in the database (制度版本): drafts may change, what is published is frozen for good."""

from typing import Any

from django.db import models
from django.db.models import Q

from newmedia_portal.core.access.models import User
from newmedia_portal.core.workflow.base import StateField, StateModel

from .loader import parse
from .querysets import EditionQuerySet
from .schema import Edition
from .states import EditionState
from .workflow import EditionTransitions

FROZEN = ("code", "version", "title", "content", "digest", "effective_from", "published_at", "based_on_id")
MOST_PARSED = 64
_parsed: dict[str, Edition] = {}


class FrozenEdition(TypeError):
    """Somebody tried to change or delete what has been published; copy it into a draft instead."""


class EditionRecord(EditionTransitions, StateModel):
    """One edition of one regulation as TOML text; cases are pinned to its row."""

    code = models.CharField("制度", max_length=20)
    version = models.CharField("版本", max_length=20)
    title = models.CharField("名称", max_length=120)
    state = StateField("状态", max_length=10, choices=EditionState.choices, default=EditionState.DRAFT, protected=True)
    content = models.TextField("内容")
    digest = models.CharField("内容指纹", max_length=64)
    based_on = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="copies")
    effective_from = models.DateField("启用日期", null=True, blank=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField("建立时间")
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField("发布时间", null=True, blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        """A version stands once; what is not a draft has a date of publishing."""

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
        return f"{self.title}（第{self.version}版）"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to change what has been published; the database refuses it too."""
        if self.pk is not None:
            stored = type(self)._base_manager.filter(pk=self.pk).exclude(state=EditionState.DRAFT).first()
            if stored and any(getattr(stored, name) != getattr(self, name) for name in FROZEN):
                raise FrozenEdition("已发布的制度版本不能修改，请复制为新的草稿。")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse to delete what has been published."""
        if self.state != EditionState.DRAFT:
            raise FrozenEdition("已发布的制度版本不能删除。")
        return super().delete(*args, **kwargs)

    @property
    def is_draft(self) -> bool:
        """Whether it may still be edited."""
        return bool(self.state == EditionState.DRAFT)

    @property
    def edition(self) -> Edition:
        """The edition as data, parsed once per digest; the text is read only the first time, so lists may defer it."""
        found = _parsed.get(self.digest)
        if found is None:
            found = parse(self.content)
            if len(_parsed) >= MOST_PARSED:
                _parsed.clear()
            _parsed[self.digest] = found
        return found
