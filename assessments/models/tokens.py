"""Keys with which another system pushes published items (推送密钥); only a digest of the key is kept."""

from django.db import models
from django.db.models import F, Q

from newmedia_portal.core.access.models import Unit, User

from ..querysets import ItemTokenQuerySet


class ItemToken(models.Model):
    """A key for the accounts of one unit and the units below it; it ends by itself and can be revoked.

    `window_at` and `window_count` hold how often it was used in the present minute.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="单位范围")
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    name = models.CharField("用途", max_length=60)
    prefix = models.CharField("密钥开头", max_length=12)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    expires_on = models.DateField("有效期至")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="签发人")
    made_at = models.DateTimeField("签发时间")
    last_used_at = models.DateTimeField("最近使用", null=True, blank=True)
    revoked_at = models.DateTimeField("吊销时间", null=True, blank=True)
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    window_at = models.DateTimeField(null=True, blank=True, editable=False)
    window_count = models.PositiveIntegerField(default=0, editable=False)

    objects = ItemTokenQuerySet.as_manager()

    class Meta:
        """Newest first; it ends on or after the day it was issued."""

        verbose_name = "推送密钥"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(revoked_at__isnull=True) | Q(revoked_at__gte=F("made_at")),
                                   name="item_token_revoked_after_made")
        ]  # fmt: skip
        indexes = [models.Index(fields=["root", "-id"], name="item_token_root_id")]

    def __str__(self) -> str:
        """Return what it is for."""
        return self.name
