"""Obligations to file (备案义务) with their due date and what the daily job says of them."""

from datetime import date

from django.db import models
from django.db.models import Q

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.workflow.base import StateField, StateModel
from newmedia_portal.regimes.models import EditionRecord

from ..querysets import ObligationQuerySet
from ..states import Flag, ObligationState
from ..workflow import ObligationTransitions
from .filing import Filing


class Obligation(ObligationTransitions, StateModel):
    """Something a unit must file until a day: it arises with the event, and is met by the first submission.

    `due_on` is empty where the regulation sets no period: then only the age counts. `remind_on` is the first day of
    the reminder ladder for as long as the daily job has to watch the due date, and empty once it is late; the rungs
    after the first follow from the dates. `flag` is written by the daily job alone, and so is `told_rungs`, the record
    of what was reminded of: it stands here so that a reminder is one write.
    """

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="obligations", verbose_name="单位", db_index=False
    )
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    account = models.ForeignKey(
        MediaAccount, on_delete=models.PROTECT, null=True, blank=True, related_name="obligations", db_index=False
    )
    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, null=True, blank=True, related_name="obligations")
    edition = models.ForeignKey(EditionRecord, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField("事项", max_length=12)
    label = models.CharField("说明", max_length=200)
    anchor = models.CharField("起算事件", max_length=20)
    anchor_on = models.DateField("起算日")
    number = models.PositiveSmallIntegerField("期限数", null=True, blank=True)
    unit_of_time = models.CharField("期限单位", max_length=12, blank=True)
    basis = models.CharField("期限来源", max_length=10, blank=True)
    article = models.CharField("依据", max_length=60, blank=True)
    due_on = models.DateField("法定期限", null=True, blank=True)
    provisional = models.BooleanField("暂定", default=False)
    remind_on = models.DateField("起提醒日", null=True, blank=True)
    met_on = models.DateField("完成日", null=True, blank=True)
    flag = models.CharField("标记", max_length=10, choices=Flag.choices, blank=True, default="")
    flagged_on = models.DateField("标记日", null=True, blank=True)
    told_rungs = models.TextField("提醒记录", blank=True, default="", editable=False)
    created_at = models.DateTimeField()
    state = StateField(max_length=8, choices=ObligationState.choices, default=ObligationState.OPEN, protected=True)

    objects = ObligationQuerySet.as_manager()

    class Meta:
        """One open obligation per filing and kind, or per account and kind; small indexes over what is open.

        What is open with a due date is watched until it is late. No index holds `flag` or `flagged_on`: PostgreSQL
        then rewrites a reminded row in place, without a new entry in every index.
        """

        verbose_name = "备案义务"
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["filing", "kind"],
                condition=Q(filing__isnull=False, state="open"),
                name="obligation_open_once_per_filing",
            ),
            models.UniqueConstraint(
                fields=["account", "kind"],
                condition=Q(account__isnull=False, filing__isnull=True, state="open"),
                name="obligation_open_once_per_account",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(number__isnull=False), name="obligation_due_has_number"
            ),
            models.CheckConstraint(
                condition=~Q(state="open") | Q(due_on__isnull=True) | Q(flag="overdue") | Q(remind_on__isnull=False),
                name="obligation_watched_until_late",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "edition", "number"],
                condition=Q(state="open", remind_on__isnull=False),
                name="obligation_watched",
            ),
            models.Index(fields=["due_on"], condition=Q(state="open", remind_on__isnull=True), name="obligation_late"),
            models.Index(fields=["unit", "due_on"], condition=Q(state="open"), name="obligation_open_unit"),
            models.Index(fields=["account"], condition=Q(account__isnull=False), name="obligation_account"),
            models.Index(
                fields=["state"], condition=~Q(state="open") & Q(remind_on__isnull=False), name="obligation_flag_left"
            ),
        ]

    def __str__(self) -> str:
        """Return what is to be filed."""
        return self.label

    @property
    def rungs(self) -> list[tuple[int, date]]:
        """The rungs of the ladder that were told, each with the day.

        A rung counts working days: 3 is three days before the due date, 0 the day itself, -5 the fifth after it. A
        due date that moves begins its ladder anew.
        """
        told = (entry.split("@") for entry in self.told_rungs.split())
        return [(int(rung), date.fromisoformat(day)) for rung, day in told]
