"""Records about people in posts (队伍管理记录): qualification, background check, education of leavers."""

from django.db import models

from newmedia_portal.core.access.models import Post, User


class StaffRecord(models.Model):
    """That something the edition asks for was done for the holder of a post; `code` names the edition's rule."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="staff_records", verbose_name="任职")
    code = models.CharField("事项", max_length=20)
    on = models.DateField("办理日期")
    conditions = models.JSONField("逐项核对", default=list, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField("登记时间")

    class Meta:
        """Newest first."""

        verbose_name = "队伍管理记录"
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["post", "code"], name="staff_record_post_code")]

    def __str__(self) -> str:
        """Return the code and the day."""
        return f"{self.code} {self.on}"
