"""Inspection campaigns (检查抽查): what is checked, the draw, the accounts in it and the answer to each item."""

from django.db import models
from django.db.models import F, Q

from accounts.models import MediaAccount, Platform
from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.workflow.base import StateField, StateModel
from newmedia_portal.regimes.models import EditionRecord

from ..inspecting.querysets import CampaignQuerySet, InspectedQuerySet
from ..inspecting.states import CampaignState, InspectedState, Outcome, Verdict
from ..inspecting.workflow import CampaignTransitions, InspectedTransitions


class Campaign(CampaignTransitions, StateModel):
    """One inspection of the accounts below a department: quarterly, monthly or on the spot.

    `kind` is the code of an inspection of the edition, or `spot`. `period` is 2026Q3, 2026-09, 2026 or empty. The
    window says when accounts may be checked and need not equal the period. `template` holds the items; once drawn it is
    frozen with its digest. Terms are numbers of working days unless `rectify_unit` says otherwise.
    """

    name = models.CharField("名称", max_length=120)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="组织单位")
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    edition = models.ForeignKey(EditionRecord, on_delete=models.PROTECT, related_name="+", verbose_name="适用制度")
    kind = models.CharField("检查类型", max_length=40)
    kind_label = models.CharField("检查类型", max_length=60)
    article = models.CharField("条款", max_length=60, blank=True)
    period = models.CharField("检查周期", max_length=10, blank=True)
    window_start = models.DateField("检查开始")
    window_end = models.DateField("检查结束")
    percent = models.DecimalField("抽查比例", max_digits=5, decimal_places=2, default=100)
    seed = models.CharField("抽样种子", max_length=64)
    only_units = models.JSONField("限定单位", default=list, blank=True)
    only_platforms = models.JSONField("限定平台", default=list, blank=True)
    owner_level = models.CharField("本级层级", max_length=20, blank=True)
    second_percent = models.PositiveSmallIntegerField("复核比例", default=0)
    rectify_number = models.PositiveSmallIntegerField("整改期限")
    rectify_unit = models.CharField("期限单位", max_length=12, default="wd")
    rectify_basis = models.CharField("期限依据", max_length=120, blank=True)
    objection_days = models.PositiveSmallIntegerField("申诉期限", default=0)
    repeat_months = models.PositiveSmallIntegerField("重复问题回看月数", default=12)
    template = models.JSONField("检查项", default=list)
    template_digest = models.CharField("检查项指纹", max_length=64, blank=True)
    remark = models.CharField("说明", max_length=500, blank=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("建立时间")
    started_at = models.DateTimeField("开始时间", null=True, blank=True)
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = StateField(
        "状态", max_length=10, choices=CampaignState.choices, default=CampaignState.PREPARING, protected=True
    )

    objects = CampaignQuerySet.as_manager()

    class Meta:
        """Days in order; what runs has a frozen template; one campaign of a kind per period and department."""

        verbose_name = "检查抽查"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(window_end__gte=F("window_start")), name="campaign_window_in_order"),
            models.CheckConstraint(condition=Q(percent__gt=0, percent__lte=100), name="campaign_percent_is_share"),
            models.CheckConstraint(condition=Q(second_percent__lte=100), name="campaign_second_is_share"),
            models.CheckConstraint(condition=Q(rectify_number__gte=1), name="campaign_has_term"),
            models.CheckConstraint(
                condition=Q(state__in=["preparing", "cancelled"]) | ~Q(template_digest=""),
                name="campaign_running_is_frozen",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="campaign_closed_says_by_whom",
            ),
            models.UniqueConstraint(
                fields=["unit", "kind", "period"],
                condition=~Q(period="") & ~Q(kind="spot") & ~Q(state="cancelled"),
                name="campaign_once_per_period",
            ),
        ]
        indexes = [models.Index(fields=["root", "-id"], name="campaign_root_id")]

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether accounts may be checked now."""
        return bool(self.state == CampaignState.RUNNING)


class CampaignDraw(models.Model):
    """The draw of a campaign with everything needed to repeat it (抽样记录): frame, share, seed, result."""

    campaign = models.OneToOneField(Campaign, on_delete=models.PROTECT, primary_key=True, related_name="draw")
    frame = models.JSONField("抽样范围")
    sentences = models.JSONField("抽样说明", default=list)
    total = models.PositiveIntegerField("范围内账号")
    watched = models.PositiveIntegerField("重点关注")
    drawn = models.PositiveIntegerField("抽取")
    digest = models.CharField("结果指纹", max_length=64)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField("抽样时间")

    class Meta:
        """No more is drawn than there is."""

        verbose_name = "抽样记录"
        constraints = [models.CheckConstraint(condition=Q(drawn__lte=F("total")), name="draw_within_frame")]

    def __str__(self) -> str:
        """Return drawn and total."""
        return f"{self.drawn}/{self.total}"


class CampaignInspector(models.Model):
    """Somebody who checks accounts in a campaign (检查人员)."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="inspectors")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="检查人员")

    class Meta:
        """Each person once."""

        verbose_name = "检查人员"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["campaign", "user"], name="campaign_inspector_once")]

    def __str__(self) -> str:
        """Return the name."""
        return str(self.user)


