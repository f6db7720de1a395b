"""Who follows what (关注)."""

from django.db import models


class Follow(models.Model):
    """One person follows one object."""

    user = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="follows")
    object_type = models.CharField(max_length=50)
    object_id = models.BigIntegerField()
    since = models.DateTimeField("关注时间")

    class Meta:
        """Once per person and object; a change asks by object."""

        verbose_name = "关注"
        ordering = ["-since", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "object_type", "object_id"], name="follow_once")]
        indexes = [models.Index(fields=["object_type", "object_id"], name="follow_object")]

    def __str__(self) -> str:
        """Return what is followed."""
        return f"{self.object_type} {self.object_id}"
