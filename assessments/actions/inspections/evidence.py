"""Files of inspections (取证材料): through the upload check, kept with size and hash, never changed."""

from collections.abc import Iterable
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile

from newmedia_portal.core.access.models import User
from newmedia_portal.core.uploads import examine, faults

from ...models import Answer, EvidenceFile, Finding, FindingObjection, Proof, Recheck

Owner = Answer | Finding | FindingObjection | Proof | Recheck
FIELDS: dict[type, str] = {
    Answer: "answer",
    Finding: "finding",
    FindingObjection: "objection",
    Proof: "proof",
    Recheck: "recheck",
}
MOST = 10


def attach(owner: Owner, uploads: Iterable[UploadedFile], *, by: User, at: datetime) -> list[EvidenceFile]:
    """Keep files with the row they prove, inside the caller's transaction; at most ten in all.

    Raises Refused for a file that may not come in, or for too many.
    """
    field, files = FIELDS[type(owner)], [one for one in uploads if one]
    if not files:
        return []
    if EvidenceFile.objects.filter(**{field: owner}).count() + len(files) > MOST:
        raise faults.many(MOST, "材料")
    made = []
    for upload in files:
        found = examine(upload, field="files")
        row = EvidenceFile(
            **{field: owner},
            name=found.name,
            content_type=found.content_type,
            size=found.size,
            digest=found.sha256,
            by=by,
            at=at,
        )
        row.file.save(found.stored_name, found.content, save=False)
        row.save()
        made.append(row)
    return made
