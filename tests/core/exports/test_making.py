"""An export is made once, in the background, under the rights of the person who asked."""

from datetime import date, timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils.timezone import localdate

from newmedia_portal.core.access.models import Post
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.exports import jobs
from newmedia_portal.core.exports.actions import KEPT, MOST_WAITING, again, cancel, hand_out
from newmedia_portal.core.exports.models import Export
from newmedia_portal.core.exports.states import ExportState
from newmedia_portal.core.jobs.models import OutboxItem
from newmedia_portal.core.jobs.outbox import LEASE
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from tests.core.ground import AT, unit
from tests.core.ground import again as anew

from . import making
from .making import MINUTE, asked, files_of, furnished, sheet_of, worked

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls(making.URLS)]
ROWS = [("示例县", "示例县"), ("示例局0", "示例局0"), ("示例局1", "示例局1")]


def actions_of(export: Export) -> list[str]:
    """Return the names under which the export stands in the audit log."""
    rows = AuditEvent.objects.filter(object_type="core.export", object_id=export.pk).order_by("pk")
    return list(rows.values_list("action", flat=True))


def test_a_file_holds_the_rows_that_its_owner_sees_and_stands_for_seven_days():
    owner, _, _ = furnished()
    export = asked(owner)
    assert (export.state, export.percent) == (ExportState.QUEUED, None)

    worked()

    assert sorted(sheet_of(export)) == sorted(ROWS)
    assert (export.state, export.rows_done, export.percent) == (ExportState.READY, 3, 100)
    assert (export.ready_at, export.expires_at) == (export.ready_at, export.ready_at + KEPT)
    with default_storage.open(export.file.name) as content:
        assert export.size == len(content.read())
    assert actions_of(export) == ["export.asked", "export.started", "export.ready"]
    assert list(Notice.objects.values_list("user", "title")) == [(owner.pk, "导出已生成：示例单位")]


def test_the_same_request_waits_once_and_can_be_made_anew_afterwards():
    owner, other, _ = furnished()
    assert asked(owner).pk == asked(owner).pk
    assert asked(other).pk != asked(owner).pk
    worked()
    assert asked(owner).state == ExportState.QUEUED
    assert Export.objects.count() == 3


def test_a_sixth_waiting_export_is_refused_with_the_remedy():
    owner, _, _ = furnished()
    for number in range(MOST_WAITING):
        asked(owner, params={**making.LIST, "query": f"q={number}"})
    with pytest.raises(Refused, match=r"您已有 5 项导出在排队，请等其中一项完成，或取消不需要的再试。"):
        asked(owner, params={**making.LIST, "query": "q=9"})


def test_nobody_may_ask_for_a_list_that_they_may_not_open():
    owner, _, _ = furnished()
    for path in ("/audit/", "/nowhere/", "/healthz"):
        with pytest.raises(Forbidden):
            asked(owner, params={**making.LIST, "path": path})
    assert OutboxItem.objects.count() == 0


def test_rights_lost_while_it_waits_leave_no_file():
    owner, _, _ = furnished()
    export = asked(owner)
    Post.objects.filter(user=owner).update(until=date(2026, 9, 1))

    worked()

    export.refresh_from_db()
    assert (export.state, files_of(export)) == (ExportState.FAILED, [])
    assert export.error == "您没有导出这项内容的权限，岗位可能有变化。请核对后重新申请。"


def test_a_cancelled_export_leaves_no_file_and_can_be_asked_again():
    owner, _, _ = furnished()
    export = asked(owner)
    cancel(export, by=owner, at=AT)
    worked()
    assert (export.state, files_of(export)) == (ExportState.CANCELLED, [])

    again(export, by=owner, at=AT + MINUTE)
    worked(AT + MINUTE)

    assert len(sheet_of(export)) == 3
    with pytest.raises(Conflict):
        again(export, by=owner, at=AT)


def test_cancelling_while_a_worker_writes_makes_it_let_go(monkeypatch):
    owner, _, _ = furnished()
    export = asked(owner)
    source = jobs.source_of("list")

    def write(this, making_):
        cancel(Export.objects.get(pk=export.pk), by=owner, at=AT)
        return write_before(this, making_)

    write_before = type(source).write
    monkeypatch.setattr(type(source), "write", write)
    worked()

    export.refresh_from_db()
    assert (export.state, files_of(export), Notice.objects.count()) == (ExportState.CANCELLED, [], 0)


