"""Public messages and what is done about them (留言): received, passed on, answered; remarks; samples.

Persons are kept as little as possible: the author is the masked name that the platform shows, and telephone and
identity numbers are masked in every text before it is stored.
"""

from django.db import models
from django.db.models import F, Q

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.workflow.base import StateField, StateModel
from newmedia_portal.regimes.models import EditionRecord

from ..querysets import DutyQuerySet, MessageQuerySet
from ..states import Channel, MessageFlag, MessageState, Topic
from ..workflow import MessageTransitions
from .batches import DutyBatch


class PublicMessage(MessageTransitions, StateModel):
    """A message of the public. Day 0 of its clock is the day it came in; without a stated limit it has no due day.

    `mark` tells the same message from another; `late_days` is 0 for an answer in time and stays as it was counted.
    `flag`, `remind_on` and `flagged_on` belong to the daily job; `changed_at` is empty while nobody has touched it.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="public_messages", verbose_name="单位")
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    account = models.ForeignKey(
        MediaAccount,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="public_messages",
        verbose_name="账号",
    )
    edition = models.ForeignKey(EditionRecord, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField("渠道", max_length=10, choices=Channel.choices)
    topic = models.CharField("主题", max_length=10, choices=Topic.choices)
    author = models.CharField("网民", max_length=40, blank=True)
    received_at = models.DateTimeField("收到时间")
    text = models.TextField("留言内容")
    link = models.CharField("链接", max_length=500, blank=True)
    article = models.CharField("依据", max_length=60)
    number = models.PositiveSmallIntegerField("期限数", null=True, blank=True)
    unit_of_time = models.CharField("期限单位", max_length=12, blank=True)
    in_principle = models.BooleanField("原则上", default=False)
    anchor_on = models.DateField("收到日")
    due_on = models.DateField("答复期限", null=True, blank=True)
    provisional = models.BooleanField("暂定", default=False)
    passed_to = models.CharField("转办单位或部门", max_length=120, blank=True)
    passed_at = models.DateTimeField("转办时间", null=True, blank=True)
    answer = models.TextField("答复内容", blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_public = models.BooleanField("公开答复", default=False)
    answer_link = models.CharField("答复链接", max_length=500, blank=True)
    late_days = models.PositiveSmallIntegerField("逾期天数", null=True, blank=True)
    waive_reason = models.CharField("无需答复的理由", max_length=300, blank=True)
    mark = models.CharField(max_length=64, editable=False)
    batch = models.ForeignKey(DutyBatch, on_delete=models.PROTECT, null=True, blank=True, related_name="messages")
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="登记人")
    entered_at = models.DateTimeField("登记时间")
    changed_at = models.DateTimeField("最近办理", null=True, blank=True)
    remind_on = models.DateField("提醒日", null=True, blank=True)
    flag = models.CharField("提醒", max_length=10, choices=MessageFlag.choices, blank=True, default=MessageFlag.NONE)
    flagged_on = models.DateField("标记日", null=True, blank=True)
    state = StateField("状态", max_length=10, choices=MessageState.choices, default=MessageState.OPEN, protected=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        """The same message stands once in a unit; an answer has its text and its time, a waiver its reason."""

        verbose_name = "留言"
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "mark"], name="message_once_per_unit"),
            models.CheckConstraint(
                condition=~Q(state="answered") | ~Q(answer="") & Q(answered_at__isnull=False),
                name="message_answered_is_told",
            ),
            models.CheckConstraint(
                condition=~Q(state="waived") | ~Q(waive_reason=""), name="message_waived_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(answered_at__gte=F("received_at")),
                name="message_answered_after_received",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(due_on__gte=F("anchor_on")), name="message_due_after_received"
            ),
        ]
        indexes = [
            models.Index(fields=["root", "-received_at", "-id"], name="message_root_received"),
            models.Index(fields=["unit", "-received_at", "-id"], name="message_unit_received"),
            models.Index(fields=["due_on"], condition=Q(state__in=["open", "passed"]), name="message_waits"),
        ]

    def __str__(self) -> str:
        """Return topic and the beginning of the text."""
        return f"{self.get_topic_display()}:{self.text[:24]}"

    @property
    def waits(self) -> bool:
        """Whether it is still to be answered."""
        return self.state in MessageState.within("waiting")

    @property
    def in_time(self) -> bool | None:
        """Whether the answer came in time; None without an answer or without a limit."""
        return None if self.late_days is None else self.late_days == 0

    @property
    def minutes(self) -> int | None:
        """How long the answer took, in minutes."""
        return int((self.answered_at - self.received_at).total_seconds() // 60) if self.answered_at else None


class MessageNote(models.Model):
    """A passing on or a remark, kept for good (转办、批示)."""

    KINDS = [("passed", "转办"), ("comment", "批示意见")]

    message = models.ForeignKey(PublicMessage, on_delete=models.PROTECT, related_name="notes", verbose_name="留言")
    kind = models.CharField("类别", max_length=10, choices=KINDS)
    to = models.CharField("转给", max_length=120, blank=True)
    text = models.CharField("内容", max_length=500, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        """In the order they were made."""

        verbose_name = "留言办理记录"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        """Return kind and whom or what."""
        return f"{self.get_kind_display()}:{self.to or self.text[:24]}"


class MessageSample(models.Model):
    """Messages drawn by lot for inspection (抽查): with its seed the draw can be repeated by anyone."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="抽查单位")
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    first_on = models.DateField("收到自")
    last_on = models.DateField("收到至")
    size = models.PositiveSmallIntegerField("抽取条数")
    seed = models.CharField("种子", max_length=40)
    population = models.PositiveIntegerField("总条数")
    newest = models.PositiveBigIntegerField("末号")
    chosen = models.JSONField("抽中", default=list)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="抽取人")
    at = models.DateTimeField("抽取时间")

    objects = DutyQuerySet.as_manager()

    class Meta:
        """Newest first."""

        verbose_name = "留言抽查"
        ordering = ["-pk"]

    def __str__(self) -> str:
        """Return unit and span."""
        return f"{self.unit} {self.first_on} 至 {self.last_on}"
