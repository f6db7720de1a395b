"""From the authorisation to the receipt: what may be published, what was, and what went wrong."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.workflow.base import StateField, StateModel
from newmedia_portal.core.workflow.models import Run

from ..querysets import ReceiptQuerySet, ViolationQuerySet
from ..states import AuthorisationState, Verdict, ViolationState
from ..workflow import AuthorisationTransitions, ViolationTransitions
from .posts import Post, Version


class Authorisation(AuthorisationTransitions, StateModel):
    """The leave to publish one version on named accounts within a period (发布授权), bound to the hash."""

    number = models.CharField("授权编号", max_length=40, unique=True)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="authorisations")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+")
    content_hash = models.CharField("内容指纹", max_length=64)
    account_ids = models.JSONField("授权账号")
    signers = models.JSONField("签署人")
    byline = models.CharField("署名行", max_length=300, blank=True)
    issued_at = models.DateTimeField("授权时间")
    valid_until = models.DateTimeField("有效期至")
    ended_at = models.DateTimeField("失效时间", null=True, blank=True)
    ended_why = models.CharField("失效原因", max_length=200, blank=True)
    state = StateField(
        "状态", max_length=10, choices=AuthorisationState.choices, default=AuthorisationState.VALID, protected=True
    )

    class Meta:
        """At most one that holds per post; it ends after it was issued."""

        verbose_name = "发布授权"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["post"], condition=Q(state__in=["valid", "used"]), name="authorisation_holds_once"
            ),
            models.CheckConstraint(condition=Q(valid_until__gt=F("issued_at")), name="authorisation_ends_after"),
        ]
        indexes = [models.Index(fields=["valid_until"], condition=Q(state="valid"), name="authorisation_valid_until")]

    def __str__(self) -> str:
        """Return the number."""
        return self.number


class Receipt(models.Model):
    """What one account published (发布回执), compared with the approved version. Written once."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="receipts")
    authorisation = models.ForeignKey(
        Authorisation, on_delete=models.PROTECT, null=True, blank=True, related_name="receipts"
    )
    account = models.ForeignKey(MediaAccount, on_delete=models.PROTECT, related_name="receipts", verbose_name="账号")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    link = models.URLField("链接", max_length=500, blank=True)
    published_at = models.DateTimeField("发布时间")
    title = models.CharField("发布标题", max_length=200, blank=True)
    text = models.TextField("发布正文", blank=True)
    screenshot = models.FileField("截图", upload_to="receipts/%Y/%m/", blank=True)
    screenshot_sha256 = models.CharField(max_length=64, blank=True)
    text_hash = models.CharField("正文指纹", max_length=64, blank=True)
    verdict = models.CharField("比对结论", max_length=12, choices=Verdict.choices)
    differences = models.JSONField("差异", default=list, blank=True)
    why = models.CharField("结论说明", max_length=300, blank=True)
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name="更正自"
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间")

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        """A publication is recorded once per account and link; lists read by (root|unit, id)."""

        verbose_name = "发布回执"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "link", "text_hash"], condition=~Q(link=""), name="receipt_once_per_link_and_text"
            ),
        ]
        indexes = [
            models.Index(fields=["root", "-id"], name="receipt_root_id"),
            models.Index(fields=["unit", "-id"], name="receipt_unit_id"),
            models.Index(fields=["account", "-published_at"], name="receipt_account_time"),
        ]

    def __str__(self) -> str:
        """Return account and title."""
        return f"{self.account} {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A receipt is written once."""
        if self.pk is not None:
            raise TypeError("发布回执不能修改,请登记更正。")
        super().save(*args, **kwargs)


class Violation(ViolationTransitions, StateModel):
    """A publication that was altered or not reviewed (违规发布), with the difference and what was done."""

    receipt = models.OneToOneField(Receipt, on_delete=models.PROTECT, related_name="violation")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="violations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    kind = models.CharField("情形", max_length=12, choices=Verdict.choices)
    article = models.CharField("依据", max_length=60, blank=True)
    found_at = models.DateTimeField("发现时间")
    explanation = models.CharField("单位说明", max_length=500, blank=True)
    outcome = models.CharField("处理情况", max_length=500, blank=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField("处理时间", null=True, blank=True)
    state = StateField(
        "状态", max_length=10, choices=ViolationState.choices, default=ViolationState.OPEN, protected=True
    )

    objects = ViolationQuerySet.as_manager()

    class Meta:
        """Lists read by (root|unit, id)."""

        verbose_name = "违规发布"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["root", "-id"], name="violation_root_id"),
            models.Index(fields=["unit", "-id"], name="violation_unit_id"),
        ]

    def __str__(self) -> str:
        """Return kind and account."""
        return f"{self.get_kind_display()} · {self.receipt.account}"


class Retraction(models.Model):
    """A published post taken down or corrected (撤稿、更正), with reason and who ordered it. Written once."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="retractions")
    kind = models.CharField("方式", max_length=10, choices=[("retract", "撤稿"), ("correct", "更正")])
    reason = models.CharField("原因", max_length=300)
    done_at = models.DateTimeField("完成时间")
    correction = models.TextField("更正内容", blank=True)
    link = models.URLField("更正链接", max_length=500, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("登记时间")

    class Meta:
        """In order of time."""

        verbose_name = "撤稿与更正"
        ordering = ["pk"]

    def __str__(self) -> str:
        """Return kind and reason."""
        return f"{self.get_kind_display()}:{self.reason}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A record is written once."""
        if self.pk is not None:
            raise TypeError("撤稿记录不能修改。")
        super().save(*args, **kwargs)
