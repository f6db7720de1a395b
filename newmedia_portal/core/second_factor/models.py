"""The second factor of a person and the codes for the day it is lost."""

from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.db import models
from django_otp.models import Device, ThrottlingMixin, TimestampMixin

from ..access.secrets import seal, unseal
from . import codes


class Authenticator(TimestampMixin, ThrottlingMixin, Device):
    """The authenticator on a person's phone (验证器). A row exists only once a code of it was right.

    Its secret is encrypted at rest like personal fields. Wrong codes are counted by django-otp: after the n-th in a
    row the next try waits 2**(n-1) seconds, for codes and recovery codes together.
    """

    name = None
    confirmed = None
    user = models.OneToOneField(
        "core.User", on_delete=models.PROTECT, related_name="authenticator", verbose_name="人员"
    )
    secret_sealed = models.TextField(editable=False)
    last_step = models.BigIntegerField("最近用过的时间步", default=-1)

    class Meta:
        """One for each person."""

        verbose_name = "第二因素"

    def __str__(self) -> str:
        """Return whose it is."""
        return str(self.user)

    @property
    def secret(self) -> str:
        """The secret in hexadecimal signs."""
        return unseal(self.secret_sealed)

    @secret.setter
    def secret(self, plain: str) -> None:
        self.secret_sealed = seal(plain)

    def get_throttle_factor(self) -> int:
        """Return the wait after the first wrong code, in seconds."""
        return 1

    def takes(self, code: str, *, at: datetime) -> bool:
        """Whether a code is right and its step of time not used up yet; a right one uses it up (not saved)."""
        step = codes.step_of(self.secret, code, at=at, after=self.last_step)
        if step is not None:
            self.last_step = step
        return step is not None


class RecoveryCode(models.Model):
    """A recovery code (恢复码), good for one time; only its first two signs are stored readable."""

    authenticator = models.ForeignKey(Authenticator, on_delete=models.CASCADE, related_name="recovery_codes")
    start = models.CharField(max_length=codes.START)
    rest_hash = models.CharField(max_length=128, editable=False)
    used_at = models.DateTimeField("使用时间", null=True, blank=True)

    class Meta:
        """Found by its beginning."""

        verbose_name = "恢复码"
        constraints = [models.UniqueConstraint(fields=["authenticator", "start"], name="recovery_code_start_once")]

    def __str__(self) -> str:
        """Return the beginning."""
        return f"{self.start}…"

    @classmethod
    def made_of(cls, authenticator: Authenticator, shown: str) -> Any:
        """Return the row for a code, not saved."""
        code = codes.plain(shown)
        return cls(authenticator=authenticator, start=code[: codes.START], rest_hash=make_password(code[codes.START :]))

    def fits(self, code: str) -> bool:
        """Whether this is the code, as `codes.plain` returns it."""
        return check_password(code[codes.START :], self.rest_hash)
