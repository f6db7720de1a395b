"""Impostor cases (假冒账号): what was reported, who was brought in, letters to the platform, how it ended.

Nothing of a reporter is kept but what they choose to leave; a contact is sealed, and no address is stored.
"""

from django.db import models
from django.db.models import F, Q

from accounts.models import MediaAccount, Platform
from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.access.secrets import seal, unseal
from newmedia_portal.core.workflow.base import StateField, StateModel
from newmedia_portal.regimes.models import EditionRecord

from ..querysets import ImpostorQuerySet
from ..states import ACTED, ImpostorState, LetterOutcome, Partner, Source
from ..workflow import ImpostorTransitions


class ImpostorCase(ImpostorTransitions, StateModel):
    """An account that seems to pass itself off as that of a unit; `unit` is the department until the unit is known.

    The regulation says 立即 and names no number: minutes are shown, nothing is called late.
    """

    number = models.CharField("举报编号", max_length=30, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="impostors", verbose_name="被冒用单位")
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    account = models.ForeignKey(
        MediaAccount, on_delete=models.PROTECT, null=True, blank=True, related_name="impostors",
        verbose_name="被冒用账号",
    )  # fmt: skip
    edition = models.ForeignKey(EditionRecord, on_delete=models.PROTECT, related_name="+")
    source = models.CharField("来源", max_length=10, choices=Source.choices)
    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="+", verbose_name="平台")
    name = models.CharField("账号名称", max_length=200)
    handle = models.CharField("账号ID", max_length=120, blank=True)
    link = models.CharField("链接", max_length=500, blank=True)
    text = models.TextField("情况")
    screenshot = models.FileField("截图", upload_to="impostors/", blank=True)
    screenshot_name = models.CharField(max_length=120, blank=True)
    screenshot_type = models.CharField(max_length=40, blank=True)
    contact_sealed = models.TextField(blank=True, editable=False)
    token = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    reported_at = models.DateTimeField("收到时间")
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    verified_at = models.DateTimeField("核实时间", null=True, blank=True)
    verified_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    finding = models.TextField("核实情况", blank=True)
    compared = models.JSONField("比对到的账号", default=list, blank=True)
    sent_at = models.DateTimeField("首次致函", null=True, blank=True)
    settled_at = models.DateTimeField("平台处置时间", null=True, blank=True)
    filed_on = models.DateField("报备日期", null=True, blank=True)
    filed_no = models.CharField("报备文号", max_length=60, blank=True)
    filed_at = models.DateTimeField("登记报备", null=True, blank=True)
    summary = models.TextField("办理总结", blank=True)
    unmet_reason = models.CharField("未办步骤的说明", max_length=300, blank=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)
    state = StateField(
        "状态", max_length=10, choices=ImpostorState.choices, default=ImpostorState.REPORTED, protected=True
    )

    objects = ImpostorQuerySet.as_manager()

    class Meta:
        """Newest first; what is verified says how, what is over says when."""

        verbose_name = "假冒账号"
        ordering = ["-reported_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="reported") | ~Q(finding="") & Q(verified_at__isnull=False),
                name="impostor_verified_says_how",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["closed", "dismissed"]) | Q(closed_at__isnull=False), name="impostor_over_when"
            ),
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True) | Q(verified_at__gte=F("reported_at")),
                name="impostor_verified_after",
            ),
            models.CheckConstraint(condition=Q(filed_on__isnull=True) | ~Q(filed_no=""), name="impostor_filed_number"),
        ]
        indexes = [
            models.Index(fields=["root", "-reported_at", "-id"], name="impostor_root_reported"),
            models.Index(fields=["unit", "-reported_at", "-id"], name="impostor_unit_reported"),
        ]

    def __str__(self) -> str:
        """Return number and name."""
        return f"{self.number} {self.name}"

    @property
    def contact(self) -> str:
        """What the reporter left to be reached by; callers must hold the right and log the view."""
        return unseal(self.contact_sealed)

    @contact.setter
    def contact(self, plain: str) -> None:
        self.contact_sealed = seal(plain)

    @property
    def runs(self) -> bool:
        """Whether there is something left to do."""
        return self.state not in ImpostorState.within("final")


class ImpostorContact(models.Model):
    """A partner brought in (商请协同): who, when, whom, under which number, and what they said."""

    case = models.ForeignKey(ImpostorCase, on_delete=models.PROTECT, related_name="contacts", verbose_name="假冒账号")
    partner = models.CharField("协同单位", max_length=12, choices=Partner.choices)
    name = models.CharField("单位名称", max_length=120)
    moment = models.DateTimeField("联系时间")
    person = models.CharField("联系人", max_length=60, blank=True)
    document_no = models.CharField("文号", max_length=60, blank=True)
    text = models.CharField("内容", max_length=500, blank=True)
    answer = models.CharField("答复", max_length=500, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("登记时间")

    class Meta:
        """In the order it happened; an answer comes after the question."""

        verbose_name = "协同记录"
        ordering = ["moment", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(answered_at__gte=F("moment")), name="impostor_answer_after"
            )
        ]

    def __str__(self) -> str:
        """Return the partner."""
        return self.name


class ImpostorLetter(models.Model):
    """A letter to the operator of the platform (致函): written, sent, answered. One waits at a time."""

    case = models.ForeignKey(ImpostorCase, on_delete=models.PROTECT, related_name="letters", verbose_name="假冒账号")
    number = models.CharField("文号", max_length=60)
    to = models.CharField("主送", max_length=120)
    signer = models.CharField("落款单位", max_length=120)
    dated = models.DateField("落款日期")
    demand = models.TextField("请求事项", max_length=1000)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField("拟函时间")
    sent_at = models.DateTimeField("发函时间", null=True, blank=True)
    channel = models.CharField("发函方式", max_length=60, blank=True)
    outcome = models.CharField(
        "处理结果", max_length=10, choices=LetterOutcome.choices, blank=True, default=LetterOutcome.NONE
    )
    outcome_at = models.DateTimeField("答复时间", null=True, blank=True)
    answer = models.CharField("平台答复", max_length=500, blank=True)

    class Meta:
        """Oldest first; an answer follows the sending."""

        verbose_name = "致平台函"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(outcome=""), name="impostor_letter_waits_once"),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(sent_at__isnull=False, outcome_at__gte=F("sent_at")),
                name="impostor_outcome_after_sending",
            ),
        ]

    def __str__(self) -> str:
        """Return the number."""
        return self.number

    @property
    def acted(self) -> bool:
        """Whether the platform ended the impersonation."""
        return self.outcome in ACTED
