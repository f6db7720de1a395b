"""Duty rosters (值班表): shifts, their exchange, the note at hand-over, and what the watch saw."""

from django.db import models
from django.db.models import F, Q

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.regimes.models import EditionRecord

from ..querysets import DutyQuerySet, ShiftQuerySet
from ..states import EntryResult, ShiftRole
from .batches import DutyBatch


class DutyRoster(models.Model):
    """Who watches a unit's accounts, or one of them. `hours_a_day` is what the edition asks; empty: nothing stated."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="duty_rosters", verbose_name="单位")
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    account = models.ForeignKey(
        MediaAccount, on_delete=models.PROTECT, null=True, blank=True, related_name="duty_rosters", verbose_name="账号"
    )
    edition = models.ForeignKey(EditionRecord, on_delete=models.PROTECT, related_name="+")
    hours_a_day = models.PositiveSmallIntegerField("每日值守小时", null=True, blank=True)
    article = models.CharField("依据", max_length=60, blank=True)
    started_on = models.DateField("启用日期")
    ended_on = models.DateField("停用日期", null=True, blank=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("建立时间")

    objects = DutyQuerySet.as_manager()

    class Meta:
        """One running roster for a unit as a whole, and one for each account."""

        verbose_name = "值班表"
        ordering = ["unit_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(account__isnull=True, ended_on__isnull=True), name="roster_once_per_unit"
            ),
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(account__isnull=False, ended_on__isnull=True),
                name="roster_once_per_account",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")), name="roster_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        """Return account or unit."""
        return f"{self.account if self.account_id else self.unit} 值班表"


class DutyShift(models.Model):
    """One person on duty from one moment to another; somebody without a login is known by name and office phone."""

    roster = models.ForeignKey(DutyRoster, on_delete=models.PROTECT, related_name="shifts", verbose_name="值班表")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="duty_shifts", verbose_name="单位")
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    person = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="duty_shifts", verbose_name="值班人员"
    )
    name = models.CharField("姓名", max_length=40)
    office_phone = models.CharField("办公电话", max_length=30, blank=True)
    role = models.CharField("岗位", max_length=10, choices=ShiftRole.choices, default=ShiftRole.DUTY)
    starts_at = models.DateTimeField("起")
    ends_at = models.DateTimeField("止")
    handover_note = models.TextField("交接记录", blank=True)
    handed_over_at = models.DateTimeField("交接时间", null=True, blank=True)
    handed_over_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    cancelled_at = models.DateTimeField("取消时间", null=True, blank=True)
    cancel_reason = models.CharField("取消原因", max_length=200, blank=True)
    batch = models.ForeignKey(DutyBatch, on_delete=models.PROTECT, null=True, blank=True, related_name="shifts")

    objects = ShiftQuerySet.as_manager()

    class Meta:
        """By time; the same person stands once at the same hours; a shift has a name and lasts."""

        verbose_name = "班次"
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="shift_lasts"),
            models.CheckConstraint(condition=~Q(name=""), name="shift_has_a_name"),
            models.UniqueConstraint(
                fields=["roster", "name", "starts_at", "ends_at"],
                condition=Q(cancelled_at__isnull=True),
                name="shift_once",
            ),
            models.CheckConstraint(
                condition=Q(handed_over_at__isnull=True) | ~Q(handover_note=""), name="shift_handover_has_note"
            ),
        ]
        indexes = [
            models.Index(fields=["roster", "starts_at"], name="shift_roster_start"),
            models.Index(fields=["person", "ends_at"], condition=Q(cancelled_at__isnull=True), name="shift_person_end"),
        ]

    def __str__(self) -> str:
        """Return who."""
        return f"{self.name} {self.get_role_display()}"


class ShiftSwap(models.Model):
    """That somebody took over another's shift (换班)."""

    shift = models.ForeignKey(DutyShift, on_delete=models.PROTECT, related_name="swaps", verbose_name="班次")
    old_name = models.CharField("原值班人", max_length=40)
    new_name = models.CharField("替班人", max_length=40)
    reason = models.CharField("原因", max_length=200)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        """In order."""

        verbose_name = "换班记录"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        """Return both names."""
        return f"{self.old_name} → {self.new_name}"


class MonitoringEntry(models.Model):
    """One look at accounts and comment areas (监看记录); a look without a finding is on record too."""

    roster = models.ForeignKey(DutyRoster, on_delete=models.PROTECT, related_name="entries", verbose_name="值班表")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    seen_at = models.DateTimeField("监看时间")
    what = models.CharField("监看范围", max_length=200)
    comment_areas = models.BooleanField("含评论区", default=False)
    result = models.CharField("结果", max_length=10, choices=EntryResult.choices)
    text = models.CharField("情况说明", max_length=500, blank=True)
    incident = models.ForeignKey(
        "Incident", on_delete=models.PROTECT, null=True, blank=True, related_name="sightings", verbose_name="事件"
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="监看人")
    entered_at = models.DateTimeField("登记时间")

    objects = DutyQuerySet.as_manager()

    class Meta:
        """Newest first; what was found is told."""

        verbose_name = "监看记录"
        ordering = ["-seen_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(result="found") | ~Q(text=""), name="monitoring_found_is_told")
        ]
        indexes = [models.Index(fields=["roster", "-seen_at"], name="monitoring_roster_seen")]

    def __str__(self) -> str:
        """Return what was looked at."""
        return self.what
