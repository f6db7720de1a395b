"""The portal's database role writes the log and cannot change it; everything else goes on as ever."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, transaction
from django.test import Client

from filings.models import Certificate
from newmedia_portal.core.audit.chain import verify
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.audit.roles import RoleFault, may_change_the_log, restrict
from newmedia_portal.core.jobs.models import JobRun
from newmedia_portal.core.jobs.schedule import jobs, run_due
from tests.filings.making import approved
from tests.world import build

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
EVENING = datetime(2026, 9, 18, 15, 30, tzinfo=UTC)
ROLE = "portal_of_a_test"
FORBIDDEN = [
    "UPDATE core_auditevent SET reason = ''",
    "UPDATE core_auditevent SET hash = hash WHERE id = 0",
    "DELETE FROM core_auditevent",
    "DELETE FROM core_auditevent WHERE id = 0",
    "TRUNCATE core_auditevent",
    "DELETE FROM core_audithead",
    "TRUNCATE core_unit CASCADE",
    "DROP TABLE core_auditevent",
    "ALTER TABLE core_auditevent DISABLE TRIGGER ALL",
    "ALTER TABLE assessments_quarter DISABLE TRIGGER USER",
    "CREATE RULE nothing AS ON INSERT TO core_auditevent DO INSTEAD NOTHING",
    "DELETE FROM django_migrations",
    "CREATE TABLE of_ones_own (id integer)",
    "SET session_replication_role = replica",
]


@pytest.fixture
def as_the_portal() -> Iterator[Any]:
    """Give a function that lets the rest of the test work with the rights of the portal's role."""

    def become() -> None:
        restrict(ROLE)
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {ROLE}")

    yield become
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE])
        if cursor.fetchone():
            cursor.execute(f"DROP OWNED BY {ROLE}")
            cursor.execute(f"DROP ROLE {ROLE}")


def test_a_filing_goes_its_whole_way_and_the_log_grows(as_the_portal: Any) -> None:
    world = build()
    as_the_portal()
    before = AuditEvent.objects.count()

    filing = approved(world)

    assert Certificate.objects.filter(filing=filing).count() == 1
    assert AuditEvent.objects.count() > before
    assert verify() == (AuditEvent.objects.count(), None)
    client = Client()
    client.force_login(world.person("operator"))
    assert client.get(f"/filings/{filing.pk}/").status_code == 200


def test_nothing_of_the_log_can_be_changed(as_the_portal: Any) -> None:
    approved(build())
    as_the_portal()
    kept = list(AuditEvent.objects.order_by("seq").values_list("hash", flat=True))
    refused = []
    for statement in FORBIDDEN:
        with pytest.raises(DatabaseError, match=r"permission denied|must be owner"), transaction.atomic():
            connection.cursor().execute(statement)
        refused.append(statement)
    connection.cursor().execute("GRANT UPDATE, DELETE ON core_auditevent TO PUBLIC")  # a warning only, without effect
    assert (refused, may_change_the_log()) == (FORBIDDEN, False)
    assert list(AuditEvent.objects.order_by("seq").values_list("hash", flat=True)) == kept


def test_every_scheduled_job_runs(as_the_portal: Any) -> None:
    approved(build())
    as_the_portal()

    ran = run_due(at=EVENING)

    runs = list(JobRun.objects.values_list("job", "error", "finished_at"))
    assert [(job, error) for job, error, finished in runs if error or finished is None] == []
    assert {"items.partitions", "scan_overdue"} <= set(ran) <= set(jobs())


def test_setting_it_up_twice_is_the_same_and_a_later_table_is_taken_in(as_the_portal: Any) -> None:
    restrict(ROLE)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE added_later (id integer)")
    as_the_portal()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO added_later VALUES (1)")
        cursor.execute("SELECT count(*) FROM added_later")
        assert cursor.fetchone() == (1,)
    assert may_change_the_log() is False


@pytest.mark.parametrize(
    ("role", "says"),
    [("postgres", "超级用户|正以"), ("Portal", "小写字母"), ('a"; DROP', "小写字母"), ("", "小写字母")],
)
def test_a_role_that_would_not_hold_is_refused(role: str, says: str) -> None:
    with pytest.raises(RoleFault, match=says):
        restrict(role)


def test_the_command_says_what_it_did(as_the_portal: Any, tmp_path: Any, capsys: Any) -> None:
    secret = tmp_path / "password"
    secret.write_text("示例-not-a-real-one-0123456789\n")
    call_command("app_role", ROLE, "--password-file", str(secret))
    assert capsys.readouterr().out.startswith(f"已设置 {ROLE}")
    with pytest.raises(CommandError, match="可以改动审计日志"):
        call_command("app_role", "--check")
    as_the_portal()
    call_command("app_role", "--check")
    assert "不能改动审计日志" in capsys.readouterr().out
    with pytest.raises(CommandError, match="请写明角色名"):
        call_command("app_role")
