"""What people put into a quarter (人工评分、自评、申诉、外部否决)."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.workflow.base import StateField, StateModel

from ..quarters.querysets import CardQuerySet, VetoQuerySet
from ..quarters.states import AppealState
from ..quarters.workflow import AppealTransitions
from ..scoring.vocabulary import LEVELS
from .entries import Entry


class _OfEntry(models.Model):
    """What hangs on a unit in a quarter; the quarter stands beside it so that the database can freeze the row."""

    quarter = models.ForeignKey("assessments.Quarter", on_delete=models.CASCADE, related_name="+")
    indicator = models.CharField("指标", max_length=40)
    words = models.CharField("说明", max_length=500, blank=True)
    proof = models.FileField("证明材料", upload_to="assessments/%Y/%m/", blank=True)
    proof_name = models.CharField("材料名称", max_length=120, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        """No table of its own."""

        abstract = True


class HandScore(_OfEntry):
    """A score given by the department (人工评分), for the unit or for one of its accounts; with proof for bonus."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="hand_scores")
    account = models.ForeignKey(MediaAccount, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    value = models.DecimalField("评分", max_digits=9, decimal_places=2)
    proved_on = models.DateField("证明日期", null=True, blank=True)

    objects = CardQuerySet.as_manager()

    class Meta:
        """One score per indicator of a unit or account."""

        verbose_name = "人工评分"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "indicator"], condition=Q(account__isnull=True), name="hand_score_unit_once"
            ),
            models.UniqueConstraint(
                fields=["entry", "indicator", "account"],
                condition=Q(account__isnull=False),
                name="hand_score_account_once",
            ),
            models.CheckConstraint(condition=Q(value__gte=0), name="hand_score_not_negative"),
        ]

    def __str__(self) -> str:
        """Return indicator and value."""
        return f"{self.indicator} {self.value}"


class SelfScore(_OfEntry):
    """What a unit says of itself (单位自评); it never counts by itself, reviewers see it beside their own score."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="self_scores")
    value = models.DecimalField("自评", max_digits=9, decimal_places=2, null=True, blank=True)

    objects = CardQuerySet.as_manager()

    class Meta:
        """One statement per indicator of a unit."""

        verbose_name = "单位自评"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["entry", "indicator"], name="self_score_once")]

    def __str__(self) -> str:
        """Return indicator and value."""
        return f"{self.indicator} {self.value}"


class QuarterObjection(AppealTransitions, StateModel, _OfEntry):
    """A unit objects to its result (考核申诉); the department decides with reasons, and may set a hand score anew.

    `before` and `after` are the unit's score when the objection came in and after the decision.
    """

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="objections")
    state = StateField("状态", max_length=10, choices=AppealState.choices, default=AppealState.ASKED, protected=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)
    opinion = models.CharField("决定意见", max_length=500, blank=True)
    before = models.DecimalField("申诉前得分", max_digits=9, decimal_places=4, null=True, blank=True)
    after = models.DecimalField("决定后得分", max_digits=9, decimal_places=4, null=True, blank=True)

    objects = CardQuerySet.as_manager()

    class Meta:
        """One open objection per indicator of a unit; what is decided says by whom."""

        verbose_name = "考核申诉"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "indicator"], condition=Q(state="asked"), name="objection_open_once"
            ),
            models.CheckConstraint(
                condition=Q(state="asked") | Q(decided_at__isnull=False), name="objection_decided_has_date"
            ),
        ]
        indexes = [models.Index(fields=["quarter", "-id"], name="objection_quarter_id")]

    def __str__(self) -> str:
        """Return the unit."""
        return f"{self.entry} 申诉"

    def get_absolute_url(self) -> str:
        """Return the page of the objection."""
        return reverse("assessments:quarter-objection", args=[self.pk])

    @property
    def root(self) -> Unit:
        """The tree whose department decides."""
        return self.quarter.root


class VetoRecord(models.Model):
    """A veto found outside of the portal (外部单项否决): by whom, in which document, on which day.

    It holds for the period its day lies in and, where the scheme says so, for the whole year. A wrong one is revoked
    with its reason and stays on record.
    """

    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    account = models.ForeignKey(
        MediaAccount, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="账号"
    )
    code = models.CharField("否决项", max_length=40)
    level = models.CharField("检查级别", max_length=10, choices=list(LEVELS.items()))
    on = models.DateField("通报日期")
    document = models.CharField("文件名称和文号", max_length=200)
    words = models.CharField("情况", max_length=500)
    proof = models.FileField("文件", upload_to="assessments/%Y/%m/", blank=True)
    proof_name = models.CharField("材料名称", max_length=120, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("登记时间")
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField("撤销时间", null=True, blank=True)
    revoked_why = models.CharField("撤销原因", max_length=300, blank=True)

    objects = VetoQuerySet.as_manager()

    class Meta:
        """What is revoked says why."""

        verbose_name = "外部单项否决"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | ~Q(revoked_why=""), name="veto_record_revoked_has_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["root", "on"], name="veto_record_root_on"),
            models.Index(fields=["root", "-id"], name="veto_record_root_id"),
            models.Index(fields=["unit", "-id"], name="veto_record_unit_id"),
        ]

    def __str__(self) -> str:
        """Return document and day."""
        return f"{self.document} {self.on}"

    @property
    def stands(self) -> bool:
        """Whether it has not been revoked."""
        return self.revoked_at is None

    @property
    def word(self) -> Any:
        """Status word."""
        return "否决" if self.stands else "已撤销"
