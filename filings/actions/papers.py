"""Papers (材料): checked by content, kept outside the static root, served by right."""

from datetime import datetime

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.uploads import examine, faults

from ..content import kind_of
from ..formats import PICTURE_FIELDS, formats_of
from ..models import Attachment, Filing
from ..states import EDITABLE, IN_PROGRESS, FilingState

#: The signed and sealed form; its scan belongs to the number of the filing for good.
SIGNED_FORM = "signed_form"


def add_paper(filing: Filing, *, paper: str, upload: UploadedFile | None, by: User, at: datetime) -> Attachment:
    """Add a file as one of the papers that the edition asks for; the same file sent twice stands once.

    The scan of the signed form may still come after the decision, when the authority has sealed it too; it touches no
    state and no period (reading A12). Raises Refused with the remedy for a paper that is not asked for, a file that
    may not come in and one file too many, Forbidden for anybody but the unit's writers.
    """
    known = {use.code for use in kind_of(filing).papers} | {*PICTURE_FIELDS, SIGNED_FORM}
    if paper not in known:
        raise Refused("请选择材料种类。", field="paper")
    found = examine(upload, kinds=formats_of(paper))
    with unit_of_work():
        locked = Filing.objects.select_for_update().get(pk=filing.pk)
        _may_add(locked, paper, by)
        present = locked.attachments.filter(removed_at__isnull=True)
        if same := present.filter(paper=paper, sha256=found.sha256).first():
            return same
        if present.count() >= settings.UPLOAD_MOST_FILES:
            raise faults.many(settings.UPLOAD_MOST_FILES)
        attachment = Attachment(
            filing=locked,
            paper=paper,
            name=found.name,
            content_type=found.content_type,
            size=found.size,
            sha256=found.sha256,
            by=by,
            at=at,
        )
        attachment.file.save(found.stored_name, found.content, save=False)
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


def papers_still_due(filing: Filing) -> set[str]:
    """Return the papers that may still be added where the answers are closed: due at acceptance, or the sealed form."""
    kind = kind_of(filing)
    if filing.state in IN_PROGRESS:
        return {use.code for use in kind.papers if use.by == "acceptance"}
    return {SIGNED_FORM} if filing.state == FilingState.APPROVED and kind.print_form else set()


def _may_add(filing: Filing, paper: str, by: User) -> None:
    if paper in papers_still_due(filing) and by.has_perm("filings.edit_filing", filing):
        return
    _may_write(filing, by)


def _may_write(filing: Filing, by: User) -> None:
    if not by.has_perm("filings.edit_filing", filing):
        raise Forbidden("只有本单位经办人可以增减材料。")
    if filing.state not in EDITABLE:
        raise Refused("该备案正在办理或已办结，材料不能增减。如需补充，请先撤回或等待退回补正。")
