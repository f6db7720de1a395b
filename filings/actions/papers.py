"""Papers (材料): checked by content, kept outside the static root, served by right."""

import hashlib
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.uploads import examine

from ..content import kind_of
from ..models import Attachment, Filing
from ..states import EDITABLE, IN_PROGRESS

MOST_FILES = 30
#: Questions of the form that are answered with a picture.
PICTURES = ("avatar", "qr_code")


def add_paper(filing: Filing, *, paper: str, upload: UploadedFile, by: User, at: datetime) -> Attachment:
    """Add a file as one of the papers that the edition asks for.

    Sizes are bytes. Raises Refused with the remedy for a wrong, empty, locked or too large file.
    """
    known = {use.code for use in kind_of(filing).papers} | {*PICTURES, "signed_form"}
    if paper not in known:
        raise Refused("请选择材料种类。", field="paper")
    found = examine(upload)
    with unit_of_work():
        locked = Filing.objects.select_for_update().get(pk=filing.pk)
        _may_add(locked, paper, by)
        present = locked.attachments.filter(removed_at__isnull=True)
        if present.count() >= MOST_FILES:
            raise Refused(f"每件备案最多 {MOST_FILES} 个文件,请先移除不需要的文件。", field="file")
        digest = hashlib.sha256()
        for chunk in upload.chunks():
            digest.update(chunk)
        if same := present.filter(paper=paper, sha256=digest.hexdigest()).first():
            return same
        upload.seek(0)
        attachment = Attachment(
            filing=locked,
            paper=paper,
            name=found.name,
            content_type=found.content_type,
            size=upload.size or 0,
            sha256=digest.hexdigest(),
            by=by,
            at=at,
        )
        attachment.file.save(found.stored_name, upload, save=False)
        attachment.save()
        record("filing.paper_added", by=by, at=at, obj=locked, after={"paper": paper, "name": found.name})
    return attachment


def remove_paper(attachment: Attachment, *, by: User, at: datetime) -> None:
    """Take a paper out of a draft; what was handed in once stays on record in its submission."""
    with unit_of_work():
        filing = Filing.objects.select_for_update().get(pk=attachment.filing_id)
        _may_write(filing, by)
        attachment.removed_at = at
        attachment.save(update_fields=["removed_at"])
        record("filing.paper_removed", by=by, at=at, obj=filing, before={"name": attachment.name})


def _may_add(filing: Filing, paper: str, by: User) -> None:
    """A paper that is due only at acceptance may still come while the filing is under way (reading A12)."""
    later = {use.code for use in kind_of(filing).papers if use.by == "acceptance"}
    if filing.state in IN_PROGRESS and paper in later and by.has_perm("filings.edit_filing", filing):
        return
    _may_write(filing, by)


def _may_write(filing: Filing, by: User) -> None:
    if not by.has_perm("filings.edit_filing", filing):
        raise Forbidden("只有本单位经办人可以增减材料。")
    if filing.state not in EDITABLE:
        raise Refused("该备案正在办理或已办结,材料不能增减。如需补充,请先撤回或等待退回补正。")
