"""Two workers, two clicks, two clean-ups at one moment: one file, one row, one end."""

import pytest
from django.utils import timezone

from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.exports import jobs
from newmedia_portal.core.exports.actions import cancel
from newmedia_portal.core.exports.models import Export
from newmedia_portal.core.exports.states import ExportState
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.refusals import Conflict
from tests.core.ground import AT, together

from . import making
from .making import asked, files_of, furnished, worked

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True), pytest.mark.urls(making.URLS)]


def test_two_workers_on_one_export_leave_one_file_and_one_message():
    owner, _, _ = furnished()
    export = asked(owner)

    results = together(*[lambda: jobs.make(at=timezone.now(), export=export.pk)] * 4)

    export.refresh_from_db()
    assert results == [None] * 4
    assert (export.state, export.attempts, files_of(export)) == (ExportState.READY, 1, ["1.xlsx"])
    assert Notice.objects.count() == 1
    assert AuditEvent.objects.filter(action="export.ready").count() == 1


def test_clicking_several_times_at_one_moment_queues_one_export():
    owner, _, _ = furnished()
    results = together(*[lambda: asked(owner).pk] * 4)
    assert len(set(results)) == Export.objects.count() == 1


def test_cancelling_races_with_the_worker_and_one_of_them_wins():
    owner, _, _ = furnished()
    export = asked(owner)
    worker, person = together(
        lambda: jobs.make(at=timezone.now(), export=export.pk), lambda: cancel(export, by=owner, at=AT).pk
    )
    export.refresh_from_db()
    assert worker is None
    if isinstance(person, Conflict):
        assert (export.state, files_of(export)) == (ExportState.READY, ["1.xlsx"])
    else:
        assert (person, export.state, files_of(export)) == (export.pk, ExportState.CANCELLED, [])


def test_two_clean_ups_end_a_file_once():
    owner, _, _ = furnished()
    export = asked(owner)
    worked()
    export.refresh_from_db()
    on = timezone.localdate(export.expires_at)
    results = together(*[lambda: jobs.clean_up(on=on, at=export.expires_at)] * 2)
    ended = [one for one in results if not isinstance(one, Exception)]
    export.refresh_from_db()
    assert (export.state, len(ended) >= 1) == (ExportState.EXPIRED, True)
    assert AuditEvent.objects.filter(action="export.expired").count() == 1
