"""Who else takes part in a run: co-signers, readers, people who look at it now (会签席位、抄送传阅、正在审)."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django_fsm import transition

from ..base import StateField, StateModel
from ..states import CopyKind, SeatState
from .runs import Run, Step


class Seat(StateModel):
    """The place of one person in a step that several hold (会签席位)."""

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+", verbose_name="会签人")
    at = models.DateTimeField("办理时间", null=True, blank=True)
    state = StateField("状态", max_length=10, choices=SeatState.choices, default=SeatState.OPEN, protected=True)

    class Meta:
        """One seat per person and step."""

        verbose_name = "会签席位"
        ordering = ["step_id", "pk"]
        constraints = [models.UniqueConstraint(fields=["step", "person"], name="seat_once_per_step")]
        indexes = [models.Index(fields=["person"], condition=Q(state="open"), name="seat_open_by_person")]

    def __str__(self) -> str:
        """Return the person and where they stand."""
        return f"{self.person} {self.get_state_display()}"

    @transition(field=state, source=SeatState.OPEN, target=SeatState.AGREED)
    def agree(self, *, at: datetime) -> None:
        """The person agreed."""
        self.at = at

    @transition(field=state, source=SeatState.OPEN, target=SeatState.AGAINST)
    def refuse(self, *, at: datetime) -> None:
        """The person spoke against it."""
        self.at = at

    @transition(field=state, source=SeatState.OPEN, target=SeatState.GONE)
    def leave(self, *, at: datetime) -> None:
        """The person is no longer asked: taken out, or the step is over without them."""
        self.at = at

    @transition(field=state, source=[SeatState.AGREED, SeatState.AGAINST], target=SeatState.OPEN)
    def take_back(self, *, at: datetime) -> None:
        """The person took the vote back before the step was over (收回)."""
        self.at = None


class Copy(models.Model):
    """A copy for information or for circulation, with its read mark (抄送、传阅)."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="copies")
    object_type = models.CharField(max_length=50)
    object_id = models.BigIntegerField()
    person = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="copies", verbose_name="收件人")
    kind = models.CharField("方式", max_length=10, choices=CopyKind.choices)
    by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+", verbose_name="发送人")
    at = models.DateTimeField("发送时间")
    note = models.CharField("说明", max_length=300, blank=True)
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)
    remark = models.CharField("阅后意见", max_length=500, blank=True)

    class Meta:
        """Once per run, person and way."""

        verbose_name = "抄送传阅"
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["run", "person", "kind"], name="copy_once_per_person")]
        indexes = [models.Index(fields=["person", "object_type", "object_id"], name="copy_person_object")]

    def __str__(self) -> str:
        """Return the way and the reader."""
        return f"{self.get_kind_display()} {self.person}"


class Presence(models.Model):
    """Who has a case open at this moment (正在审、正在改); lives for seconds, no record."""

    object_type = models.CharField(max_length=50)
    object_id = models.BigIntegerField()
    person = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    doing = models.CharField(max_length=10)
    seen_at = models.DateTimeField()

    class Meta:
        """One row per person and object."""

        verbose_name = "在场"
        constraints = [
            models.UniqueConstraint(fields=["object_type", "object_id", "person"], name="presence_once_per_person")
        ]
        indexes = [models.Index(fields=["seen_at"], name="presence_seen_at")]

    def __str__(self) -> str:
        """Return the person and what they do."""
        return f"{self.person} {self.doing}"