class Inspected(InspectedTransitions, StateModel):
    """One account in a campaign (受检账号). Unit, platform, level and name are those of the day of the draw.

    `inspected_at` is the time point at which the check holds: the last item before it is `last_published_on`, and data
    is known up to `known_until`. A 不合格 and a chosen share of the others get a second look by somebody else.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="accounts", verbose_name="检查")
    account = models.ForeignKey(MediaAccount, on_delete=models.PROTECT, related_name="inspections", verbose_name="账号")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="责任单位")
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="+", verbose_name="平台")
    owner_level = models.CharField("单位层级", max_length=20)
    name = models.CharField("账号名称", max_length=200)
    handle = models.CharField("账号ID", max_length=120, blank=True)
    stratum = models.CharField("抽样分层", max_length=200)
    place = models.PositiveIntegerField("抽样次序", default=0)
    watched = models.BooleanField("重点关注", default=False)
    inspector = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="检查人"
    )
    second = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="复核人"
    )
    second_wanted = models.BooleanField("抽中复核", default=False)
    inspected_at = models.DateTimeField("检查时点", null=True, blank=True)
    last_published_on = models.DateField("检查时更新日期", null=True, blank=True)
    known_until = models.DateField("数据截至", null=True, blank=True)
    verdict = models.CharField("检查结论", max_length=10, choices=Verdict.choices, default=Verdict.UNCHECKED)
    points = models.DecimalField("扣加分合计", max_digits=6, decimal_places=2, default=0)
    checked_at = models.DateTimeField("检查完成", null=True, blank=True)
    second_at = models.DateTimeField("复核时间", null=True, blank=True)
    second_words = models.CharField("复核意见", max_length=300, blank=True)
    skipped_why = models.CharField("未查原因", max_length=300, blank=True)
    state = StateField(
        "状态", max_length=10, choices=InspectedState.choices, default=InspectedState.WAITING, protected=True
    )

    objects = InspectedQuerySet.as_manager()

    class Meta:
        """An account once per campaign; whoever looks a second time is somebody else; a result has a time point."""

        verbose_name = "受检账号"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "account"], name="inspected_once"),
            models.CheckConstraint(
                condition=Q(second__isnull=True) | Q(inspector__isnull=True) | ~Q(second=F("inspector")),
                name="inspected_by_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(verdict="unchecked") | Q(inspected_at__isnull=False, inspector__isnull=False),
                name="inspected_verdict_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | ~Q(verdict="failed") | Q(second__isnull=False, second_at__isnull=False),
                name="inspected_failed_seen_twice",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | ~Q(verdict="unchecked"), name="inspected_done_has_verdict"
            ),
            models.CheckConstraint(
                condition=~Q(state="skipped") | Q(verdict="unchecked") & ~Q(skipped_why=""),
                name="inspected_skipped_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["campaign", "state", "id"], name="inspected_campaign_state"),
            models.Index(fields=["inspector", "state"], name="inspected_inspector"),
            models.Index(fields=["second", "state"], name="inspected_second"),
            models.Index(fields=["account", "-id"], name="inspected_account"),
            models.Index(fields=["unit", "-id"], name="inspected_unit"),
        ]

    def __str__(self) -> str:
        """Return the name of the day of the draw."""
        return self.name


class Answer(models.Model):
    """The answer to one item for one account (检查项记录); automatic ones carry the rows they rest on in `facts`.

    `suggested` is what the portal found by itself; a person may answer otherwise and then says why.
    """

    inspected = models.ForeignKey(Inspected, on_delete=models.PROTECT, related_name="answers", verbose_name="受检账号")
    number = models.PositiveSmallIntegerField("序号")
    code = models.CharField("检查项", max_length=40)
    outcome = models.CharField("结果", max_length=10, choices=Outcome.choices, default=Outcome.OPEN)
    suggested = models.CharField("系统判断", max_length=10, choices=Outcome.choices, blank=True)
    hits = models.PositiveSmallIntegerField("处数", default=1)
    points = models.DecimalField("分值", max_digits=6, decimal_places=2, default=0)
    words = models.CharField("说明", max_length=500, blank=True)
    link = models.CharField("链接", max_length=500, blank=True)
    facts = models.JSONField("依据", default=dict, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField("填写时间", null=True, blank=True)

    class Meta:
        """In the order of the template; each item once."""

        verbose_name = "检查项记录"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["inspected", "code"], name="answer_once")]

    def __str__(self) -> str:
        """Return the item and its answer."""
        return f"{self.code}: {self.get_outcome_display()}"
