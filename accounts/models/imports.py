"""Ledger imports: the batch, its rows with before and after, and the remembered column mapping."""

from django.db import models

from newmedia_portal.core.access.models import Unit, User

from ..querysets import ImportBatchQuerySet


class BatchState(models.TextChoices):
    """A batch is checked first, then confirmed, then perhaps undone."""

    CHECKING = "checking", "核对中"
    CHECKED = "checked", "待确认"
    IMPORTING = "importing", "导入中"
    DONE = "done", "已导入"
    UNDONE = "undone", "已撤销"
    FAILED = "failed", "未导入"


class ImportBatch(models.Model):
    """One uploaded workbook on its way into the register."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="导入到单位")
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="导入人")
    file_name = models.CharField("文件名", max_length=200)
    file = models.FileField(upload_to="imports/%Y/%m/")
    marked = models.FileField(upload_to="imports/%Y/%m/", blank=True)
    mapping = models.JSONField("列对应", default=dict)
    mode = models.CharField("导入方式", max_length=12, blank=True)
    status = models.CharField("进度", max_length=10, choices=BatchState.choices, default=BatchState.CHECKING)
    total = models.PositiveIntegerField("总行数", default=0)
    processed = models.PositiveIntegerField("已处理", default=0)
    counts = models.JSONField("统计", default=dict)
    faults = models.JSONField("问题", default=list)
    message = models.CharField("说明", max_length=500, blank=True)
    created_at = models.DateTimeField("上传时间")
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        """Newest first."""

        verbose_name = "导入批次"
        ordering = ["-pk"]

    def __str__(self) -> str:
        """Return the file's name."""
        return self.file_name


class ImportRow(models.Model):
    """What one row of a batch did to one account: its history and the means to undo it."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    account = models.ForeignKey("accounts.MediaAccount", on_delete=models.CASCADE, null=True, related_name="imports")
    sheet = models.CharField("工作表", max_length=80)
    row = models.PositiveIntegerField("行")
    action = models.CharField("动作", max_length=10)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        """In the order of the workbook."""

        verbose_name = "导入行"
        ordering = ["batch_id", "pk"]

    def __str__(self) -> str:
        """Return sheet and row."""
        return f"{self.sheet}!{self.row}"


class ColumnMapping(models.Model):
    """The mapping of a known table head, remembered per unit."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    signature = models.CharField("表头特征", max_length=64)
    mapping = models.JSONField("列对应")
    updated_at = models.DateTimeField()

    class Meta:
        """One per unit and head."""

        verbose_name = "列对应"
        constraints = [models.UniqueConstraint(fields=["unit", "signature"], name="mapping_once_per_head")]

    def __str__(self) -> str:
        """Return the signature."""
        return self.signature
