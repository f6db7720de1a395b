"""Lexicons (词库): numbered versions of the shared set and of each tree's additions, frozen once published."""

from typing import Any

from django.db import models
from django.db.models import Q

from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.workflow.base import StateField, StateModel
from newmedia_portal.regimes.vocabulary import PROHIBITED

from ..precheck.entries import Entry, Kind
from ..precheck.hits import Grade
from ..wordlists.querysets import LexiconQuerySet
from ..wordlists.states import LexiconState, Verdict
from ..wordlists.workflow import LexiconTransitions
from .signing import Disposition

FROZEN = ("root_id", "number", "digest", "size", "published_at", "based_on_id")
PARTED = "；"


class FrozenLexicon(TypeError):
    """Somebody tried to change or delete a published version; begin a new draft instead."""


class Lexicon(LexiconTransitions, StateModel):
    """One version of the shared set (`root` empty) or of a tree's additions; hits name it by number and digest."""

    root = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    number = models.PositiveIntegerField("版本")
    state = StateField("状态", max_length=10, choices=LexiconState.choices, default=LexiconState.DRAFT, protected=True)
    digest = models.CharField("内容指纹", max_length=64, blank=True)
    size = models.PositiveIntegerField("词条数", default=0)
    based_on = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField("建立时间")
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField("发布时间", null=True, blank=True)

    objects = LexiconQuerySet.as_manager()

    class Meta:
        """A number stands once; one draft and one version in use at a time."""

        verbose_name = "词库"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["root", "number"], name="lexicon_number_once"),
            models.UniqueConstraint(fields=["root"], condition=Q(state="draft"), name="lexicon_one_draft"),
            models.UniqueConstraint(fields=["root"], condition=Q(state="published"), name="lexicon_one_in_use"),
            models.UniqueConstraint(fields=["number"], condition=Q(root=None), name="shared_number_once"),
            models.UniqueConstraint(
                fields=["state"], condition=Q(root=None, state="published"), name="shared_one_in_use"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | (Q(published_at__isnull=False) & ~Q(digest="")),
                name="lexicon_published_has_digest",
            ),
        ]

    def __str__(self) -> str:
        """Return the set and the version."""
        return f"{self.name}第{self.number}版"

    @property
    def name(self) -> str:
        """共用词库, or the additions of a tree."""
        return f"{self.root.name}词库" if self.root else "共用词库"

    @property
    def label(self) -> str:
        """How a hit names the version: short, whatever the tree is called."""
        return f"{'本级' if self.root_id else '共用'}词库第{self.number}版"

    @property
    def is_draft(self) -> bool:
        """Whether it may still be edited."""
        return bool(self.state == LexiconState.DRAFT)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to change what has been published; the database refuses it too."""
        if self.pk is not None:
            stored = type(self)._base_manager.filter(pk=self.pk).exclude(state=LexiconState.DRAFT).first()
            if stored and any(getattr(stored, name) != getattr(self, name) for name in FROZEN):
                raise FrozenLexicon("已发布的词库不能修改，请新建草稿。")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse to delete what has been published."""
        if self.state != LexiconState.DRAFT:
            raise FrozenLexicon("已发布的词库不能删除。")
        return super().delete(*args, **kwargs)


class LexiconTerm(models.Model):
    """One entry (词条); of a published version it neither changes nor goes, which the database sees to."""

    lexicon = models.ForeignKey(Lexicon, on_delete=models.PROTECT, related_name="terms")
    kind = models.CharField("类型", max_length=10, choices=Kind.choices)
    text = models.CharField("词条", max_length=100)
    category = models.CharField("类别", max_length=3, blank=True, choices=list(PROHIBITED.items()))
    grade = models.CharField("等级", max_length=10, blank=True, choices=Grade.choices)
    right = models.CharField("正确写法", max_length=200, blank=True)
    exceptions = models.TextField("例外语境", blank=True)
    homophone = models.BooleanField("谐音", default=False)
    group = models.CharField("排序组", max_length=50, blank=True)
    position = models.PositiveIntegerField("顺序", default=0)
    advice = models.CharField("处理意见", max_length=200, blank=True)

    class Meta:
        """A wording stands once per kind and group."""

        verbose_name = "词条"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["lexicon", "kind", "text", "group"], name="term_once")]

    def __str__(self) -> str:
        """Return the wording."""
        return self.text

    @property
    def entry(self) -> Entry:
        """The entry as the engine takes it."""
        exceptions = tuple(part.strip() for part in self.exceptions.split(PARTED) if part.strip())
        return Entry(
            self.kind, self.text, self.category, self.grade, self.right, exceptions, self.homophone, self.group,
            self.position, self.advice,
        )  # fmt: skip


class LexiconUpload(models.Model):
    """A workbook that was checked and waits to be taken over (导入核对); `faults` as the page lists them."""

    lexicon = models.ForeignKey(Lexicon, on_delete=models.PROTECT, related_name="uploads")
    file_name = models.CharField("文件", max_length=200)
    rows = models.JSONField("各行")
    faults = models.JSONField("问题")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("上传时间")
    taken_at = models.DateTimeField("导入时间", null=True, blank=True)

    class Meta:
        """Newest first."""

        verbose_name = "词库导入"
        ordering = ["-pk"]

    def __str__(self) -> str:
        """Return the file."""
        return self.file_name


class AlarmDecision(models.Model):
    """What the department said of a hit that an author called a false alarm (误报处理)."""

    disposition = models.OneToOneField(Disposition, on_delete=models.PROTECT, related_name="alarm")
    verdict = models.CharField("处理", max_length=10, choices=Verdict.choices)
    wording = models.CharField("允许语境", max_length=100, blank=True)
    reason = models.CharField("理由", max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        """Newest first."""

        verbose_name = "误报处理"
        ordering = ["-pk"]

    def __str__(self) -> str:
        """Return the verdict."""
        return self.get_verdict_display()
