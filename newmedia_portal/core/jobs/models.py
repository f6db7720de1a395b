"""Rows under the background work: the outbox and the runs of scheduled jobs."""

from django.db import models
from django.db.models import Q


class OutboxItem(models.Model):
    """Work that an action queued in its own transaction; done once, by whichever worker takes it first."""

    job = models.CharField("任务", max_length=60)
    arguments = models.JSONField("参数", default=dict)
    key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    queued_at = models.DateTimeField("排队时间")
    not_before = models.DateTimeField("最早执行时间")
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    leased_until = models.DateTimeField("占用至", null=True, blank=True)
    done_at = models.DateTimeField("完成时间", null=True, blank=True)
    failed_at = models.DateTimeField("失败时间", null=True, blank=True)
    error = models.CharField("失败原因", max_length=500, blank=True)
    request_id = models.CharField("请求号", max_length=32, blank=True, default="", db_default="")

    class Meta:
        """One small index over what is still to be done."""

        verbose_name = "待执行任务"
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["not_before"],
                condition=Q(done_at__isnull=True, failed_at__isnull=True),
                name="outbox_open",
            )
        ]

    def __str__(self) -> str:
        """Return the job's name."""
        return self.job


class JobRun(models.Model):
    """One run of a scheduled job for one business date: the lease, and what staff may read afterwards."""

    job = models.CharField("任务", max_length=60)
    business_date = models.DateField("业务日期")
    started_at = models.DateTimeField("开始")
    leased_until = models.DateTimeField("占用至")
    finished_at = models.DateTimeField("结束", null=True, blank=True)
    looked_at = models.PositiveIntegerField("检查数", default=0)
    flagged = models.PositiveIntegerField("标记数", default=0)
    cleared = models.PositiveIntegerField("解除数", default=0)
    error = models.CharField("失败原因", max_length=500, blank=True)

    class Meta:
        """Each job has one effect per business date."""

        verbose_name = "任务运行"
        ordering = ["-business_date", "job"]
        constraints = [models.UniqueConstraint(fields=["job", "business_date"], name="job_once_per_date")]

    def __str__(self) -> str:
        """Return the job and its date."""
        return f"{self.job} {self.business_date}"
