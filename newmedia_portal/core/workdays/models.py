"""The working-day calendar (工作日历) as rows: years, and the days that differ from an ordinary week."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from .states import YearStatus


class CalendarYear(models.Model):
    """One year's arrangement (年度放假安排): provisional until the State Council's notice is entered."""

    year = models.PositiveSmallIntegerField(
        "年份",
        unique=True,
        validators=[MinValueValidator(2000), MaxValueValidator(2100)],
    )
    status = models.CharField(
        "状态",
        max_length=12,
        choices=YearStatus.choices,
        default=YearStatus.PROVISIONAL,
    )
    document = models.CharField("文号", max_length=100, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)
    entered_by = models.ForeignKey(
        "core.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="录入人",
    )
    entered_at = models.DateTimeField("录入时间")
    revision = models.PositiveIntegerField("修订次数", default=1)
    fingerprint = models.CharField("内容摘要", max_length=64)

    class Meta:
        """Years in order; a year is provisional or published and nothing else."""

        verbose_name = "日历年度"
        ordering = ["year"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=YearStatus.values),
                name="calendar_year_status",
            ),
            models.CheckConstraint(
                condition=models.Q(year__gte=2000, year__lte=2100),
                name="calendar_year_range",
            ),
        ]

    def __str__(self) -> str:
        """Return year and status."""
        return f"{self.year}年({self.get_status_display()})"


class CalendarDay(models.Model):
    """An exceptional day (例外日): off as part of a holiday, or a weekend worked in exchange (调休上班)."""

    date = models.DateField("日期", unique=True)
    is_workday = models.BooleanField("上班")
    name = models.CharField("名称", max_length=60)
    source = models.CharField("来源", max_length=100, blank=True)
    notice = models.ForeignKey(
        CalendarYear,
        on_delete=models.PROTECT,
        related_name="days",
        verbose_name="所属年度安排",
        help_text="上一年十二月的日期可以列在下一年的通知里",
    )

    class Meta:
        """Days in order."""

        verbose_name = "日历例外日"
        ordering = ["date"]

    def __str__(self) -> str:
        """Return the date and what it is."""
        return f"{self.date} {'上班' if self.is_workday else '放假'} {self.name}"
