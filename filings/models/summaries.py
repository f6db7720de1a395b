"""Yearly summaries of units (年度总结): people, money, equipment, training, what was done and what comes next."""

from django.db import models

from newmedia_portal.core.access.models import Unit, User

from ..querysets import SummaryQuerySet


class WorkSummary(models.Model):
    """What a unit says of its year; it may be mended until the department has read it, each version is in the log."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="work_summaries", verbose_name="单位")
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    year = models.PositiveSmallIntegerField("年度")
    done = models.TextField("工作情况")
    people = models.TextField("人员保障", blank=True)
    money = models.TextField("经费保障", blank=True)
    equipment = models.TextField("设备保障", blank=True)
    trainings = models.PositiveIntegerField("年内培训登记（人次）", default=0)
    plans = models.TextField("问题和下一步安排", blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="填报人")
    at = models.DateTimeField("填报时间")
    read_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    read_at = models.DateTimeField("阅知时间", null=True, blank=True)

    objects = SummaryQuerySet.as_manager()

    class Meta:
        """One per unit and year."""

        verbose_name = "年度总结"
        ordering = ["-year", "-pk"]
        constraints = [models.UniqueConstraint(fields=["unit", "year"], name="work_summary_once")]
        indexes = [models.Index(fields=["root", "-id"], name="work_summary_root_id")]

    def __str__(self) -> str:
        """Return unit and year."""
        return f"{self.unit}{self.year}年度总结"
