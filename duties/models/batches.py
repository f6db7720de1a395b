"""One imported workbook of messages or shifts (导入批次): checked, imported, taken back."""

from typing import Any

from django.db import models

from newmedia_portal.core.access.models import Unit, User

from ..querysets import DutyQuerySet
from ..states import BatchStatus


class DutyBatch(models.Model):
    """What a workbook held; `rows` are kept between check and import only, so that no texts lie about twice."""

    KINDS = [("messages", "留言"), ("shifts", "值班表")]

    kind = models.CharField("内容", max_length=10, choices=KINDS)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    roster = models.ForeignKey("DutyRoster", on_delete=models.PROTECT, null=True, blank=True, related_name="batches")
    file_name = models.CharField("文件", max_length=120)
    rows = models.JSONField(default=list)
    faults = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    status = models.CharField("状态", max_length=10, choices=BatchStatus.choices, default=BatchStatus.CHECKED)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="导入人")
    created_at = models.DateTimeField("上传时间")
    done_at = models.DateTimeField("导入时间", null=True, blank=True)
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        """Newest first."""

        verbose_name = "值守导入批次"
        ordering = ["-pk"]

    def __str__(self) -> str:
        """Return the name of the file."""
        return self.file_name

    def count(self, name: str) -> Any:
        """Return one of the counts."""
        return self.counts.get(name, 0)
