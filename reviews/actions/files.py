"""Pictures and files of a post (附件): checked by content, kept outside the static root, served by right."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.uploads import DOCUMENTS, PICTURES, examine, faults

from ..models import Attachment, Post
from .drafts import may_edit

MOST_FILES = 60


def add_file(
    post: Post, *, kind: str, upload: UploadedFile | None, by: User, at: datetime, alt: str = ""
) -> Attachment:
    """Add a picture or a file to a draft; the same file sent twice stands once.

    Sizes are bytes. Raises Refused with the remedy for a wrong, empty, locked or too large file.
    """
    found = examine(upload, kinds=PICTURES if kind == "picture" else DOCUMENTS)
    with unit_of_work():
        locked = Post.objects.select_for_update().get(pk=post.pk)
        may_edit(locked, by)
        present = locked.attachments.filter(removed_at__isnull=True)
        if present.count() >= MOST_FILES:
            raise faults.many(MOST_FILES, "每篇稿件的图片和附件")
        if same := present.filter(kind=kind, sha256=found.sha256).first():
            return same
        attachment = Attachment(
            post=locked,
            kind=kind,
            name=found.name,
            content_type=found.content_type,
            size=found.size,
            sha256=found.sha256,
            alt=alt[:200],
            by=by,
            at=at,
        )
        attachment.file.save(found.stored_name, found.content, save=False)
        attachment.save()
        record("post.file_added", by=by, at=at, obj=locked, after={"kind": kind, "name": found.name})
    return attachment


def remove_file(attachment: Attachment, *, by: User, at: datetime) -> None:
    """Take a file out of a draft; what was handed in once stays on record in its version."""
    with unit_of_work():
        post = Post.objects.select_for_update().get(pk=attachment.post_id)
        may_edit(post, by)
        attachment.removed_at = at
        attachment.save(update_fields=["removed_at"])
        record("post.file_removed", by=by, at=at, obj=post, before={"name": attachment.name})
