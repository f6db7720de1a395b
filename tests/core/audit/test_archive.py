"""Archives verify alone, join what stays, lose nothing when they are killed, and nothing under six months goes."""

import json
import os
import zipfile
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from newmedia_portal.core.audit.archive import ArchiveFault, archive, check, joins
from newmedia_portal.core.audit.chain import Place, verify
from newmedia_portal.core.audit.keeping import AuditArchive, AuditCheckpoint
from newmedia_portal.core.audit.models import AuditEvent, AuditHead
from newmedia_portal.core.audit.parts import PartFault, compare, verify_part
from newmedia_portal.core.audit.roles import restrict
from newmedia_portal.core.retention.rules import limit
from newmedia_portal.settings.keeping import LEAST
from tests.core.audit.logs import log_of, rewrite
from tests.core.ground import AT
from tests.dying import Death, Fuse

pytestmark = pytest.mark.django_db
DAYS = 200
ROLE = "archive_of_a_test"


@pytest.fixture
def log() -> None:
    """A log of two hundred days, two events a day."""
    log_of(DAYS, each=2)


def made(folder: Path, **more: object) -> AuditArchive:
    """Archive what is older than six months."""
    before = limit(LEAST, at=AT)
    assert before is not None
    row = archive(folder, before=before, at=AT, **more)
    assert row is not None
    return row


def spoilt(source: Path, change: object) -> Path:
    """Return a copy of an archive with other lines."""
    other = source.with_name("other.zip")
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(other, "w") as new:
        lines = old.read("events.jsonl").splitlines(keepends=True)
        new.writestr("events.jsonl", b"".join(change(lines)))
        new.writestr("manifest.json", old.read("manifest.json"))
    return other


def test_the_oldest_go_into_a_file_that_verifies_alone_and_the_rest_goes_on(log, tmp_path):
    row = made(tmp_path)

    gone = (DAYS - LEAST) * 2
    assert (row.first_seq, row.last_seq) == (1, gone)
    assert AuditEvent.objects.order_by("seq").values_list("seq", flat=True).first() == gone + 1
    assert verify() == (DAYS * 2 - gone + 1, None)
    file = tmp_path / row.file_name
    sealed = check(file)
    assert (sealed.last_seq, sealed.last_hash, joins(sealed)) == (gone, row.last_hash, True)
    assert os.stat(file).st_mode & 0o077 == 0
    out = StringIO()
    call_command("audit_verify", archive=file, checkpoint=f"{gone}:{row.last_hash}", stdout=out)
    assert "与其后的记录衔接" in out.getvalue()
    assert verify_part(gone + 1, gone + 9) == (9, None)
    assert compare(Place(gone, row.last_hash)) is None
    with pytest.raises(PartFault, match="已归档"):
        compare(Place(3, "a" * 64))


def test_two_archives_one_after_the_other_join(log, tmp_path):
    first = made(tmp_path)
    log_of(30, until=AT + timedelta(days=31), each=2)
    later = archive(tmp_path, before=limit(LEAST, at=AT + timedelta(days=31)), at=AT + timedelta(days=31))

    assert later.first_seq == first.last_seq + 1
    assert later.previous_hash == first.last_hash
    assert joins(check(tmp_path / first.file_name))
    assert joins(check(tmp_path / later.file_name))
    assert verify()[1] is None
    assert made_nothing(tmp_path)


def made_nothing(folder: Path) -> bool:
    """Whether a run right after another finds nothing to do."""
    return archive(folder, before=limit(LEAST, at=AT), at=AT) is None


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda lines: [*lines[:4], lines[4].replace(b'"ok"', b'"no"'), *lines[5:]], "第 5 条内容被改动"),
        (lambda lines: lines[:-1], "应到第 32 条，实际到第 31 条"),
        (lambda lines: [*lines[:3], *lines[4:]], "第 4 条缺失"),
        (lambda lines: [lines[1], lines[0], *lines[2:]], "第 1 条缺失"),
        (lambda lines: [*lines, b"{}\n"], "不是完整的审计归档文件"),
    ],
)
def test_an_altered_archive_is_found_without_the_database(log, tmp_path, change, says):
    row = made(tmp_path)

    with pytest.raises(ArchiveFault, match=says):
        check(spoilt(tmp_path / row.file_name, change))


