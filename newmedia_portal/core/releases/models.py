"""Requests to reset somebody's password or second factor, or to link an outer identity (核准申请)."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from ..sso.kinds import Kind
from .states import Outcome, What


class ReleaseRequest(models.Model):
    """One request: about whom, what, why, asked by whom, and who decided.

    Of a new password only the hash is kept, and only while the request waits. Requests of one list share `batch`.
    """

    person = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+", verbose_name="对象")
    what = models.CharField("事项", max_length=10, choices=What.choices)
    reason = models.CharField("原因", max_length=200)
    outer_kind = models.CharField(
        "统一认证方式", max_length=8, choices=Kind.choices, blank=True, default="", db_default=""
    )
    outer_issuer = models.CharField("签发方", max_length=255, blank=True, default="", db_default="")
    outer_name = models.CharField("外部标识", max_length=255, blank=True, default="", db_default="")
    batch = models.CharField(max_length=32, blank=True, default="", db_default="", editable=False)
    password_hash = models.CharField(max_length=128, blank=True, editable=False)
    asked_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+", verbose_name="申请人")
    asked_at = models.DateTimeField("申请时间")
    expires_at = models.DateTimeField("有效至")
    outcome = models.CharField("结果", max_length=10, choices=Outcome.choices, default=Outcome.WAITING)
    decided_by = models.ForeignKey(
        "core.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="核准人"
    )
    decided_at = models.DateTimeField("核准时间", null=True, blank=True)
    answer = models.CharField("意见", max_length=200, blank=True)

    class Meta:
        """Newest first; what the actions refuse the database refuses too."""

        verbose_name = "核准申请"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "what"], condition=Q(outcome="waiting"), name="release_one_waiting_each"
            ),
            models.CheckConstraint(condition=~Q(person=F("asked_by")), name="release_not_for_oneself"),
            models.CheckConstraint(
                condition=~Q(outcome="released")
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("asked_by")) & ~Q(decided_by=F("person"))),
                name="release_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(outcome="waiting") | Q(password_hash=""), name="release_hash_only_while_waiting"
            ),
            models.CheckConstraint(
                condition=~Q(what="identity") | ~(Q(outer_kind="") | Q(outer_name="")),
                name="release_names_the_identity",
            ),
        ]

    def __str__(self) -> str:
        """Say what, for whom."""
        return f"{self.get_what_display()}：{self.person}"

    @property
    def outer(self) -> dict[str, str]:
        """The outer identity that is asked for: kind, issuer, name."""
        return {"kind": self.outer_kind, "issuer": self.outer_issuer, "name": self.outer_name}

    def waits(self, at: datetime) -> bool:
        """Whether it can still be decided."""
        return self.outcome == Outcome.WAITING and at < self.expires_at

    def word(self, at: datetime) -> str:
        """Return the state in words; a request past its time counts as lapsed before the clock has marked it."""
        past = self.outcome == Outcome.WAITING and not self.waits(at)
        return str(Outcome.LAPSED.label if past else self.get_outcome_display())
