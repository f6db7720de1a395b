"""What is known (数据覆盖) and its sums by week and month (汇总): lists and jobs read these, never all items."""

from django.db import models
from django.db.models import F, Q

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import User

from ..states import Source


class Coverage(models.Model):
    """Days of which everything that an account published is known (数据覆盖): no item then means no post.

    Outside of it no item means no data. Rows of one account may overlap; what counts is their union.
    """

    account = models.ForeignKey(MediaAccount, on_delete=models.PROTECT, related_name="coverage", db_index=False)
    first_on = models.DateField("自")
    last_on = models.DateField("至")
    source = models.CharField("数据来源", max_length=10, choices=Source.choices)
    origin = models.CharField("来源标识", max_length=80, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("登记时间")

    class Meta:
        """In order of days."""

        verbose_name = "数据覆盖"
        ordering = ["first_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="coverage_days_in_order"),
            models.UniqueConstraint(
                fields=["account", "first_on", "last_on", "source", "origin"], name="coverage_once"
            ),
        ]

    def __str__(self) -> str:
        """Return the days."""
        return f"{self.first_on}—{self.last_on}"


class WeekTally(models.Model):
    """Items and pushes of an account in one week (周汇总), Monday to Sunday in Asia/Shanghai (reading A17)."""

    account = models.ForeignKey(MediaAccount, on_delete=models.PROTECT, related_name="+", db_index=False)
    start_on = models.DateField("周一")
    items = models.PositiveIntegerField("条数", default=0)
    pushes = models.PositiveIntegerField("次数", default=0)

    class Meta:
        """One row a week that had items."""

        verbose_name = "周汇总"
        constraints = [models.UniqueConstraint(fields=["account", "start_on"], name="week_tally_once")]
        indexes = [models.Index(fields=["start_on", "account", "items", "pushes"], name="week_tally_start")]

    def __str__(self) -> str:
        """Return the week and its items."""
        return f"{self.start_on}: {self.items}"


class MonthTally(models.Model):
    """Sums of an account in one calendar month (月汇总). A figure that no item carries is unknown, not zero."""

    account = models.ForeignKey(MediaAccount, on_delete=models.PROTECT, related_name="+", db_index=False)
    start_on = models.DateField("月初")
    items = models.PositiveIntegerField("条数", default=0)
    pushes = models.PositiveIntegerField("次数", default=0)
    originals = models.PositiveIntegerField("原创条数", default=0)
    reads = models.PositiveBigIntegerField("阅读数", null=True, blank=True)
    likes = models.PositiveBigIntegerField("点赞数", null=True, blank=True)
    wows = models.PositiveBigIntegerField("在看数", null=True, blank=True)
    forwards = models.PositiveBigIntegerField("转发数", null=True, blank=True)
    comments = models.PositiveBigIntegerField("评论数", null=True, blank=True)

    class Meta:
        """One row a month that had items."""

        verbose_name = "月汇总"
        constraints = [models.UniqueConstraint(fields=["account", "start_on"], name="month_tally_once")]
        indexes = [models.Index(fields=["start_on", "account"], name="month_tally_start")]

    def __str__(self) -> str:
        """Return the month and its items."""
        return f"{self.start_on:%Y-%m}: {self.items}"
