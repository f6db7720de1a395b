"""Tokens of the interface, how often they are used, and the answers kept for a repeated call (接口令牌)."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from ..access.models import User
from ..access.permissions import is_system_admin


class ServiceAccount(models.Model):
    """An account for a program (服务账号): nobody logs in with it; the system administrator makes its tokens."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="service", verbose_name="账号")
    purpose = models.CharField("用途", max_length=200)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="建立人")
    made_at = models.DateTimeField("建立时间")

    class Meta:
        """In the order of making."""

        verbose_name = "服务账号"
        ordering = ["pk"]

    def __str__(self) -> str:
        """Return the name of the account."""
        return str(self.user)


class ApiTokenQuerySet(models.QuerySet[Any]):
    """Tokens by right and by whether they still serve."""

    def visible_to(self, user: Any) -> Self:
        """Return all for the system administrator, who may have to revoke them, else one's own."""
        if not getattr(user, "is_authenticated", False) or not user.is_active:
            return self.none()
        return self if is_system_admin(user) else self.filter(user=user)

    def serving(self, on: date) -> Self:
        """Return those that are neither revoked nor past their last day."""
        return self.filter(revoked_at__isnull=True, expires_on__gte=on)


class ApiToken(models.Model):
    """A key of one person; only its digest is kept. `scopes` and `networks` narrow what the person may do.

    `expires_on` is the last local day on which it serves. `networks` holds addresses in CIDR form; none: any address.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="api_tokens", verbose_name="使用人")
    name = models.CharField("用途", max_length=60)
    prefix = models.CharField("令牌开头", max_length=12)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scopes = models.JSONField("范围", default=list)
    networks = models.JSONField("允许的地址", default=list, blank=True)
    expires_on = models.DateField("有效期至")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="建立人")
    made_at = models.DateTimeField("建立时间")
    revoked_at = models.DateTimeField("停用时间", null=True, blank=True)
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        """Newest first; it cannot be revoked before it was made."""

        verbose_name = "接口令牌"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gte=F("made_at")),
                name="api_token_revoked_after_made",
            )
        ]

    def __str__(self) -> str:
        """Return what it is for."""
        return self.name


class TokenUse(models.Model):
    """When and from where a token was last used, and how often in the present minute; apart, since each call writes."""

    token = models.OneToOneField(ApiToken, on_delete=models.CASCADE, related_name="use")
    last_used_at = models.DateTimeField("最近使用", null=True, blank=True)
    last_address = models.CharField("最近地址", max_length=64, blank=True)
    window_at = models.DateTimeField(null=True, blank=True, editable=False)
    window_count = models.PositiveIntegerField(default=0, editable=False)
    refused_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        """One row for each token."""

        verbose_name = "令牌使用情况"

    def __str__(self) -> str:
        """Return the last address."""
        return self.last_address


class KeptAnswer(models.Model):
    """What a writing call was answered (已答复的请求), under the key that its sender chose; kept for two days."""

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="answers")
    key = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    at = models.DateTimeField(db_index=True)

    class Meta:
        """Once for each token and key: a parallel call with the same key waits for this row."""

        verbose_name = "已答复的请求"
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="kept_answer_once")]

    def __str__(self) -> str:
        """Return the key."""
        return self.key
