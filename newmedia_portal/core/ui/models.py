"""Tokens of forms that have been sent (已提交的表单), so that a second click acts once."""

from django.db import models


class SentForm(models.Model):
    """One sent form of one person, and the address that its action led to."""

    user = models.ForeignKey("core.User", on_delete=models.CASCADE, related_name="+")
    token = models.UUIDField()
    sent_at = models.DateTimeField(db_index=True)
    result_url = models.CharField(max_length=300)

    class Meta:
        """Once per person and token."""

        verbose_name = "已提交的表单"
        constraints = [models.UniqueConstraint(fields=["user", "token"], name="sent_form_once")]

    def __str__(self) -> str:
        """Return the address that the form led to."""
        return self.result_url
