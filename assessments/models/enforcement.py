"""Measures and commendations (处置、表彰): proposed by one, decided by another, how it reached the unit, its end."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q

from accounts.models import MediaAccount
from filings.models import Filing
from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.workflow.base import StateField, StateModel
from newmedia_portal.regimes.models import EditionRecord

from ..enforcing.querysets import EnforcementQuerySet
from ..enforcing.states import CaseKind, Delivery, EnforcementState
from ..enforcing.workflow import EnforcementTransitions


class EnforcementCase(EnforcementTransitions, StateModel):
    """One measure or commendation of the edition towards one unit.

    `measure` is a code of the edition; `label`, `target` and `article` are what the edition said of it, `rank` serves
    for sorting only: measures are a set and not a ladder. `year` is the year for which a commendation counts or a bar
    keeps from it. `persons` names whom a measure on persons concerns; such cases are seen by few. `due_on` is the day
    that the decision sets, which no regulation prescribes. `link` and `category` say of which item, and against which
    entry of the list of prohibited contents. A case that a job laid ready has no `proposed_by`: it is a draft that
    somebody must stand for.
    """

    kind = models.CharField("类别", max_length=10, choices=CaseKind.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="enforcements", verbose_name="单位")
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    account = models.ForeignKey(
        MediaAccount, on_delete=models.PROTECT, null=True, blank=True, related_name="enforcements", verbose_name="账号"
    )
    edition = models.ForeignKey(EditionRecord, on_delete=models.PROTECT, related_name="+")
    measure = models.CharField("措施", max_length=30)
    label = models.CharField("措施名称", max_length=40)
    target = models.CharField("对象", max_length=12)
    rank = models.PositiveSmallIntegerField("排序", default=0)
    article = models.CharField("条款", max_length=60)
    year = models.PositiveSmallIntegerField("年度", null=True, blank=True)
    facts = models.TextField("事实和理由")
    demand = models.TextField("要求", blank=True)
    due_on = models.DateField("完成期限", null=True, blank=True)
    persons = models.CharField("涉及人员", max_length=300, blank=True)
    partners = models.CharField("移送或联合单位", max_length=300, blank=True)
    link = models.CharField("信息链接", max_length=500, blank=True)
    category = models.CharField("内容类别", max_length=10, blank=True)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    proposed_at = models.DateTimeField("提出时间", null=True, blank=True)
    created_at = models.DateTimeField("建立时间")
    number = models.CharField("文号", max_length=40, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)
    opinion = models.CharField("决定意见", max_length=500, blank=True)
    delivery = models.CharField("送达方式", max_length=10, choices=Delivery.choices, blank=True, default="")
    delivered_on = models.DateField("送达日期", null=True, blank=True)
    delivered_at = models.DateTimeField("登记送达", null=True, blank=True)
    delivered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    received_by = models.CharField("收件人", max_length=60, blank=True)
    acknowledged_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    acknowledged_at = models.DateTimeField("签收时间", null=True, blank=True)
    answer = models.TextField("单位反馈", blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField("反馈时间", null=True, blank=True)
    result = models.TextField("处理结果", blank=True)
    revoked_why = models.CharField("撤销原因", max_length=500, blank=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField("结束时间", null=True, blank=True)
    closing = models.ForeignKey(
        Filing, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="关闭备案"
    )
    state = StateField(
        "状态", max_length=10, choices=EnforcementState.choices, default=EnforcementState.DRAFT, protected=True
    )

    objects = EnforcementQuerySet.as_manager()

    class Meta:
        """Whoever proposes does not decide; a decision has a number and a person, what reached somebody a day."""

        verbose_name = "处置"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="enforcement_number_once"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(proposed_by__isnull=False) & ~Q(decided_by=F("proposed_by")),
                name="enforcement_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(state="withdrawn") | Q(proposed_by__isnull=False),
                name="enforcement_proposed_by_a_person",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["decided", "delivered", "answered", "closed"])
                | Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(number=""),
                name="enforcement_decided_has_number",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["delivered", "answered", "closed"])
                | Q(delivered_on__isnull=False, delivered_at__isnull=False),
                name="enforcement_delivered_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | ~Q(result="") & Q(closed_at__isnull=False),
                name="enforcement_closed_has_result",
            ),
            models.CheckConstraint(
                condition=~Q(kind="reward") & ~Q(measure="no_award") | Q(year__isnull=False),
                name="enforcement_award_has_year",
            ),
        ]
        indexes = [
            models.Index(fields=["root", "-id"], name="enforcement_root_id"),
            models.Index(fields=["unit", "-id"], name="enforcement_unit_id"),
            models.Index(fields=["root", "state", "-id"], name="enforcement_root_state"),
            models.Index(fields=["unit", "year"], condition=Q(measure="no_award"), name="enforcement_bars"),
        ]

    def __str__(self) -> str:
        """Return measure and number."""
        return f"{self.label} {self.number}".strip()


class EnforcementBasis(models.Model):
    """A fact on which a case rests (依据): its words as they stood when it was proposed, and the row it came from."""

    case = models.ForeignKey(EnforcementCase, on_delete=models.CASCADE, related_name="bases", verbose_name="处置")
    code = models.CharField("类别", max_length=16)
    text = models.CharField("事实", max_length=500)
    article = models.CharField("条款", max_length=60, blank=True)
    on = models.DateField("日期", null=True, blank=True)
    object_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    object_id = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        """In the order in which they were named; each row once per case."""

        verbose_name = "处置依据"
        ordering = ["case", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "object_type", "object_id"],
                condition=Q(object_id__isnull=False),
                name="enforcement_basis_once",
            )
        ]
        indexes = [models.Index(fields=["object_type", "object_id"], name="enforcement_basis_object")]

    def __str__(self) -> str:
        """Return the fact."""
        return self.text
