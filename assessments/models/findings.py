"""Findings and what follows from them (问题整改): notice, proof, re-check, objection, watch list."""

from django.db import models
from django.db.models import F, Q

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.workflow.base import StateField, StateModel
from newmedia_portal.regimes.models import EditionRecord

from ..inspecting.querysets import FindingQuerySet, RectificationNoticeQuerySet, WatchListQuerySet
from ..inspecting.states import FindingState, FoundBy, ObjectionState
from ..inspecting.workflow import FindingTransitions, ObjectionTransitions
from .inspections import Answer, Campaign, Inspected


class RectificationNotice(models.Model):
    """A notice to a unit of what was found and by when to report back (整改通知书)."""

    number = models.CharField("文号", max_length=40)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="责任单位")
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    department = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="发出单位")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="notices")
    words = models.CharField("要求", max_length=1000, blank=True)
    issued_on = models.DateField("发出日期")
    issued_at = models.DateTimeField("发出时间")
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="经办人")
    due_on = models.DateField("报告期限")

    objects = RectificationNoticeQuerySet.as_manager()

    class Meta:
        """Newest first."""

        verbose_name = "整改通知书"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["department", "number"], name="notice_number_once"),
            models.CheckConstraint(condition=Q(due_on__gte=F("issued_on")), name="notice_due_after_issue"),
        ]
        indexes = [models.Index(fields=["root", "-id"], name="rectification_root_id")]

    def __str__(self) -> str:
        """Return the number."""
        return self.number


class Finding(FindingTransitions, StateModel):
    """A problem of one account (问题), from a campaign or found otherwise.

    `kind` is a code of the catalogue, `label` its words on that day, `metric` the figure of the assessment that it
    counts for. `found_by` is the level whose inspection found it. `repeats` is the last finding of the same kind of the
    same account; `recheck_of` the one whose rectification did not hold. The clock runs from `anchor_on`, `number` of
    `unit_of_time`; `overdue_on` is the day on which the daily job flagged it.
    """

    account = models.ForeignKey(MediaAccount, on_delete=models.PROTECT, related_name="findings", verbose_name="账号")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="责任单位")
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    edition = models.ForeignKey(EditionRecord, on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="findings", verbose_name="检查"
    )
    inspected = models.ForeignKey(
        Inspected, on_delete=models.PROTECT, null=True, blank=True, related_name="findings", verbose_name="受检账号"
    )
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, null=True, blank=True, related_name="findings")
    kind = models.CharField("问题类别", max_length=40)
    label = models.CharField("问题类别", max_length=120)
    metric = models.CharField("指标", max_length=40, blank=True)
    is_veto = models.BooleanField("单项否决", default=False)
    found_by = models.CharField("检查层级", max_length=12, choices=FoundBy.choices, default=FoundBy.LOCAL)
    found_at = models.DateTimeField("发现时间")
    finder = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="发现人")
    words = models.CharField("情况", max_length=500)
    link = models.CharField("链接", max_length=500, blank=True)
    facts = models.JSONField("依据", default=dict, blank=True)
    article = models.CharField("条款", max_length=120, blank=True)
    repeats = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="repeated")
    recheck_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="failed_again")
    number = models.PositiveSmallIntegerField("期限")
    unit_of_time = models.CharField("期限单位", max_length=12, default="wd")
    objection_days = models.PositiveSmallIntegerField("申诉期限", default=0)
    notice = models.ForeignKey(
        RectificationNotice, on_delete=models.PROTECT, null=True, blank=True, related_name="findings"
    )
    anchor_on = models.DateField("起算日", null=True, blank=True)
    due_on = models.DateField("报告期限", null=True, blank=True)
    objection_due_on = models.DateField("申诉截止", null=True, blank=True)
    provisional = models.BooleanField("暂定", default=False)
    overdue_on = models.DateField("逾期标记", null=True, blank=True)
    settled_at = models.DateTimeField("了结时间", null=True, blank=True)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    settled_words = models.CharField("了结说明", max_length=500, blank=True)
    state = StateField("状态", max_length=10, choices=FindingState.choices, default=FindingState.OPEN, protected=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        """What was told has a notice and a date; what is over says when and by whom; nothing repeats itself."""

        verbose_name = "问题"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "withdrawn"])
                | Q(notice__isnull=False, due_on__isnull=False, anchor_on__isnull=False),
                name="finding_notified_has_date",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["settled", "failed", "withdrawn"])
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="finding_over_says_by_whom",
            ),
            models.UniqueConstraint(
                fields=["answer"],
                condition=Q(answer__isnull=False) & ~Q(state="withdrawn"),
                name="finding_once_per_answer",
            ),
            models.CheckConstraint(condition=~Q(repeats=F("id")), name="finding_not_its_own_repeat"),
            models.CheckConstraint(condition=~Q(recheck_of=F("id")), name="finding_not_its_own_recheck"),
        ]
        indexes = [
            models.Index(fields=["root", "-id"], name="finding_root_id"),
            models.Index(fields=["unit", "-id"], name="finding_unit_id"),
            models.Index(fields=["account", "kind", "-id"], name="finding_account_kind"),
            models.Index(fields=["campaign", "state"], name="finding_campaign_state"),
            models.Index(fields=["root", "found_at"], name="finding_root_found"),
            models.Index(
                fields=["due_on"], condition=Q(state="notified", overdue_on__isnull=True), name="finding_clock"
            ),
        ]

    def __str__(self) -> str:
        """Return account and kind."""
        return f"{self.account} · {self.label}"

    @property
    def runs(self) -> bool:
        """Whether the clock of the unit runs."""
        return bool(self.state == FindingState.NOTIFIED)


