"""Gap-free numbers and certificates (编号与备案凭证)."""

from django.db import models

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import Unit

from .filing import Filing


class Sequence(models.Model):
    """A counter that is taken under lock in the transaction that uses it, so that no number is lost."""

    key = models.CharField(max_length=60, unique=True)
    value = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        """Return the key and the last number taken."""
        return f"{self.key}={self.value}"


class Certificate(models.Model):
    """The certificate of an approved filing (备案凭证); `check_code` lets a holder of the paper verify it."""

    number = models.CharField("备案编号", max_length=40, unique=True)
    filing = models.OneToOneField(Filing, on_delete=models.PROTECT, related_name="certificate")
    account = models.ForeignKey(MediaAccount, on_delete=models.PROTECT, related_name="certificates")
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField("发证时间")
    check_code = models.CharField("核验码", max_length=20)

    class Meta:
        """Newest first."""

        verbose_name = "备案凭证"
        ordering = ["-pk"]

    def __str__(self) -> str:
        """Return the number."""
        return self.number
