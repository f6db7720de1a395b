"""People and custody (队伍与口令): leavers' checklists, rounds of checks, confirmations of entries."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import Post, Unit, User
from newmedia_portal.core.workflow.base import StateField, StateModel
from newmedia_portal.regimes.models import EditionRecord
from newmedia_portal.regimes.vocabulary import LEAVING_ITEMS

from ..querysets import ChecklistQuerySet, ConfirmationQuerySet, ReplyQuerySet
from ..states import ChecklistState, EntryWord, ReplyWord
from ..workflow import ChecklistTransitions


class LeavingChecklist(ChecklistTransitions, StateModel):
    """What is to be done when somebody has left a post (离任清单); opened with the end of the post."""

    post = models.OneToOneField(Post, on_delete=models.PROTECT, related_name="leaving", verbose_name="任职")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="leavers", verbose_name="单位")
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    edition = models.ForeignKey(EditionRecord, on_delete=models.PROTECT, related_name="+")
    successor = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    person = models.CharField("离任人", max_length=60)
    left_on = models.DateField("离任日期")
    opened_at = models.DateTimeField("开立时间")
    done_at = models.DateTimeField("完成时间", null=True, blank=True)
    state = StateField(
        "状态", max_length=8, choices=ChecklistState.choices, default=ChecklistState.OPEN, protected=True
    )

    objects = ChecklistQuerySet.as_manager()

    class Meta:
        """Newest first; one that is done says when."""

        verbose_name = "离任清单"
        ordering = ["-left_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(state="done") | Q(done_at__isnull=False), name="leaving_done_when")
        ]
        indexes = [
            models.Index(fields=["root", "-left_on", "-id"], name="leaving_root_left"),
            models.Index(fields=["unit"], condition=Q(state="open"), name="leaving_open"),
        ]

    def __str__(self) -> str:
        """Return whose it is."""
        return f"{self.person}离任清单"


class LeavingItem(models.Model):
    """One thing to be done about a leaver; ticked with day and person. `basis` product: a rule of the product."""

    checklist = models.ForeignKey(LeavingChecklist, on_delete=models.PROTECT, related_name="items", verbose_name="清单")
    code = models.CharField("事项", max_length=12, choices=list(LEAVING_ITEMS.items()))
    label = models.CharField("名称", max_length=120)
    article = models.CharField("依据", max_length=60, blank=True)
    basis = models.CharField(max_length=10)
    account = models.ForeignKey(
        MediaAccount, on_delete=models.PROTECT, null=True, blank=True, related_name="leaving_items"
    )
    done_on = models.DateField("办理日期", null=True, blank=True)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    entered_at = models.DateTimeField("登记时间", null=True, blank=True)
    waived = models.BooleanField("不涉及", default=False)
    note = models.CharField("说明", max_length=300, blank=True)

    class Meta:
        """In the order of the list; each thing once."""

        verbose_name = "离任事项"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["checklist", "code"], condition=Q(account__isnull=True), name="leaving_item_once"
            ),
            models.UniqueConstraint(
                fields=["checklist", "code", "account"], condition=Q(account__isnull=False),
                name="leaving_item_once_per_account",
            ),
            models.CheckConstraint(condition=Q(waived=False) | ~Q(note=""), name="leaving_waived_says_why"),
        ]  # fmt: skip

    def __str__(self) -> str:
        """Return what is to be done."""
        return self.label


class CheckRound(models.Model):
    """One period's self-check or declaration of an organisation (自查批次), with its conditions as they then stood."""

    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(EditionRecord, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    label = models.CharField("名称", max_length=60)
    article = models.CharField("依据", max_length=60)
    period = models.CharField("周期", max_length=8)
    conditions = models.JSONField("逐项核对", default=list)
    opened_on = models.DateField("开始日期")
    remind_on = models.DateField("提醒日期")
    due_on = models.DateField("截止日期")

    class Meta:
        """One round per organisation, matter and period."""

        verbose_name = "自查批次"
        ordering = ["-opened_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["root", "code", "period"], name="check_round_once"),
            models.CheckConstraint(condition=Q(due_on__gte=F("opened_on")), name="check_round_due_after"),
        ]

    def __str__(self) -> str:
        """Return matter and period."""
        return f"{self.period} {self.label}"


class CheckReply(models.Model):
    """What a unit owes to a round, and what it said. It names no person and no private account (reading A49)."""

    round = models.ForeignKey(CheckRound, on_delete=models.PROTECT, related_name="replies", verbose_name="批次")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="check_replies", verbose_name="单位")
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    answers = models.JSONField("逐项结果", default=list)
    has_problem = models.BooleanField("有问题", default=False)
    note = models.CharField("问题与处理", max_length=500, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField("填报时间", null=True, blank=True)

    objects = ReplyQuerySet.as_manager()

    class Meta:
        """One reply per unit and round; a problem is explained."""

        verbose_name = "自查填报"
        ordering = ["-round_id", "unit__path"]
        constraints = [
            models.UniqueConstraint(fields=["round", "unit"], name="check_reply_once"),
            models.CheckConstraint(condition=Q(has_problem=False) | ~Q(note=""), name="check_problem_explained"),
        ]
        indexes = [
            models.Index(fields=["root", "-id"], name="check_reply_root"),
            models.Index(fields=["unit"], condition=Q(answered_at__isnull=True), name="check_reply_waits"),
        ]

    def __str__(self) -> str:
        """Return unit and round."""
        return f"{self.unit} {self.round}"

    def word(self, today: date) -> str:
        """Return what the reply is called on a day."""
        if self.answered_at is not None:
            return ReplyWord.PROBLEM if self.has_problem else ReplyWord.FINE
        return ReplyWord.LATE if self.round.due_on < today else ReplyWord.WAITING


class EntryConfirmation(models.Model):
    """That the register entry of an account was looked at in a period (登记信息核实): true, or changed."""

    account = models.ForeignKey(
        MediaAccount, on_delete=models.PROTECT, related_name="confirmations", verbose_name="账号"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    period = models.CharField("周期", max_length=8)
    result = models.CharField("结果", max_length=8, choices=EntryWord.choices)
    version = models.PositiveIntegerField("台账版本")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="核实人")
    at = models.DateTimeField("核实时间")

    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        """Newest first; one per account and period."""

        verbose_name = "登记信息核实"
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["account", "period"], name="entry_confirmed_once")]
        indexes = [models.Index(fields=["root", "-at", "-id"], name="entry_root_at")]

    def __str__(self) -> str:
        """Return account and period."""
        return f"{self.account} {self.period}"

    def as_audit(self) -> dict[str, Any]:
        """Return what the audit log keeps."""
        return {"period": self.period, "result": self.get_result_display(), "version": self.version}
