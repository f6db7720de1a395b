"""One row for each living session (登录会话), beside the session itself."""

from django.db import models


class LoginSession(models.Model):
    """Where a person is signed in; the row goes when the session ends, the audit log keeps what happened.

    `browser` is what the browser says about itself, put into words; what it sent is not kept.
    """

    user = models.ForeignKey("core.User", on_delete=models.CASCADE, related_name="login_sessions", verbose_name="人员")
    key = models.CharField(max_length=40, unique=True, editable=False)
    began_at = models.DateTimeField("登录时间")
    seen_at = models.DateTimeField("最近使用", db_index=True)
    address = models.CharField("来访地址", max_length=64, blank=True)
    browser = models.CharField("浏览器", max_length=60, blank=True)
    # What is kept of the ticket by which the session came in from outside (CAS), so that it can be ended from there.
    outside = models.CharField(max_length=64, null=True, blank=True, db_index=True, editable=False)

    class Meta:
        """The one used last stands first."""

        verbose_name = "登录设备"
        ordering = ["-seen_at", "-pk"]

    def __str__(self) -> str:
        """Return browser and address."""
        return f"{self.browser} {self.address}".strip()
