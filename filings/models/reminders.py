"""What the authority asked for by hand (催报记录); the rungs of the ladder stand in the obligation itself."""

from django.db import models

from newmedia_portal.core.access.models import User

from .deadlines import Obligation


class Reminder(models.Model):
    """One asking for one due date, with who asked."""

    obligation = models.ForeignKey(Obligation, on_delete=models.CASCADE, related_name="reminders", db_index=False)
    due_on = models.DateField("法定期限", null=True, blank=True)
    told_on = models.DateField("提醒日")
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False)

    class Meta:
        """At most once a day."""

        verbose_name = "催报记录"
        ordering = ["told_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["obligation", "told_on"], name="reminder_by_hand_once_a_day"),
        ]

    def __str__(self) -> str:
        """Return which day it was."""
        return f"催报 {self.told_on}"
