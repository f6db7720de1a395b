"""Exports and scheduled exports as rows (下载中心)."""

from django.db import models
from django.db.models import Q

from ..access.models import User
from ..workflow.base import StateField, StateModel
from .querysets import ExportQuerySet, ExportScheduleQuerySet
from .states import ExportState, Rhythm
from .workflow import ExportTransitions


class ExportSchedule(models.Model):
    """An export that comes by itself, month by month or quarter by quarter (定期导出).

    Each recipient gets a file of their own, made with their own rights; `origin` is the address of the portal that
    stands in mails.
    """

    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="安排人")
    title = models.CharField("名称", max_length=120)
    source = models.CharField("内容", max_length=40)
    params = models.JSONField("条件", default=dict)
    says = models.CharField("筛选条件", max_length=500, blank=True)
    rhythm = models.CharField("周期", max_length=10, choices=Rhythm.choices)
    day = models.PositiveSmallIntegerField("发送日")
    next_on = models.DateField("下次发送", db_index=True)
    recipients = models.ManyToManyField(User, related_name="+", verbose_name="接收人")
    attach = models.BooleanField("邮件附上文件", default=False)
    origin = models.CharField("网站地址", max_length=200, blank=True)
    made_at = models.DateTimeField("安排时间")
    last_on = models.DateField("上次发送", null=True, blank=True)
    ended_at = models.DateTimeField("停止时间", null=True, blank=True)

    objects = ExportScheduleQuerySet.as_manager()

    class Meta:
        """Newest first; the day exists in every month."""

        verbose_name = "定期导出"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(day__gte=1, day__lte=28), name="export_schedule_day_in_every_month")
        ]

    def __str__(self) -> str:
        """Return its name."""
        return self.title

    @property
    def state_label(self) -> str:
        """Whether it still comes."""
        return "已停用" if self.ended_at else "有效"


class Export(ExportTransitions, StateModel):
    """One file that somebody asked for (导出).

    `source` names who writes it and `params` what; `attempts` numbers the workers that began it: only the latest may
    hand in a file. `scope` seals the rights under which it was made: when they change, the file is not given out.
    """

    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="exports", verbose_name="申请人")
    title = models.CharField("名称", max_length=120)
    source = models.CharField("内容", max_length=40)
    params = models.JSONField("条件", default=dict)
    says = models.CharField("筛选条件", max_length=500, blank=True)
    fingerprint = models.CharField(max_length=64, editable=False)
    state = StateField("状态", choices=ExportState.choices, default=ExportState.QUEUED, protected=True)
    asked_at = models.DateTimeField("申请时间")
    rows_total = models.PositiveIntegerField("总行数", null=True, blank=True)
    rows_done = models.PositiveIntegerField("已写行数", default=0)
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    touched_at = models.DateTimeField("最近进展", null=True, blank=True)
    ready_at = models.DateTimeField("生成时间", null=True, blank=True)
    expires_at = models.DateTimeField("保留至", null=True, blank=True)
    file = models.FileField(upload_to="exports/", blank=True)
    file_name = models.CharField("文件名", max_length=160)
    size = models.PositiveBigIntegerField("大小", default=0)
    digest = models.CharField("校验值", max_length=64, blank=True)
    scope = models.CharField(max_length=64, blank=True, editable=False)
    error = models.CharField("失败原因", max_length=500, blank=True)
    downloads = models.PositiveIntegerField("下载次数", default=0)
    downloaded_at = models.DateTimeField("最近下载", null=True, blank=True)
    schedule = models.ForeignKey(
        ExportSchedule, on_delete=models.PROTECT, null=True, blank=True, related_name="exports", verbose_name="定期导出"
    )
    business_date = models.DateField("业务日期", null=True, blank=True)
    mailed_at = models.DateTimeField("邮件发送时间", null=True, blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        """The same request waits once; a schedule makes one export per person and date."""

        verbose_name = "导出"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["owner", "-id"], name="export_owner"),
            models.Index(fields=["expires_at"], condition=Q(state="ready"), name="export_ready"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "fingerprint"],
                condition=Q(state__in=["queued", "running"]),
                name="export_waits_once",
            ),
            models.UniqueConstraint(
                fields=["schedule", "owner", "business_date"],
                condition=Q(schedule__isnull=False),
                name="export_once_per_schedule",
            ),
        ]

    def __str__(self) -> str:
        """Return its name."""
        return self.title

    @property
    def percent(self) -> int | None:
        """How far it is, in whole per cent; None while the number of rows is unknown."""
        if self.state == ExportState.READY:
            return 100
        return min(99, self.rows_done * 100 // self.rows_total) if self.rows_total else None
