"""What the department above says to a filing that was handed up to it (上级备案回执); it receives and never decides."""

from django.db import models
from django.db.models import Q

from newmedia_portal.core.access.models import Unit, User

from ..querysets import UpwardQuerySet
from .filing import Filing


class UpwardReceipt(models.Model):
    """One filing told upward: since when, whether it was taken note of, and what was asked back (reading A41)."""

    filing = models.OneToOneField(Filing, on_delete=models.PROTECT, related_name="upward", verbose_name="备案")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="上级部门")
    label = models.CharField("环节", max_length=60)
    article = models.CharField("依据", max_length=60, blank=True)
    told_at = models.DateTimeField("报送时间")
    acknowledged_at = models.DateTimeField("知悉时间", null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="知悉人"
    )
    note = models.CharField("回执意见", max_length=500, blank=True)
    question = models.CharField("询问", max_length=500, blank=True)
    asked_at = models.DateTimeField("询问时间", null=True, blank=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.CharField("说明", max_length=1000, blank=True)
    answered_at = models.DateTimeField("说明时间", null=True, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = UpwardQuerySet.as_manager()

    class Meta:
        """The oldest waiting first; each moment comes with its person."""

        verbose_name = "上级备案回执"
        ordering = ["told_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True) | Q(acknowledged_by__isnull=False),
                name="upward_who_took_note",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(asked_at__isnull=False), name="upward_answer_after_question"
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "told_at"], condition=Q(acknowledged_at__isnull=True), name="upward_waiting")
        ]

    def __str__(self) -> str:
        """Return the filing and where it stands."""
        return f"{self.filing} · {self.word}"

    @property
    def word(self) -> str:
        """Where it stands, in the words of the status table."""
        if self.acknowledged_at is not None:
            return "已知悉"
        return "待说明" if self.is_asked else "待知悉"

    @property
    def is_asked(self) -> bool:
        """Whether a question waits for its answer."""
        return self.asked_at is not None and self.answered_at is None
