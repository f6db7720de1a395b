"""One person stands in for another (代理)."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django_fsm import transition

from ..base import StateField, StateModel
from ..states import SubstitutionState


class Substitution(StateModel):
    """One person stands in for another from one day to another (代理); the record of a decision names both.

    An empty role means every post of the absent person, an empty kind of object every kind, no unit every unit.
    Days are local dates, both included.
    """

    absent = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="represented", verbose_name="本人")
    substitute = models.ForeignKey(
        "core.User", on_delete=models.PROTECT, related_name="substitutions", verbose_name="代理人"
    )
    role = models.CharField("代理岗位", max_length=12, blank=True)
    object_type = models.CharField("代理事项", max_length=50, blank=True)
    unit = models.ForeignKey(
        "core.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="代理单位"
    )
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    reason = models.CharField("事由", max_length=200)
    made_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+", verbose_name="登记人")
    made_at = models.DateTimeField("登记时间")
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    state = StateField(
        "状态", max_length=12, choices=SubstitutionState.choices, default=SubstitutionState.PLANNED, protected=True
    )

    class Meta:
        """Nobody stands in for themselves; it ends no earlier than it begins."""

        verbose_name = "代理"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(absent=models.F("substitute")), name="substitution_two_people"),
            models.CheckConstraint(condition=Q(ends_on__gte=models.F("starts_on")), name="substitution_ends_after"),
        ]
        indexes = [
            models.Index(fields=["substitute"], condition=Q(state="running"), name="substitution_running"),
        ]

    def __str__(self) -> str:
        """Return both names."""
        return f"{self.substitute} 代 {self.absent}"

    @transition(field="state", source=SubstitutionState.PLANNED, target=SubstitutionState.RUNNING)
    def start(self, *, at: datetime) -> None:
        """Its first day has come."""

    @transition(
        field="state", source=[SubstitutionState.PLANNED, SubstitutionState.RUNNING], target=SubstitutionState.ENDED
    )
    def finish(self, *, at: datetime) -> None:
        """Its last day is over, or somebody ended it."""
        self.ended_at = at
