"""Rows of operation: signs of life of the background processes, slow statements."""

from django.db import models


class Heartbeat(models.Model):
    """The last sign of life of one background process (心跳); never part of the business."""

    name = models.CharField("进程", max_length=120, unique=True)
    kind = models.CharField("类别", max_length=10)
    seen_at = models.DateTimeField("最近一次")
    version = models.CharField("版本", max_length=20, blank=True)

    class Meta:
        """By name."""

        verbose_name = "后台进程"
        ordering = ["kind", "name"]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class SlowStatement(models.Model):
    """A slow statement of one day (慢查询), its shape without values; times in milliseconds."""

    day = models.DateField("日期")
    digest = models.CharField(max_length=64)
    sql = models.TextField("语句")
    place = models.CharField("地址或任务", max_length=100, blank=True)
    times = models.PositiveIntegerField("次数", default=0)
    total_ms = models.PositiveBigIntegerField("合计毫秒", default=0)
    longest_ms = models.PositiveIntegerField("最长毫秒", default=0)
    last_at = models.DateTimeField("最近一次")

    class Meta:
        """Each statement once a day."""

        verbose_name = "慢查询"
        ordering = ["-last_at"]
        constraints = [models.UniqueConstraint(fields=["day", "digest"], name="slow_statement_once_a_day")]

    def __str__(self) -> str:
        """Return the beginning of the statement."""
        return self.sql[:60]

    @property
    def average_ms(self) -> int:
        """Milliseconds on average."""
        return self.total_ms // max(1, self.times)
