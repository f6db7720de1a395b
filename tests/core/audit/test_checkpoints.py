"""Checkpoints anchor the log outside; parts verify alone, and whatever rewrites the past is found against them."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.audit.chain import Break, Place, verify
from newmedia_portal.core.audit.checkpoints import take
from newmedia_portal.core.audit.keeping import AuditCheckpoint
from newmedia_portal.core.audit.models import AuditEvent, AuditHead
from newmedia_portal.core.audit.parts import PartFault, compare, read_checkpoint, verify_part
from newmedia_portal.core.jobs.outbox import drain
from newmedia_portal.core.jobs.schedule import run_once
from tests.core.audit.logs import cut, log_of, rewrite
from tests.core.ground import AT, person
from tests.dying import survives

pytestmark = pytest.mark.django_db
DAYS = 12


@pytest.fixture
def log() -> Place:
    """A log of twelve days; returns where it stands, as it would stand on paper."""
    log_of(DAYS, each=3)
    head = AuditHead.objects.get()
    return Place(head.seq, head.hash)


@pytest.fixture
def auditor() -> Client:
    """The auditor, signed in."""
    client = Client()
    client.force_login(person("审计员", instance_role="auditor"))
    return client


def say(**options: object) -> str:
    """Return what the command prints."""
    out = StringIO()
    call_command("audit_verify", stdout=out, **options)
    return out.getvalue()


def test_the_daily_job_writes_number_hash_and_counts_once(log, settings):
    settings.AUDIT_CHECKPOINT_MAIL = ["anchor@example.cn"]
    for _ in range(3):
        record("access.refused", by=None, at=AT, result="refused")
    head = AuditHead.objects.get()

    first = run_once("audit.checkpoint", on=AT.date(), at=AT)
    row, is_new = take(on=AT.date(), at=AT)

    assert (first.flagged, is_new) == (1, False)
    assert (row.seq, row.hash, row.kept, row.added, row.refused) == (DAYS * 3 + 3, head.hash, DAYS * 3 + 3, 3, 3)
    assert AuditEvent.objects.filter(action="audit.checkpoint", after__seq=row.seq).count() == 1
    drain(now=lambda: AT)
    (letter,) = mail.outbox
    assert letter.to == ["anchor@example.cn"]
    assert f"--checkpoint {row.seq}:{row.hash}" in letter.body
    assert AuditEvent.objects.filter(action="audit.checkpoint_mailed").count() == 1
    assert verify()[1] is None


def test_an_empty_log_has_no_checkpoint():
    assert take(on=AT.date(), at=AT) == (None, False)
    with pytest.raises(CommandError, match="还是空的"):
        call_command("audit_checkpoint")


@pytest.mark.once
def test_the_job_survives_the_death_of_its_worker(log):
    assert survives(lambda minutes: run_once("audit.checkpoint", on=AT.date(), at=AT + timedelta(minutes=minutes))) >= 8


def test_a_rewritten_past_with_fitting_hashes_is_found_by_the_next_checkpoint(log):
    rewrite(8, reason="改写")

    _, broken = verify()

    assert broken == Break(9, "第 9 条与当日检查点的指纹不同，此前的记录被整体改写")


def test_a_tail_cut_off_with_its_head_is_found_by_the_checkpoints(log):
    cut(20)

    assert verify()[1].message == "末尾被截断：检查点记到第 36 条，实际到第 20 条"


def test_against_paper_a_cut_and_a_rewritten_log_are_found_even_without_any_stored_checkpoint(log):
    AuditCheckpoint.objects.all()._raw_delete("default")
    paper = f"{log.seq}:{log.hash}"
    assert say(checkpoint=paper) == f"与检查点一致：第 {log.seq} 条。\n审计链完整,共 {log.seq} 条。\n"
    rewrite(5, actor_name="别人")
    assert verify() == (log.seq, None)
    with pytest.raises(CommandError, match="第 36 条的指纹与检查点不同"):
        say(checkpoint=paper)
    cut(30)
    with pytest.raises(CommandError, match="末尾被截断"):
        say(checkpoint=paper)


def test_a_part_is_verified_alone(log):
    AuditEvent.objects.filter(seq=30).update(reason="改动")

    assert verify_part(1, 29) == (29, None)
    assert verify_part(31, 36)[1] is None
    assert verify_part(10, 36) == (20, Break(30, "第 30 条内容被改动"))
    assert say(first=5, last=12) == "第 5 至 12 条完整，共 8 条。\n"
    with pytest.raises(CommandError, match="第 30 条内容被改动"):
        say(first=30)


@pytest.mark.parametrize(("first", "last"), [(0, 3), (5, 4), (1, 37)])
def test_a_part_that_is_not_there_is_refused(log, first, last):
    with pytest.raises(PartFault):
        verify_part(first, last)


@pytest.mark.parametrize(
    "text", ["", "1", ":", "x:1", "1:zz", "0:" + "a" * 64, "１:" + "a" * 64, "9" * 30 + ":" + "a" * 64]
)
def test_a_checkpoint_that_cannot_be_read_is_refused_with_a_remedy(text):
    with pytest.raises(PartFault, match="请"):
        read_checkpoint(text)


def test_a_checkpoint_is_read_as_it_stands_on_paper(log):
    row = AuditCheckpoint.objects.first()

    told = read_checkpoint(f" {row.seq:,} ：{row.groups.upper()}\n")

    assert told == Place(row.seq, row.hash)
    assert compare(told) is None


def test_the_auditor_compares_a_pasted_hash_on_the_page(log, auditor):
    row = AuditCheckpoint.objects.get(seq=9)

    same = auditor.get("/audit/checkpoints/", {"number": "9", "hash": row.groups}).content.decode()
    other = auditor.get("/audit/checkpoints/", {"number": "9", "hash": "f" * 64}).content.decode()
    short = auditor.get("/audit/checkpoints/", {"number": "9", "hash": "f" * 60}).content.decode()

    assert "与检查点一致：第 9 条。" in same
    assert "第 9 条的指纹与检查点不同" in other
    assert "现在读到 60 位" in short


def test_comparing_nothing_says_what_is_missing(log, auditor):
    page = auditor.get("/audit/checkpoints/", {"number": "", "hash": ""}).content.decode()
    alone = auditor.get("/audit/checkpoints/", {"number": "9", "hash": ""}).content.decode()
    assert ("请填写编号" in page, "请填写指纹" in page, "请填写编号" in alone, "请填写指纹" in alone) == (
        True, True, False, True,
    )  # fmt: skip
    assert "error-summary" not in auditor.get("/audit/checkpoints/").content.decode()


def test_the_sheet_to_print_shows_the_whole_hash_and_a_list_that_stands_still_is_said(log, auditor):
    row = AuditCheckpoint.objects.get(seq=9)
    sheet = auditor.get(f"/audit/checkpoints/{row.pk}/").content.decode()
    assert row.groups in sheet
    assert f"--checkpoint 9:{row.hash}" in sheet
    AuditCheckpoint.objects.filter(at__lt=timezone.now()).update(at=timezone.now() - timedelta(days=3))
    assert "之后没有再生成" in auditor.get("/audit/checkpoints/").content.decode()


def test_nobody_else_sees_checkpoints_and_archives(log):
    for role in ("sysadmin", "secadmin", ""):
        client = Client()
        client.force_login(person(f"人{role}", instance_role=role))
        row = AuditCheckpoint.objects.first()
        for path in ("/audit/checkpoints/", f"/audit/checkpoints/{row.pk}/", "/audit/archives/"):
            assert client.get(path).status_code == 404


def test_the_log_is_found_by_person_action_object_day_address_request_and_result(auditor):
    someone = person("查某一")
    for number, address in enumerate(["10.1.2.3", "10.1.9.9", "192.0.2.1"]):
        record("export.made", by=someone, at=AT, obj=someone, result="refused" if number == 2 else "ok")
        seq = AuditHead.objects.get().seq
        AuditEvent.objects.filter(seq=seq).update(address=address, request_id=f"{number}" * 32)
    page = "/audit/"

    def hits(**wanted: str) -> int:
        return auditor.get(page, {**wanted, "actor": "查某一"}).content.decode().count('data-label="序号"')

    assert hits() == 3
    assert hits(address="10.1.") == 2
    assert hits(request_id="1" * 32) == 1
    assert hits(result="refused") == 1
    assert hits(action="export.made", since="2026-09-18", until="2026-09-18", object="查某一") == 3
    assert hits(action="login.ok") == 0
    before = AuditEvent.objects.filter(action="export.made", actor_name="审计员").count()
    assert auditor.get(page, {"export": "xlsx", "actor": "查某一"})["Content-Type"].endswith("sheet")
    assert AuditEvent.objects.filter(action="export.made", actor_name="审计员").count() == before + 1


def test_rows_beside_the_log_are_written_once(log):
    row = AuditCheckpoint.objects.first()
    with pytest.raises(TypeError):
        row.save()
    with pytest.raises(TypeError):
        row.delete()
    assert User.objects.count() == 0
