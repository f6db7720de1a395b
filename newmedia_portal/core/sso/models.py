"""Who somebody is outside (统一认证身份), set by the security administrator."""

from django.db import models

from .kinds import Kind


class OuterIdentity(models.Model):
    """The person of this portal whom an outer identity stands for; one identity names one person only."""

    user = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="identities", verbose_name="人员")
    kind = models.CharField("方式", max_length=8, choices=Kind.choices)
    issuer = models.CharField("签发方", max_length=255, blank=True)
    name = models.CharField("外部标识", max_length=255)
    set_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+", verbose_name="登记人")
    set_at = models.DateTimeField("登记时间")
    used_at = models.DateTimeField("最近登录", null=True, blank=True)

    class Meta:
        """One person has one identity of a kind at an issuer, and one identity one person."""

        verbose_name = "统一认证身份"
        ordering = ["-set_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "issuer", "name"], name="outer_identity_names_one_person"),
            models.UniqueConstraint(fields=["user", "kind", "issuer"], name="one_outer_identity_per_person_and_kind"),
        ]

    def __str__(self) -> str:
        """Return kind and outer name."""
        return f"{self.get_kind_display()} {self.name}"
