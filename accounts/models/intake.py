"""People brought in from a workbook (人员导入): the batch between check and confirmation."""

from django.db import models

from newmedia_portal.core.access.models import User


class PeopleBatchState(models.TextChoices):
    """A batch is checked, then confirmed, or forgotten when nobody does."""

    CHECKED = "checked", "待确认"
    DONE = "done", "已导入"
    FORGOTTEN = "forgotten", "已过期"


class PeopleBatch(models.Model):
    """One uploaded workbook of people. It is kept sealed, since it holds telephone numbers, and only until confirmed.

    `digest` tells what the check found to do; `people` are the numbers of those whom the batch has added.
    """

    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="导入人")
    file_name = models.CharField("文件名", max_length=200)
    content_sealed = models.TextField(blank=True, editable=False)
    found_sealed = models.TextField(blank=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    mode = models.CharField("导入方式", max_length=12, blank=True)
    status = models.CharField("进度", max_length=10, choices=PeopleBatchState.choices, default=PeopleBatchState.CHECKED)
    counts = models.JSONField("统计", default=dict)
    people = models.JSONField("新增人员", default=list)
    created_at = models.DateTimeField("上传时间")
    finished_at = models.DateTimeField("导入时间", null=True, blank=True)
    issued = models.PositiveSmallIntegerField("初始密码生成次数", default=0)
    issued_at = models.DateTimeField("初始密码生成时间", null=True, blank=True)

    class Meta:
        """Newest first."""

        verbose_name = "人员导入批次"
        ordering = ["-pk"]

    def __str__(self) -> str:
        """Return the file's name."""
        return self.file_name
