"""What the queue keeps: who took a step for a while, common phrases, batches with a result for each item."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from newmedia_portal.core.access.models import User
from newmedia_portal.core.workflow.models import Step
from newmedia_portal.core.workflow.states import Verb

from .querysets import OwnQuerySet, PhraseQuerySet


class Claim(models.Model):
    """Somebody has taken a waiting step until a moment (领取), so that two colleagues do not do the same work.

    It ends by itself at `until`; a release brings that moment forward. One row per step, used again by whoever is next.
    """

    step = models.OneToOneField(Step, on_delete=models.PROTECT, related_name="claim", verbose_name="环节")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="领取人")
    at = models.DateTimeField("领取时间")
    until = models.DateTimeField("自动释放时间")

    class Meta:
        """It never ends before it begins."""

        verbose_name = "领取"
        constraints = [models.CheckConstraint(condition=Q(until__gte=F("at")), name="claim_ends_after")]

    def __str__(self) -> str:
        """Return who took it."""
        return f"{self.by} 领取"

    def holds(self, at: datetime) -> bool:
        """Whether it still runs."""
        return at < self.until


class Phrase(models.Model):
    """A sentence that a person writes again and again (常用语)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="本人")
    text = models.CharField("常用语", max_length=200)
    position = models.PositiveSmallIntegerField("次序", default=0)

    objects = PhraseQuerySet.as_manager()

    class Meta:
        """Each once, in the order that the person gave them."""

        verbose_name = "常用语"
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["user", "text"], name="phrase_once_per_person")]

    def __str__(self) -> str:
        """Return the sentence."""
        return self.text


class Batch(models.Model):
    """One decision with one opinion on several filings (批量办理); the token of its form lets it be sent twice."""

    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="办理人")
    token = models.UUIDField("防重复标识")
    verb = models.CharField("办理", max_length=10, choices=[(Verb.APPROVE, "同意"), (Verb.RETURN, "退回补正")])
    opinion = models.TextField("意见", blank=True)
    at = models.DateTimeField("办理时间")

    objects = OwnQuerySet.as_manager()

    class Meta:
        """Once per person and token, newest first."""

        verbose_name = "批量办理"
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["by", "token"], name="batch_once_per_token")]

    def __str__(self) -> str:
        """Return what was done."""
        return f"批量{self.get_verb_display()}"

    def get_absolute_url(self) -> str:
        """Return where its results stand."""
        return reverse("filings:queue-batch", args=[self.pk])


class Outcome(models.TextChoices):
    """What became of one item."""

    PENDING = "pending", "尚未办理"
    DONE = "done", "已办理"
    REFUSED = "refused", "未办理"


class BatchItem(models.Model):
    """One filing of a batch at the step that the reader saw, and what became of it.

    `filing` is empty where the number sent leads to none that the person may see.
    """

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField("次序")
    filing = models.ForeignKey(
        "filings.Filing", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="备案"
    )
    step_id = models.BigIntegerField("所见环节")
    label = models.CharField("备案", max_length=300)
    outcome = models.CharField("结果", max_length=10, choices=Outcome.choices, default=Outcome.PENDING)
    message = models.CharField("说明", max_length=500, blank=True)
    at = models.DateTimeField("办理时间", null=True, blank=True)

    class Meta:
        """In the order of the page; a filing stands once in a batch; what is settled says when."""

        verbose_name = "批量办理的备案"
        ordering = ["batch_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "position"], name="batch_item_position_once"),
            models.UniqueConstraint(
                fields=["batch", "filing"], condition=Q(filing__isnull=False), name="batch_item_filing_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome="pending") | Q(at__isnull=False), name="batch_item_settled_says_when"
            ),
        ]

    def __str__(self) -> str:
        """Return the filing's words and the result."""
        return f"{self.label} {self.get_outcome_display()}"
