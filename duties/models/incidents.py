"""Incidents (事件): found, reported, handled, closed, and the log of what was done."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.workflow.base import StateField, StateModel
from newmedia_portal.regimes.models import EditionRecord

from ..querysets import IncidentQuerySet
from ..states import Axis, IncidentKind, IncidentState, Severity
from ..workflow import IncidentTransitions


class Incident(IncidentTransitions, StateModel):
    """Something harmful on or about an account. The regulations say 第一时间 and name no number: minutes are shown."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="incidents", verbose_name="单位")
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    account = models.ForeignKey(
        MediaAccount, on_delete=models.PROTECT, null=True, blank=True, related_name="incidents", verbose_name="账号"
    )
    edition = models.ForeignKey(EditionRecord, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("类别", max_length=10, choices=IncidentKind.choices)
    severity = models.CharField("等级", max_length=10, choices=Severity.choices, default=Severity.GENERAL)
    title = models.CharField("事由", max_length=120)
    text = models.TextField("情况", blank=True)
    link = models.CharField("链接", max_length=500, blank=True)
    found_at = models.DateTimeField("发现时间")
    found_by = models.CharField("发现人", max_length=40)
    head_told_at = models.DateTimeField("报告单位负责人", null=True, blank=True)
    department_told_at = models.DateTimeField("报告宣传部门", null=True, blank=True)
    handling_since = models.DateTimeField("开始处置", null=True, blank=True)
    handled_at = models.DateTimeField("处置完成", null=True, blank=True)
    cause = models.TextField("起因与影响", blank=True)
    handling = models.TextField("处置过程", blank=True)
    lessons = models.TextField("教训与改进", blank=True)
    summed_up_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    summed_up_at = models.DateTimeField("总结时间", null=True, blank=True)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="登记人")
    entered_at = models.DateTimeField("登记时间")
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)
    state = StateField(
        "状态", max_length=10, choices=IncidentState.choices, default=IncidentState.FOUND, protected=True
    )

    objects = IncidentQuerySet.as_manager()

    class Meta:
        """Nothing is told or handled before it was found; what is over was reported, what is grave summed up."""

        verbose_name = "事件"
        ordering = ["-found_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(head_told_at__isnull=True) | Q(head_told_at__gte=F("found_at")), name="incident_head_after"
            ),
            models.CheckConstraint(
                condition=Q(department_told_at__isnull=True) | Q(department_told_at__gte=F("found_at")),
                name="incident_department_after",
            ),
            models.CheckConstraint(
                condition=Q(handled_at__isnull=True) | Q(handled_at__gte=F("found_at")), name="incident_handled_after"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["reported", "closed"])
                | Q(head_told_at__isnull=False, department_told_at__isnull=False),
                name="incident_reported_to_both",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(handled_at__isnull=False, closed_at__isnull=False),
                name="incident_closed_is_handled",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed", severity="major") | Q(summed_up_at__isnull=False),
                name="incident_major_is_summed_up",
            ),
        ]
        indexes = [
            models.Index(fields=["root", "-found_at", "-id"], name="incident_root_found"),
            models.Index(fields=["unit", "-found_at", "-id"], name="incident_unit_found"),
        ]

    def __str__(self) -> str:
        """Return what happened."""
        return self.title

    @property
    def reported_at(self) -> datetime | None:
        """When both unit head and department knew."""
        told = (self.head_told_at, self.department_told_at)
        return max(told) if all(told) else None  # type: ignore[type-var]

    @property
    def minutes_to_report(self) -> int | None:
        """Minutes from finding until both knew."""
        return _minutes(self.found_at, self.reported_at)

    @property
    def minutes_to_handle(self) -> int | None:
        """Minutes from finding until it was handled."""
        return _minutes(self.found_at, self.handled_at)


def _minutes(since: datetime, until: datetime | None) -> int | None:
    return int((until - since).total_seconds() // 60) if until else None


class IncidentEntry(models.Model):
    """A line of the log: a report, a step, a contact with the platform, a measure in a group, a referral, a remark."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="entries", verbose_name="事件")
    axis = models.CharField("类别", max_length=10, choices=Axis.choices)
    moment = models.DateTimeField("时间")
    who = models.CharField("对象", max_length=120, blank=True)
    channel = models.CharField("方式", max_length=60, blank=True)
    text = models.CharField("内容", max_length=500, blank=True)
    result = models.CharField("结果", max_length=300, blank=True)
    code = models.CharField("措施", max_length=40, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("登记时间")

    class Meta:
        """In the order things happened."""

        verbose_name = "处置记录"
        ordering = ["moment", "pk"]

    def __str__(self) -> str:
        """Return kind and whom or what."""
        return f"{self.get_axis_display()}:{self.who or self.text[:24]}"
