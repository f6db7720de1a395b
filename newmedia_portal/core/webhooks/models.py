"""Subscriptions of other systems, the events for them, and every try to deliver one (推送订阅、事件、推送记录)."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

from ..access.models import Unit, User
from ..access.secrets import unseal
from .catalogue import label_of
from .states import PushState


class WebhookSubscription(models.Model):
    """A receiver of events; address and keys are sealed. Without units it gets those of all units.

    `failures` counts since the last success; `rest_until` is when a receiver that is away is tried again, and
    `leased_until` until when one worker sends to it alone.
    """

    name = models.CharField("名称", max_length=40, unique=True)
    sealed_address = models.TextField()
    host = models.CharField("主机", max_length=260)
    sealed_secret = models.TextField()
    sealed_old_secret = models.TextField(blank=True)
    old_secret_until = models.DateTimeField("旧密钥有效至", null=True, blank=True)
    kinds = models.JSONField("事件", default=list)
    units = models.ManyToManyField(Unit, related_name="+", verbose_name="单位范围")
    active = models.BooleanField("启用", default=True)
    off_why = models.CharField("停用原因", max_length=200, blank=True)
    failures = models.PositiveIntegerField("连续失败次数", default=0)
    failing_since = models.DateTimeField("开始失败", null=True, blank=True)
    rest_until = models.DateTimeField("下次尝试", null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    taken_at = models.DateTimeField("最近送达", null=True, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField("建立时间")

    class Meta:
        """By name."""

        verbose_name = "推送订阅"
        ordering = ["name"]

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    @property
    def address(self) -> str:
        """The address in plain; never on a page."""
        return unseal(self.sealed_address)

    def secrets(self, at: datetime) -> list[str]:
        """Return the keys that sign now, the current one first; never on a page."""
        old = self.sealed_old_secret if self.old_secret_until is not None and at < self.old_secret_until else ""
        return [unseal(sealed) for sealed in (self.sealed_secret, old) if sealed]

    @property
    def state_label(self) -> str:
        """Whether it is in use, and whether its receiver is away."""
        return "已停用" if not self.active else "失败" if self.failing_since is not None else "在用"


def shown(row: WebhookSubscription) -> dict[str, Any]:
    """Return what the form of a subscription begins from; the address is never shown, its host stands for it."""
    return {"name": row.name, "kinds": row.kinds, "units": list(row.units.order_by("path")), "host": row.host}


class WebhookEvent(models.Model):
    """Something that happened, as it is told to every receiver: the same text at each try, without personal data."""

    identity = models.CharField("事件编号", max_length=40, unique=True)
    kind = models.CharField("事件", max_length=40)
    object_type = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField("发生时间", db_index=True)
    body = models.TextField("内容")

    class Meta:
        """In the order of happening."""

        verbose_name = "推送事件"
        ordering = ["id"]

    def __str__(self) -> str:
        """Return its number."""
        return self.identity

    @property
    def label(self) -> str:
        """What happened, in words."""
        return label_of(self.kind)


class WebhookDelivery(models.Model):
    """One event on its way to one receiver; `place` names its object, whose events go out in order."""

    subscription = models.ForeignKey(
        WebhookSubscription, on_delete=models.PROTECT, related_name="deliveries", verbose_name="订阅", db_index=False
    )
    event = models.ForeignKey(WebhookEvent, on_delete=models.PROTECT, related_name="deliveries")
    place = models.CharField(max_length=64)
    status = models.CharField("结果", max_length=10, choices=PushState.choices, default=PushState.WAITING)
    attempts = models.PositiveIntegerField("尝试次数", default=0)
    failures = models.PositiveIntegerField("连续失败次数", default=0)
    next_at = models.DateTimeField("下次推送")
    give_up_at = models.DateTimeField("最迟推送")
    sent_at = models.DateTimeField("送达时间", null=True, blank=True)
    error = models.CharField("失败原因", max_length=300, blank=True)
    created_at = models.DateTimeField("建立时间", db_index=True)

    class Meta:
        """Each event once per receiver; small indexes over what waits, whole and by object."""

        verbose_name = "推送记录"
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["subscription", "event"], name="webhook_once_per_receiver")]
        indexes = [
            models.Index(fields=["subscription", "id"], condition=Q(status="waiting"), name="webhook_waiting"),
            models.Index(fields=["subscription", "place", "id"], condition=Q(status="waiting"), name="webhook_place"),
            models.Index(fields=["subscription", "status", "created_at"], name="webhook_by_time"),
        ]

    def __str__(self) -> str:
        """Return the number of the event."""
        return str(self.event)


class WebhookTry(models.Model):
    """One try: what the other side answered, how long it took, or why there was no answer (推送尝试)."""

    delivery = models.ForeignKey(WebhookDelivery, on_delete=models.CASCADE, related_name="tries")
    number = models.PositiveIntegerField("第几次")
    at = models.DateTimeField("时间")
    status_code = models.PositiveSmallIntegerField("状态码", null=True, blank=True)
    milliseconds = models.PositiveIntegerField("用时（毫秒）", default=0)
    answer = models.CharField("对方答复", max_length=300, blank=True)
    error = models.CharField("失败原因", max_length=300, blank=True)

    class Meta:
        """In order."""

        verbose_name = "推送尝试"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["delivery", "number"], name="webhook_try_once_per_number")]

    def __str__(self) -> str:
        """Return its number."""
        return f"第 {self.number} 次"
