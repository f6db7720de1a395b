"""Handing over (离任移交): the case of one leaver, its items, what passed to whom, and who confirmed it."""

from django.db import models
from django.db.models import Q

from newmedia_portal.core.access.models import Post, Unit, User
from newmedia_portal.core.workflow.base import StateField, StateModel
from newmedia_portal.regimes.models import EditionRecord

from ..querysets import HandoverQuerySet
from ..states import HandoverSide, HandoverState
from ..workflow import HandoverTransitions
from .media import MediaAccount


class Handover(HandoverTransitions, StateModel):
    """What somebody leaves behind: opened with the end of a post, or when an account got another manager.

    With a post it tells of that post; without one, of the account whose manager `person` was.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="handovers", verbose_name="单位")
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    edition = models.ForeignKey(EditionRecord, on_delete=models.PROTECT, related_name="+", verbose_name="制度版本")
    post = models.OneToOneField(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="handover", verbose_name="任职"
    )
    account = models.ForeignKey(
        MediaAccount, on_delete=models.PROTECT, null=True, blank=True, related_name="handovers", verbose_name="账号"
    )
    leaver = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="移交人"
    )
    person = models.CharField("移交人姓名", max_length=60)
    successor = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="接手人"
    )
    successor_name = models.CharField("接手人姓名", max_length=120, blank=True)
    left_on = models.DateField("离任日期")
    opened_at = models.DateTimeField("开立时间")
    done_at = models.DateTimeField("完成时间", null=True, blank=True)
    state = StateField("状态", max_length=8, choices=HandoverState.choices, default=HandoverState.OPEN, protected=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        """Newest first; of a post or of an account; one that is done says when."""

        verbose_name = "离任移交"
        ordering = ["-left_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(post__isnull=False) | Q(account__isnull=False), name="handover_of_post_or_account"
            ),
            models.CheckConstraint(condition=~Q(state="done") | Q(done_at__isnull=False), name="handover_done_when"),
            models.UniqueConstraint(
                fields=["account", "person", "left_on"], condition=Q(post__isnull=True), name="handover_manager_once"
            ),
        ]
        indexes = [
            models.Index(fields=["root", "-left_on", "-id"], name="handover_root_left"),
            models.Index(fields=["unit"], condition=Q(state="open"), name="handover_open"),
        ]

    def __str__(self) -> str:
        """Return whose it is."""
        return f"{self.person}{'离任移交' if self.post_id else f'移交“{self.account}”'}"


class HandoverItem(models.Model):
    """One thing to be done: which, under which article, until when; then when, by whom and on what evidence."""

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="items", verbose_name="移交")
    code = models.CharField("事项", max_length=12)
    label = models.CharField("名称", max_length=160)
    article = models.CharField("依据", max_length=60, blank=True)
    basis = models.CharField(max_length=10)
    account = models.ForeignKey(
        MediaAccount, on_delete=models.PROTECT, null=True, blank=True, related_name="handover_items"
    )
    due_on = models.DateField("期限", null=True, blank=True)
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    unit_of_time = models.CharField(max_length=14, blank=True)
    provisional = models.BooleanField("期限暂定", default=False)
    done_on = models.DateField("办理日期", null=True, blank=True)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    entered_at = models.DateTimeField("登记时间", null=True, blank=True)
    waived = models.BooleanField("不涉及", default=False)
    evidence = models.CharField("凭据", max_length=300, blank=True)

    class Meta:
        """In the order of the list; each thing once; what is done says on what evidence."""

        verbose_name = "移交事项"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["handover", "code"], condition=Q(account__isnull=True), name="handover_item_once"
            ),
            models.UniqueConstraint(
                fields=["handover", "code", "account"],
                condition=Q(account__isnull=False),
                name="handover_item_once_per_account",
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | ~Q(evidence=""), name="handover_item_done_with_evidence"
            ),
        ]

    def __str__(self) -> str:
        """Return what is to be done."""
        return self.label


class HandoverLine(models.Model):
    """One thing that passed from the leaver to somebody, in the words of that moment."""

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="lines", verbose_name="移交")
    kind = models.CharField("类别", max_length=20)
    title = models.CharField("内容", max_length=200)
    to = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    to_words = models.CharField("移交给", max_length=60)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        """In order."""

        verbose_name = "移交明细"
        ordering = ["pk"]

    def __str__(self) -> str:
        """Return what passed to whom."""
        return f"{self.title} → {self.to_words}"


class HandoverSign(models.Model):
    """That one side confirms (确认): the leaver, the successor, the department; each once."""

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="signs", verbose_name="移交")
    side = models.CharField("一方", max_length=10, choices=HandoverSide.choices)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="确认人")
    note = models.CharField("说明", max_length=200, blank=True)
    at = models.DateTimeField("确认时间")

    class Meta:
        """Each side once, and nobody for two sides."""

        verbose_name = "移交确认"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["handover", "side"], name="handover_side_once"),
            models.UniqueConstraint(fields=["handover", "by"], name="handover_nobody_twice"),
        ]

    def __str__(self) -> str:
        """Return the side."""
        return self.get_side_display()