def test_a_foreign_archive_and_a_claimed_one_are_found(log, tmp_path):
    row = made(tmp_path)
    with pytest.raises(CommandError, match="不是完整的审计归档文件"):
        call_command("audit_verify", archive=tmp_path / "none.zip")
    AuditArchive.objects.filter(pk=row.pk).update(last_hash="f" * 64)
    assert joins(check(tmp_path / row.file_name)) is False
    AuditArchive.objects.filter(pk=row.pk).update(last_hash=row.last_hash)
    assert verify()[1] is None
    told = AuditEvent.objects.get(action="audit.archived")
    rewrite(told.seq, after={})
    assert "日志里没有归档它们的记录" in verify()[1].message


def test_killed_at_every_statement_nothing_is_lost(log, tmp_path):
    fuse = Fuse()
    before, number = limit(LEAST, at=AT), AuditEvent.objects.count()
    with transaction.atomic():
        with connection.execute_wrapper(fuse):
            archive(tmp_path, before=before, at=AT)
        transaction.set_rollback(True)
    for point in range(1, fuse.passed):
        with transaction.atomic():
            with connection.execute_wrapper(Fuse(point)), pytest.raises(Death), transaction.atomic():
                archive(tmp_path, before=before, at=AT)
            assert (AuditEvent.objects.count(), AuditArchive.objects.count(), verify()[1]) == (number, 0, None)
            row = made(tmp_path)
            assert check(tmp_path / row.file_name).last_seq == row.last_seq
            assert verify()[1] is None
            transaction.set_rollback(True)
    assert fuse.passed >= 20


def test_a_clock_set_seven_months_ahead_takes_nothing_that_is_young(log, tmp_path):
    ahead = AT + timedelta(days=214)
    AuditCheckpoint.objects.create(day=ahead.date(), at=ahead, seq=DAYS * 2, hash=_head(), kept=1, added=0, refused=0)

    row = archive(tmp_path, before=limit(LEAST, at=ahead), at=ahead)

    assert row is not None
    youngest = AuditEvent.objects.order_by("seq").first()
    assert youngest.at <= AT - timedelta(days=LEAST - 1)
    assert not AuditEvent.objects.filter(seq__lte=row.last_seq).exists()
    assert row.last_at < AT - timedelta(days=LEAST - 2)


def _head() -> str:
    return AuditHead.objects.get(pk=1).hash


def test_a_clock_set_back_takes_nothing(log, tmp_path):
    back = AT - timedelta(days=210)

    assert limit(LEAST, at=back) is None


def test_a_young_instance_gives_nothing_up():
    log_of(LEAST - 1)

    assert limit(LEAST, at=AT) is None
    with pytest.raises(CommandError, match="还不满 184 天"):
        call_command("audit_archive", "/")


def test_the_command_refuses_less_than_six_months_and_a_folder_that_is_not_there(log, tmp_path):
    with pytest.raises(CommandError, match="网络安全法"):
        call_command("audit_archive", str(tmp_path), days=183)
    with pytest.raises(CommandError, match="没有目录"):
        call_command("audit_archive", str(tmp_path / "none"))
    assert AuditEvent.objects.count() == DAYS * 2


def test_a_log_that_is_broken_is_not_archived(log, tmp_path):
    AuditEvent.objects.filter(seq=7).update(reason="改")

    with pytest.raises(CommandError, match="没有归档：第 7 条内容被改动"):
        call_command("audit_archive", str(tmp_path), days=LEAST)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.postgres
def test_the_role_of_the_portal_can_neither_shorten_the_log_nor_claim_an_archive(log, tmp_path):
    restrict(ROLE)
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {ROLE}")
        for statement in (
            "DELETE FROM core_auditevent WHERE seq < 3",
            "DELETE FROM core_auditcheckpoint",
            "UPDATE core_auditcheckpoint SET hash = ''",
            "DELETE FROM core_auditarchive",
            "INSERT INTO core_auditarchive (first_seq, last_seq) VALUES (1, 2)",
        ):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                connection.cursor().execute(statement)
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            made(tmp_path)
        with pytest.raises(CommandError, match="请以属主"):
            call_command("audit_archive", str(tmp_path), days=LEAST)
        call_command("audit_checkpoint", stdout=StringIO())
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
            cursor.execute(f"DROP OWNED BY {ROLE}")
            cursor.execute(f"DROP ROLE {ROLE}")
    assert AuditEvent.objects.filter(seq__lte=DAYS * 2).count() == DAYS * 2


def test_the_manifest_says_what_the_file_holds(log, tmp_path):
    row = made(tmp_path)

    with zipfile.ZipFile(tmp_path / row.file_name) as pack:
        told = json.loads(pack.read("manifest.json"))

    assert (told["first_seq"], told["last_seq"], told["previous_hash"]) == (1, row.last_seq, "0" * 64)
