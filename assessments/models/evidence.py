"""Files of inspections (取证材料): screenshots of an answer, files of a finding, proof, re-check or objection."""

from django.db import models
from django.db.models import Q

from newmedia_portal.core.access.models import User

from .findings import Finding, FindingObjection, Proof, Recheck
from .inspections import Answer

OWNERS = ("answer", "finding", "proof", "recheck", "objection")


def _owner(name: str) -> Q:
    return Q(**{f"{other}__isnull": other != name for other in OWNERS})


class EvidenceFile(models.Model):
    """A file that passed the upload check; it belongs to exactly one row and never changes."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, null=True, blank=True, related_name="files")
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, null=True, blank=True, related_name="files")
    proof = models.ForeignKey(Proof, on_delete=models.PROTECT, null=True, blank=True, related_name="files")
    recheck = models.ForeignKey(Recheck, on_delete=models.PROTECT, null=True, blank=True, related_name="files")
    objection = models.ForeignKey(
        FindingObjection, on_delete=models.PROTECT, null=True, blank=True, related_name="files"
    )
    file = models.FileField("文件", upload_to="inspections/")
    name = models.CharField("文件名", max_length=120)
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField("大小")
    digest = models.CharField("指纹", max_length=64)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("上传时间")

    class Meta:
        """Oldest first; one owner."""

        verbose_name = "取证材料"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=_owner("answer")
                | _owner("finding")
                | _owner("proof")
                | _owner("recheck")
                | _owner("objection"),
                name="evidence_of_one",
            )
        ]

    def __str__(self) -> str:
        """Return the name of the file."""
        return self.name
