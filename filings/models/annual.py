"""The annual check (年度检查): one campaign per organisation and year, one check per account."""

from django.db import models
from django.db.models import F, Q

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.workflow.base import StateField, StateModel
from newmedia_portal.regimes.models import EditionRecord

from ..querysets import AnnualCampaignQuerySet, AnnualCheckQuerySet
from ..states import AnnualState
from ..workflow import AnnualTransitions
from .deadlines import Obligation
from .filing import Filing


class AnnualCampaign(models.Model):
    """The reports of one year of an organisation, within the window of its edition; opened by a job or a person."""

    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="annual_campaigns", verbose_name="组织")
    edition = models.ForeignKey(EditionRecord, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("报告年度")
    opens_on = models.DateField("开始")
    closes_on = models.DateField("结束")
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField("开启时间")

    objects = AnnualCampaignQuerySet.as_manager()

    class Meta:
        """One per organisation and year."""

        verbose_name = "年度检查"
        ordering = ["-year", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["root", "year"], name="annual_campaign_once"),
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="annual_campaign_days_in_order"),
        ]

    def __str__(self) -> str:
        """Return the year."""
        return f"{self.year}年度检查"


class AnnualCheck(AnnualTransitions, StateModel):
    """Report and result of one account for one year. `figures` is what the portal knew when the report was begun."""

    campaign = models.ForeignKey(AnnualCampaign, on_delete=models.PROTECT, related_name="checks")
    account = models.ForeignKey(
        MediaAccount, on_delete=models.PROTECT, related_name="annual_checks", verbose_name="账号"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="主办单位")
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    filing = models.ForeignKey(
        Filing, on_delete=models.SET_NULL, null=True, blank=True, related_name="annual_checks", verbose_name="年度报告"
    )
    obligation = models.ForeignKey(Obligation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    figures = models.JSONField("年度数据", default=list, blank=True)
    result = models.CharField("结论说明", max_length=500, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField("审核时间", null=True, blank=True)
    state = StateField("结果", max_length=10, choices=AnnualState.choices, default=AnnualState.OPEN, protected=True)

    objects = AnnualCheckQuerySet.as_manager()

    class Meta:
        """One per account and campaign; a failure says why, a result by whom."""

        verbose_name = "账号年度检查"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "account"], name="annual_check_once"),
            models.CheckConstraint(
                condition=~Q(state__in=["passed", "failed"]) | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="annual_result_by_a_person",
            ),
            models.CheckConstraint(condition=~Q(state="failed") | ~Q(result=""), name="annual_failure_says_why"),
        ]
        indexes = [
            models.Index(fields=["root", "-id"], name="annual_root_id"),
            models.Index(fields=["unit", "-id"], name="annual_unit_id"),
            models.Index(fields=["campaign", "state", "-id"], name="annual_campaign_state"),
        ]

    def __str__(self) -> str:
        """Return account and year."""
        return f"{self.account} {self.campaign}"
