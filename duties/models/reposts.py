"""Repost tasks (转发任务): an item, its issuer and due day, and the accounts that are to repost it.

Only what institutions do is kept: which official account reposted, where and when. There is no place here for
readings, likes or forwards, nor for what persons do with their own accounts (domain rule, December 2023).
"""

from django.db import models
from django.db.models import F, Q

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.workflow.base import StateField, StateModel
from newmedia_portal.regimes.models import EditionRecord

from ..querysets import RepostTargetQuerySet, RepostTaskQuerySet
from ..states import MISSED, OWED, RepostState, TargetState
from ..workflow import RepostTransitions, TargetTransitions


class RepostTask(RepostTransitions, StateModel):
    """One item to repost. `unit` is the department that issued it; day 0 of its clock is the day of issue.

    `basis` says whether the regulation sets the period (stated, presumed) or the department does (local). `aim` keeps
    the filter by which the accounts were chosen. `remind_on` and `late_told_on` belong to the daily job.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="issued_reposts", verbose_name="下达部门")
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    edition = models.ForeignKey(EditionRecord, on_delete=models.PROTECT, related_name="+")
    issuer = models.CharField("发布方", max_length=60)
    title = models.CharField("标题", max_length=120)
    link = models.CharField("原文链接", max_length=500, blank=True)
    text = models.TextField("原文", blank=True)
    note = models.CharField("转发要求", max_length=300, blank=True)
    article = models.CharField("依据", max_length=60)
    number = models.PositiveSmallIntegerField("期限数")
    unit_of_time = models.CharField("期限单位", max_length=12)
    basis = models.CharField("期限来源", max_length=10)
    anchor_on = models.DateField("下达日")
    due_on = models.DateField("转发期限")
    provisional = models.BooleanField("暂定", default=False)
    remind_on = models.DateField("下次提醒", null=True, blank=True)
    late_told_on = models.DateField("逾期提醒日", null=True, blank=True)
    aim = models.JSONField("选择条件", default=dict)
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="下达人")
    issued_at = models.DateTimeField("下达时间")
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    end_reason = models.CharField("结束说明", max_length=300, blank=True)
    state = StateField("状态", max_length=10, choices=RepostState.choices, default=RepostState.ISSUED, protected=True)

    objects = RepostTaskQuerySet.as_manager()

    class Meta:
        """An item has a link or a text; what has ended says when; small indexes over what runs."""

        verbose_name = "转发任务"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(link="") | ~Q(text=""), name="repost_has_link_or_text"),
            models.CheckConstraint(condition=Q(due_on__gte=F("anchor_on")), name="repost_due_after_issue"),
            models.CheckConstraint(
                condition=Q(state="issued", ended_at__isnull=True) | ~Q(state="issued") & Q(ended_at__isnull=False),
                name="repost_ended_has_date",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(end_reason=""), name="repost_withdrawn_has_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["root", "-id"], name="repost_root_id"),
            models.Index(fields=["remind_on"], condition=Q(state="issued"), name="repost_remind"),
            models.Index(
                fields=["due_on"], condition=Q(state="issued", late_told_on__isnull=True), name="repost_not_late"
            ),
        ]

    def __str__(self) -> str:
        """Return the title of the item."""
        return self.title


class RepostTarget(TargetTransitions, StateModel):
    """One account of a task, as it stood when the task was issued: names and unit are a snapshot.

    `late_workdays` is 0 for a repost in time, and stays as it was counted when the repost was told. `posted_at` is
    when the account published it, `confirmed_at` when the unit told so.
    """

    task = models.ForeignKey(RepostTask, on_delete=models.PROTECT, related_name="targets", verbose_name="转发任务")
    account = models.ForeignKey(
        MediaAccount, on_delete=models.PROTECT, related_name="repost_targets", verbose_name="账号"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="repost_targets", verbose_name="单位")
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    account_name = models.CharField("账号名称", max_length=200)
    platform_name = models.CharField("平台", max_length=60)
    unit_name = models.CharField("主办单位", max_length=120)
    link = models.CharField("转发链接", max_length=500, blank=True)
    posted_at = models.DateTimeField("转发时间", null=True, blank=True)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField("登记时间", null=True, blank=True)
    late_workdays = models.PositiveSmallIntegerField("逾期工作日", null=True, blank=True)
    excuse = models.CharField("不适合转发的理由", max_length=300, blank=True)
    excused_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    excused_at = models.DateTimeField("申报时间", null=True, blank=True)
    answer = models.CharField("答复", max_length=300, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    state = StateField("状态", max_length=10, choices=TargetState.choices, default=TargetState.OPEN, protected=True)

    objects = RepostTargetQuerySet.as_manager()

    class Meta:
        """An account stands once in a task; done has link and times, an excuse has its reason."""

        verbose_name = "转发账号"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["task", "account"], name="repost_account_once"),
            models.CheckConstraint(
                condition=~Q(state="done")
                | ~Q(link="")
                & Q(posted_at__isnull=False, confirmed_at__isnull=False, confirmed_by__isnull=False)
                & Q(late_workdays__isnull=False),
                name="repost_done_is_told",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["excused", "exempt"]) | ~Q(excuse="") & Q(excused_at__isnull=False),
                name="repost_excuse_has_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["task", "unit", "state"], name="repost_target_progress"),
            models.Index(fields=["unit", "task"], condition=Q(state="open"), name="repost_target_waits"),
            models.Index(fields=["task"], condition=Q(state="excused"), name="repost_target_excused"),
        ]

    def __str__(self) -> str:
        """Return account and platform."""
        return f"{self.account_name}({self.platform_name})"

    @property
    def owed(self) -> bool:
        """Whether the account counts in the progress."""
        return self.state in OWED

    @property
    def word(self) -> str:
        """The state in words; what had not been reposted when its task ended is 未转发."""
        if self.task.state == RepostState.CLOSED and self.state == TargetState.OPEN:
            return MISSED
        return TargetState(self.state).label

    @property
    def in_time(self) -> bool | None:
        """Whether the repost came in time; None where there is none."""
        return self.late_workdays == 0 if self.state == TargetState.DONE else None
