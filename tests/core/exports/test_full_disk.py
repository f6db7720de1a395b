"""A disk that is full while a file is made (磁盘写满): nothing half stands, and with room again the file is made."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from newmedia_portal.core.exports.jobs import MOST_ATTEMPTS
from newmedia_portal.core.exports.states import ExportState
from newmedia_portal.core.jobs.models import OutboxItem

from . import making
from .making import asked, files_of, furnished, sheet_of, worked

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls(making.URLS), pytest.mark.once]


@contextmanager
def full_disk(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond a size in bytes: the write fails as on a full disk."""
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, usual[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)


def test_an_export_that_finds_the_disk_full_leaves_no_half_and_is_made_once_there_is_room(monkeypatch):
    owner, _, _ = furnished()
    export = asked(owner)
    usual = making.default_storage.save

    def on_a_full_disk(*args, **more):
        with full_disk(1000):
            return usual(*args, **more)

    monkeypatch.setattr(making.default_storage, "save", on_a_full_disk)
    worked()
    export.refresh_from_db()
    failed = (export.state, files_of(export), OutboxItem.objects.get().failed_at)
    monkeypatch.undo()

    OutboxItem.objects.update(not_before=making.AT)
    worked()
    export.refresh_from_db()

    assert failed[0] != ExportState.READY
    assert failed[1:] == ([], None)
    assert (export.state, len(files_of(export)), export.attempts <= MOST_ATTEMPTS) == (ExportState.READY, 1, True)
    assert len(sheet_of(export)) == 3