class Proof(models.Model):
    """What a unit says it has done, with files (整改报告); a second one is another row."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="proofs", verbose_name="问题")
    text = models.CharField("整改情况", max_length=1000)
    link = models.CharField("链接", max_length=500, blank=True)
    done_on = models.DateField("整改完成日")
    late = models.BooleanField("逾期报告", default=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="报告人")
    at = models.DateTimeField("报告时间")

    class Meta:
        """Oldest first."""

        verbose_name = "整改报告"
        ordering = ["pk"]

    def __str__(self) -> str:
        """Return its beginning."""
        return self.text[:30]


class Recheck(models.Model):
    """A look at whether the problem is gone (复查), linked to its finding and the campaign in which it took place."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="rechecks", verbose_name="问题")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="rechecks")
    passed = models.BooleanField("已整改")
    words = models.CharField("复查情况", max_length=500)
    link = models.CharField("链接", max_length=500, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="复查人")
    at = models.DateTimeField("复查时间")

    class Meta:
        """Oldest first."""

        verbose_name = "复查"
        ordering = ["pk"]

    def __str__(self) -> str:
        """Return the result."""
        return "通过" if self.passed else "不通过"


class FindingObjection(ObjectionTransitions, StateModel):
    """A unit disputes a finding (申诉); somebody who was not the inspector decides."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="objections", verbose_name="问题")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="责任单位")
    reason = models.CharField("申诉理由", max_length=1000)
    link = models.CharField("链接", max_length=500, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="申诉人")
    at = models.DateTimeField("申诉时间")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)
    opinion = models.CharField("决定理由", max_length=500, blank=True)
    state = StateField(
        "状态", max_length=10, choices=ObjectionState.choices, default=ObjectionState.FILED, protected=True
    )

    class Meta:
        """One waits per finding; a decision says who, when and why, and is not taken by who objected."""

        verbose_name = "申诉"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["finding"], condition=Q(state="filed"), name="objection_waits_once"),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "rejected"])
                | Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(opinion=""),
                name="finding_objection_decision_says_why",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("by")) | Q(state="withdrawn"),
                name="finding_objection_decided_by_another",
            ),
        ]

    def __str__(self) -> str:
        """Return its beginning."""
        return self.reason[:30]


class WatchListEntry(models.Model):
    """An account that is in every draw (重点关注), from one day to another, with the reason."""

    account = models.ForeignKey(MediaAccount, on_delete=models.PROTECT, related_name="watch_list", verbose_name="账号")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="主办单位")
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    reason = models.CharField("列入原因", max_length=300)
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    since = models.DateField("列入日期")
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("列入时间")
    until = models.DateField("移出日期", null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_why = models.CharField("移出原因", max_length=300, blank=True)

    objects = WatchListQuerySet.as_manager()

    class Meta:
        """Listed once at a time; leaving says why."""

        verbose_name = "重点关注"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["account"], condition=Q(until__isnull=True), name="watch_list_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since"), ended_by__isnull=False) & ~Q(ended_why=""),
                name="watch_list_end_says_why",
            ),
        ]
        indexes = [models.Index(fields=["root", "-id"], name="watch_list_root_id")]

    def __str__(self) -> str:
        """Return the account."""
        return str(self.account)
