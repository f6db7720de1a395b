"""Bulletins (通报): a draft with its sections, prefilled from stored rows, edited by people, frozen when issued."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.workflow.base import StateField, StateModel
from newmedia_portal.regimes.models import EditionRecord

from ..outputs.querysets import BulletinQuerySet
from ..outputs.states import BulletinState
from ..outputs.workflow import BulletinTransitions
from .inspections import Campaign
from .quarters import FrozenRow, Quarter


class Bulletin(BulletinTransitions, StateModel):
    """One bulletin on a quarter or on a single inspection.

    `lists` are its attachments: title, heads and rows as they stood when they were last read; `figures_on` says when.
    `demand_on` is the day by which units report back. `digest` seals text and lists when it is issued.
    """

    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="范围")
    department = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="发文单位")
    quarter = models.ForeignKey(
        Quarter, on_delete=models.PROTECT, null=True, blank=True, related_name="bulletins", verbose_name="考核期"
    )
    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="bulletins", verbose_name="检查"
    )
    edition = models.ForeignKey(EditionRecord, on_delete=models.PROTECT, related_name="+", verbose_name="制度版本")
    title = models.CharField("标题", max_length=120)
    number = models.CharField("文号", max_length=60, blank=True)
    to = models.CharField("主送", max_length=300, blank=True)
    signer = models.CharField("落款", max_length=120)
    dated_on = models.DateField("成文日期", null=True, blank=True)
    demand_on = models.DateField("整改报告期限", null=True, blank=True)
    lists = models.JSONField("附件", default=list)
    figures_on = models.DateTimeField("数据时间")
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="起草人")
    created_at = models.DateTimeField("起草时间")
    saved_at = models.DateTimeField("保存时间")
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    issued_at = models.DateTimeField("定稿时间", null=True, blank=True)
    digest = models.CharField("内容指纹", max_length=64, blank=True)
    state = StateField(
        "状态", max_length=10, choices=BulletinState.choices, default=BulletinState.DRAFT, protected=True
    )

    objects = BulletinQuerySet.as_manager()

    class Meta:
        """One draft per quarter and per inspection; what was issued has a day, a person and a seal."""

        verbose_name = "通报"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["root", "-id"], name="bulletin_root_id")]
        constraints = [
            models.CheckConstraint(
                condition=Q(quarter__isnull=False) | Q(campaign__isnull=False), name="bulletin_is_about_something"
            ),
            models.UniqueConstraint(
                fields=["quarter"], condition=Q(state="draft", quarter__isnull=False), name="bulletin_one_draft_quarter"
            ),
            models.UniqueConstraint(
                fields=["campaign"],
                condition=Q(state="draft", campaign__isnull=False),
                name="bulletin_one_draft_campaign",
            ),
            models.CheckConstraint(
                condition=~Q(state="issued")
                | Q(issued_at__isnull=False, issued_by__isnull=False, dated_on__isnull=False) & ~Q(digest=""),
                name="bulletin_issued_is_sealed",
            ),
        ]

    def __str__(self) -> str:
        """Return the title."""
        return self.title

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("assessments:bulletin", args=[self.pk])

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to change what has been issued or given up."""
        if self.pk is not None and not type(self)._base_manager.filter(pk=self.pk, state=BulletinState.DRAFT).exists():
            raise FrozenRow("已定稿或作废的通报不能修改,请另起草一份。")
        super().save(*args, **kwargs)


class BulletinSection(models.Model):
    """One section of a bulletin (通报段落): its heading and its text, a paragraph a line."""

    bulletin = models.ForeignKey(Bulletin, on_delete=models.CASCADE, related_name="sections")
    place = models.PositiveSmallIntegerField("次序")
    code = models.CharField("段落", max_length=20)
    heading = models.CharField("标题", max_length=60, blank=True)
    text = models.TextField("内容", blank=True)

    class Meta:
        """In the order of the paper, each once."""

        verbose_name = "通报段落"
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["bulletin", "code"], name="bulletin_section_once")]

    def __str__(self) -> str:
        """Return the heading."""
        return self.heading or self.code

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to change a section of what has been issued."""
        if self.bulletin.state != BulletinState.DRAFT:
            raise FrozenRow("已定稿或作废的通报不能修改,请另起草一份。")
        super().save(*args, **kwargs)
