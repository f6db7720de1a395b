"""Passwords used before (用过的密码), as hashes."""

from django.db import models


class PasswordUsed(models.Model):
    """The hash of a password that was set; only the newest few of a person are kept."""

    user = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="passwords_used", verbose_name="人员")
    hash = models.CharField(max_length=128, editable=False)
    set_at = models.DateTimeField("设置时间")

    class Meta:
        """The newest first."""

        verbose_name = "用过的密码"
        ordering = ["-set_at", "-pk"]

    def __str__(self) -> str:
        """Return whose it was and since when, never the hash."""
        return f"{self.user} {self.set_at:%Y-%m-%d}"