def test_only_its_owner_may_cancel_it():
    owner, other, _ = furnished()
    with pytest.raises(Forbidden):
        cancel(asked(owner), by=other, at=AT)


def test_a_worker_that_died_is_followed_by_another_and_one_file_stands():
    owner, _, _ = furnished()
    export = asked(owner)
    dead = jobs._claim(export.pk, AT)
    assert dead is not None
    default_storage.save(f"exports/{export.pk}/{dead.attempts}.xlsx", default_storage.open(stray(export)))
    assert jobs.rescue(at=AT + MINUTE).looked_at == 0, "it is still warm"

    later = AT + jobs.SILENT + MINUTE
    assert jobs.rescue(at=later).flagged == 1
    assert jobs.rescue(at=later).flagged == 1, "asking twice queues once"
    worked(later)

    assert sorted(sheet_of(export)) == sorted(ROWS)
    assert (export.attempts, files_of(export)) == (2, ["2.xlsx"])
    assert Notice.objects.count() == 1


def stray(export: Export) -> str:
    """Store something beside the exports and return its name."""
    from django.core.files.base import ContentFile

    return default_storage.save(f"strays/{export.pk}", ContentFile(b"half a file"))


def test_a_worker_that_was_overtaken_hands_nothing_in():
    owner, _, _ = furnished()
    export = asked(owner)
    slow = jobs._claim(export.pk, AT)
    later = AT + jobs.SILENT + MINUTE
    worked(later + LEASE)
    export.refresh_from_db()
    first = (export.file.name, export.digest)

    with pytest.raises(jobs.Superseded):
        jobs._produce(slow, later, lambda: later)

    export.refresh_from_db()
    assert ((export.file.name, export.digest), files_of(export)) == (first, ["2.xlsx"])


def test_a_fault_is_tried_again_and_told_in_plain_words_in_the_end(monkeypatch):
    owner, _, _ = furnished()
    export = asked(owner)
    source = jobs.source_of("list")
    monkeypatch.setattr(type(source), "write", lambda this, making_: 1 // 0)
    at = AT
    for _ in range(jobs.MOST_ATTEMPTS):
        worked(at)
        at += timedelta(hours=2)

    export.refresh_from_db()
    assert (export.state, export.attempts) == (ExportState.FAILED, jobs.MOST_ATTEMPTS)
    assert export.error == "生成时出错，已多次重试。请缩小范围再试，或联系系统管理员。"
    assert files_of(export) == []


def test_a_file_is_deleted_when_its_days_are_over_and_the_entry_stays():
    owner, _, _ = furnished()
    export = asked(owner)
    worked()
    export.refresh_from_db()
    assert jobs.clean_up(on=localdate(AT), at=export.expires_at - MINUTE).flagged == 0

    counts = jobs.clean_up(on=localdate(AT), at=export.expires_at)

    export.refresh_from_db()
    assert (counts.flagged, export.state, export.file.name, files_of(export)) == (1, ExportState.EXPIRED, "", [])
    with pytest.raises(Refused, match="文件还没有生成，或者已经过期"):
        hand_out(export, by=owner, at=AT)
    again(export, by=owner, at=AT + 8 * KEPT)
    worked(AT + 8 * KEPT)
    assert len(sheet_of(export)) == 3


def test_a_file_is_not_handed_out_after_its_end_even_before_the_clean_up():
    owner, _, _ = furnished()
    export = asked(owner)
    worked()
    export.refresh_from_db()
    with pytest.raises(Refused):
        hand_out(export, by=owner, at=export.expires_at)


def test_every_download_is_recorded():
    owner, _, _ = furnished()
    export = asked(owner)
    worked()
    export.refresh_from_db()
    for _ in range(2):
        hand_out(export, by=owner, at=AT)
    export.refresh_from_db()
    assert export.downloads == 2
    assert actions_of(export)[-2:] == ["export.downloaded", "export.downloaded"]


def test_a_file_made_under_other_rights_is_no_longer_handed_out():
    owner, _, top = furnished()
    export = asked(owner)
    worked()
    export.refresh_from_db()
    below = unit("示例站", top)
    Post.objects.filter(user=owner).update(unit=below)
    with pytest.raises(Forbidden, match="您的岗位或权限有变化"):
        hand_out(export, by=anew(owner), at=AT)
