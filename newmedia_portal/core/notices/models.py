"""The in-app inbox (站内消息), the ways out of it, and what went out by them (消息外发)."""

from typing import Any

from django.db import models
from django.db.models import Q

from ..access.models import Unit, User
from ..access.secrets import unseal
from .states import Category, DeliveryState, Mode, Via


class Notice(models.Model):
    """One message to one person; `key` makes it arrive once however often the sender runs.

    `waiting` until the worker has looked at whether it also goes out; `link_used_at` once its signed link was used.
    """

    user = models.ForeignKey("core.User", on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField("类别", max_length=30)
    title = models.CharField("标题", max_length=200)
    body = models.CharField("内容", max_length=500, blank=True)
    url = models.CharField("链接", max_length=200, blank=True)
    key = models.CharField(max_length=120)
    created_at = models.DateTimeField("时间")
    read_at = models.DateTimeField("已读时间", null=True, blank=True)
    waiting = models.BooleanField("待外发", default=True)
    link_used_at = models.DateTimeField("链接使用时间", null=True, blank=True)

    class Meta:
        """Unique per person and key."""

        verbose_name = "消息"
        ordering = ["-created_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="notice_once_per_key")]
        indexes = [
            models.Index(fields=["user", "-id"], condition=Q(read_at__isnull=True), name="notice_unread"),
            models.Index(fields=["id"], condition=Q(waiting=True), name="notice_waiting"),
        ]

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class MessageSettings(models.Model):
    """How a person wants mail: all of a day in one, from how many on, and quiet on days off (消息设置)."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="message_settings")
    one_a_day = models.BooleanField("每天合并为一封", default=False)
    fold_over = models.PositiveSmallIntegerField("一天超过几封时合并", default=10)
    quiet = models.BooleanField("休息日不发邮件", default=True)

    class Meta:
        """One row per person; without one the defaults hold."""

        verbose_name = "消息设置"

    def __str__(self) -> str:
        """Return whose they are."""
        return str(self.user)


class Preference(models.Model):
    """What a person wants of one kind of message by mail."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    category = models.CharField("类别", max_length=10, choices=Category.choices)
    mode = models.CharField("方式", max_length=10, choices=Mode.choices)

    class Meta:
        """One choice per person and kind."""

        verbose_name = "消息偏好"
        constraints = [models.UniqueConstraint(fields=["user", "category"], name="preference_once_per_category")]

    def __str__(self) -> str:
        """Return kind and choice."""
        return f"{self.get_category_display()}:{self.get_mode_display()}"


class Channel(models.Model):
    """A robot of a group or a receiver of events (外发渠道); its address is a secret as much as its key.

    With a `unit` it gets what concerns people of that unit and those below it, without one everything.
    """

    name = models.CharField("名称", max_length=40, unique=True)
    via = models.CharField("类型", max_length=10, choices=Via.robots())
    sealed_address = models.TextField()
    sealed_secret = models.TextField(blank=True)
    host = models.CharField("主机", max_length=260)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    categories = models.JSONField("消息类别", default=list)
    detailed = models.BooleanField("带标题", default=False)
    quiet = models.BooleanField("休息日不发", default=True)
    active = models.BooleanField("启用", default=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField("建立时间")

    class Meta:
        """By name."""

        verbose_name = "外发渠道"
        ordering = ["name"]

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    @property
    def address(self) -> str:
        """The address in plain; never on a page."""
        return unseal(self.sealed_address)

    @property
    def secret(self) -> str:
        """The signing key in plain; never on a page."""
        return unseal(self.sealed_secret)

    @property
    def state_label(self) -> str:
        """Whether it is in use."""
        return "在用" if self.active else "已停用"


def shown(channel: Channel) -> dict[str, Any]:
    """Return what the form of a channel begins from; of the address only the host."""
    names = ("name", "via", "unit", "categories", "detailed", "quiet", "host")
    return {name: getattr(channel, name) for name in names}


class Delivery(models.Model):
    """One message on its way out: by mail to a person, or to a channel (外发记录)."""

    via = models.CharField("方式", max_length=10, choices=Via.choices)
    channel = models.ForeignKey(
        Channel, on_delete=models.PROTECT, null=True, blank=True, related_name="deliveries", verbose_name="渠道"
    )
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="deliveries", verbose_name="收件人"
    )
    notice = models.ForeignKey(Notice, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    part_of = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="parts")
    key = models.CharField(max_length=220, unique=True)
    category = models.CharField("类别", max_length=10, choices=Category.choices, default=Category.OTHER)
    title = models.CharField("标题", max_length=200)
    body = models.TextField("内容", blank=True)
    url = models.CharField("链接", max_length=200, blank=True)
    status = models.CharField("结果", max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    failures = models.PositiveSmallIntegerField("连续失败次数", default=0)
    next_at = models.DateTimeField("下次发送", null=True, blank=True)
    queued_at = models.DateTimeField("排队时间", null=True, blank=True)
    sent_at = models.DateTimeField("送达时间", null=True, blank=True)
    error = models.CharField("失败原因", max_length=300, blank=True)
    created_at = models.DateTimeField("建立时间")

    class Meta:
        """Small indexes over what is still to be done."""

        verbose_name = "外发记录"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(status="waiting"), name="delivery_waiting"),
            models.Index(fields=["queued_at"], condition=Q(status="queued"), name="delivery_queued"),
            models.Index(fields=["user"], condition=Q(status="collected"), name="delivery_collected"),
            models.Index(fields=["created_at"], name="delivery_created"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False) | Q(channel__isnull=False), name="delivery_has_receiver"
            )
        ]

    def __str__(self) -> str:
        """Return the title."""
        return self.title

    @property
    def receiver(self) -> Any:
        """Who or what gets it."""
        return self.channel or self.user


class Attempt(models.Model):
    """One try to deliver, with what the other side said (发送尝试)."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="tries")
    number = models.PositiveSmallIntegerField("第几次")
    at = models.DateTimeField("时间")
    well = models.BooleanField("成功")
    said = models.CharField("对方答复", max_length=300, blank=True)

    class Meta:
        """In order."""

        verbose_name = "发送尝试"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["delivery", "number"], name="attempt_once_per_number")]

    def __str__(self) -> str:
        """Return its number."""
        return f"第 {self.number} 次"


class CalendarFeed(models.Model):
    """The secret address at which a calendar program reads a person's due dates (日历订阅); only its hash is kept."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="calendar_feed")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField("生成时间")
    read_on = models.DateField("最近读取", null=True, blank=True)

    class Meta:
        """One per person."""

        verbose_name = "日历订阅"

    def __str__(self) -> str:
        """Return whose it is."""
        return str(self.user)
