"""The audit log (审计日志): append-only rows, each hashed over the one before."""

from typing import Any, NoReturn

from django.db import models


class AuditEvent(models.Model):
    """One event: who, when, from where, what, on which object, before and after, with which result."""

    seq = models.BigIntegerField("序号", unique=True)
    at = models.DateTimeField("时间", db_index=True)
    actor = models.ForeignKey(
        "core.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="操作人"
    )
    actor_name = models.CharField("姓名", max_length=60, blank=True)
    unit = models.ForeignKey(
        "core.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位"
    )
    action = models.CharField("动作", max_length=50, db_index=True)
    object_type = models.CharField("对象类别", max_length=50, blank=True)
    object_id = models.BigIntegerField("对象", null=True, blank=True)
    object_label = models.CharField("对象名称", max_length=200, blank=True)
    before = models.JSONField("变更前", default=dict, blank=True)
    after = models.JSONField("变更后", default=dict, blank=True)
    reason = models.CharField("理由", max_length=500, blank=True)
    result = models.CharField("结果", max_length=20, default="ok")
    address = models.CharField("来源地址", max_length=64, blank=True)
    request_id = models.CharField("请求号", max_length=32, blank=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        """Newest first; one index serves the history of an object."""

        verbose_name = "审计记录"
        ordering = ["-seq"]
        indexes = [models.Index(fields=["object_type", "object_id", "-seq"], name="audit_object")]

    def __str__(self) -> str:
        """Return number and action."""
        return f"{self.seq} {self.action}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Append only: an existing row is never written again."""
        if self.pk is not None:
            raise TypeError("审计记录只能追加,不能修改。")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Append only: a row is never deleted."""
        raise TypeError("审计记录只能追加,不能删除。")


class AuditHead(models.Model):
    """The end of the chain: one row, locked while events are appended."""

    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        """Return the number of the last event."""
        return str(self.seq)
