"""The in-app inbox (站内消息)."""

from django.db import models
from django.db.models import Q


class Notice(models.Model):
    """One message to one person; `key` makes it arrive once however often the sender runs."""

    user = models.ForeignKey("core.User", on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField("类别", max_length=30)
    title = models.CharField("标题", max_length=200)
    body = models.CharField("内容", max_length=500, blank=True)
    url = models.CharField("链接", max_length=200, blank=True)
    key = models.CharField(max_length=120)
    created_at = models.DateTimeField("时间")
    read_at = models.DateTimeField("已读时间", null=True, blank=True)

    class Meta:
        """Unique per person and key."""

        verbose_name = "消息"
        ordering = ["-created_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="notice_once_per_key")]
        indexes = [models.Index(fields=["user", "-id"], condition=Q(read_at__isnull=True), name="notice_unread")]

    def __str__(self) -> str:
        """Return the title."""
        return self.title
