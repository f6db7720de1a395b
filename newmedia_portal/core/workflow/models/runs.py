"""The approval chain as rows: a run, its steps and its decisions (审批运行、环节、办理记录)."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django_fsm import transition

from ..base import StateField, StateModel
from ..states import Mode, RunState, Side, StepKind, StepState, Verb


class Run(StateModel):
    """One passage of an object through its chain, pinned to an edition and to the hash of what was submitted."""

    object_type = models.CharField(max_length=50)
    object_id = models.BigIntegerField()
    edition_ref = models.CharField("制度版本", max_length=60)
    content_hash = models.CharField("内容指纹", max_length=64)
    started_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    separate = models.BooleanField("同一人不得兼办两个环节", default=False)
    barred = models.JSONField("须回避的人员", default=list, blank=True)
    state = StateField("状态", max_length=12, choices=RunState.choices, default=RunState.OPEN, protected=True)

    class Meta:
        """At most one open run per object, held by the database."""

        verbose_name = "审批运行"
        constraints = [
            models.UniqueConstraint(
                fields=["object_type", "object_id"], condition=Q(state="open"), name="run_open_once_per_object"
            )
        ]
        indexes = [models.Index(fields=["object_type", "object_id", "id"], name="run_object")]

    def __str__(self) -> str:
        """Return the object and the run's number."""
        return f"{self.object_type}:{self.object_id} #{self.pk}"

    @transition(field=state, source=RunState.OPEN, target=RunState.APPROVED)
    def approve(self, *, at: datetime) -> None:
        """The last step has agreed."""
        self.ended_at = at

    @transition(field=state, source=RunState.OPEN, target=RunState.RETURNED)
    def give_back(self, *, at: datetime) -> None:
        """Somebody returned it for correction (退回补正)."""
        self.ended_at = at

    @transition(field=state, source=RunState.OPEN, target=RunState.REJECTED)
    def reject(self, *, at: datetime) -> None:
        """Somebody refused it."""
        self.ended_at = at

    @transition(field=state, source=RunState.OPEN, target=RunState.WITHDRAWN)
    def withdraw(self, *, at: datetime) -> None:
        """The owner took it back."""
        self.ended_at = at

    @transition(field=state, source=RunState.OPEN, target=RunState.TERMINATED)
    def terminate(self, *, at: datetime) -> None:
        """An administrator ended it without a decision (终止)."""
        self.ended_at = at

    @transition(field=state, source=[RunState.APPROVED, RunState.RETURNED, RunState.REJECTED], target=RunState.OPEN)
    def reopen(self, *, at: datetime) -> None:
        """What ended it was taken back by rule (收回): it is under way again."""
        self.ended_at = None

    @transition(field=state, source=[RunState.OPEN, RunState.APPROVED], target=RunState.VOIDED)
    def void(self, *, at: datetime) -> None:
        """The content was altered: what was signed here no longer counts (签署失效)."""
        self.ended_at = at


class Step(StateModel):
    """One step of a run: the role and unit that hold it, and since when."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField("次序")
    code = models.CharField(max_length=40)
    label = models.CharField("环节", max_length=60)
    kind = models.CharField("方式", max_length=10, choices=StepKind.choices, default=StepKind.APPROVE)
    side = models.CharField("计时方", max_length=10, choices=Side.choices, default=Side.OWNER)
    role = models.CharField("角色", max_length=12)
    unit = models.ForeignKey("core.Unit", on_delete=models.PROTECT, related_name="+", verbose_name="办理单位")
    holder = models.ForeignKey(
        "core.User", on_delete=models.PROTECT, null=True, blank=True, related_name="held_steps", verbose_name="承办人"
    )
    article = models.CharField("依据", max_length=60, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    hours = models.PositiveSmallIntegerField("办理时限(小时)", null=True, blank=True)
    due_at = models.DateTimeField("应于何时办结", null=True, blank=True)
    escalated_at = models.DateTimeField("超时上报时间", null=True, blank=True)
    lap = models.PositiveSmallIntegerField("第几轮", default=1)
    mode = models.CharField("多人办理方式", max_length=6, choices=Mode.choices, default=Mode.ANY)
    percent = models.PositiveSmallIntegerField("同意比例(%)", null=True, blank=True)
    seated = models.BooleanField("按席位办理", default=False)
    added_by = models.ForeignKey(
        "core.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="加签人"
    )
    back_to = models.CharField("办后交回的环节", max_length=40, blank=True)
    stuck_on = models.DateField("无人办理起始日", null=True, blank=True)
    state = StateField("状态", max_length=12, choices=StepState.choices, default=StepState.WAITING, protected=True)

    class Meta:
        """One active step per run; steps are ordered."""

        verbose_name = "审批环节"
        ordering = ["run_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["run", "position"], name="step_position_once"),
            models.UniqueConstraint(fields=["run"], condition=Q(state="active"), name="step_active_once_per_run"),
        ]
        indexes = [
            models.Index(fields=["unit", "role"], condition=Q(state="active"), name="step_active_by_unit_role"),
            models.Index(fields=["holder"], condition=Q(state="active"), name="step_active_by_holder"),
            models.Index(
                fields=["due_at"],
                condition=Q(state="active") & Q(due_at__isnull=False) & Q(escalated_at__isnull=True),
                name="step_active_by_due",
            ),
        ]

    def __str__(self) -> str:
        """Return the label of the step."""
        return self.label

    @transition(field=state, source=StepState.WAITING, target=StepState.ACTIVE)
    def open(self, *, at: datetime) -> None:
        """The turn of this step has come."""
        self.opened_at, self.stuck_on = at, None
        if self.hours is not None:
            self.due_at = at + timedelta(hours=self.hours)

    @transition(field=state, source=StepState.ACTIVE, target=StepState.DONE)
    def close(self, *, at: datetime) -> None:
        """The step has been dealt with."""
        self.closed_at = at

    @transition(field=state, source=StepState.ACTIVE, target=StepState.SUSPENDED)
    def suspend(self, *, at: datetime) -> None:
        """Somebody else is asked first; a copy of this step comes after them (委派、前加签)."""
        self.closed_at = at

    @transition(field=state, source=[StepState.WAITING, StepState.ACTIVE], target=StepState.CANCELLED)
    def cancel(self, *, at: datetime) -> None:
        """The run ended before or at this step."""
        if self.opened_at is not None:
            self.closed_at = at


class Decision(models.Model):
    """What one person did in a run: verb, role, time, on which content, under which article, with which opinion."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="decisions")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions")
    verb = models.CharField("动作", max_length=10, choices=Verb.choices)
    by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="办理人")
    in_role = models.CharField("角色", max_length=12, blank=True)
    for_user = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField("时间")
    content_hash = models.CharField("内容指纹", max_length=64)
    article = models.CharField("依据", max_length=60, blank=True)
    opinion = models.TextField("意见", blank=True)
    reasons = models.JSONField("理由条目", default=list, blank=True)

    class Meta:
        """Newest last; a step is decided once."""

        verbose_name = "办理记录"
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["step"],
                condition=Q(verb__in=["approve", "return", "send_back", "reject", "notify", "opine"]),
                name="decision_once_per_step",
            )
        ]

    def __str__(self) -> str:
        """Return who did what."""
        return f"{self.by} {self.get_verb_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A decision is written once and never changed."""
        if self.pk is not None:
            raise TypeError("办理记录不能修改。")
        super().save(*args, **kwargs)
