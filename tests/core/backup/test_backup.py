"""A backup holds everything, comes back equal on either database, and comes back whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, transaction

from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.audit import record
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.backup import BackupFault, Contents, check, make, restore
from newmedia_portal.core.backup.rows import MANIFEST
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.demo.emptying import empty_database
from newmedia_portal.regimes.models import EditionRecord
from tests.filings.making import submitted
from tests.world import NOON, PASSWORD, build

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[3]
TEXTS = {"材料/示例(一).txt": "登记表".encode(), "材料/空.bin": b"", "big.bin": os.urandom(3 * 1024 * 1024)}
#: What a fresh instance does: it brings a backup back, walks the log, lets a person in, and backs itself up again.
FRESH = """
import sys
from django.core.management import call_command
from django.test import Client
from tests.migrated import bring_up
bring_up()
call_command("restore", sys.argv[1])
call_command("audit_verify")
answer = Client().post("/login/", {"username": sys.argv[3], "password": sys.argv[4]})
print("let in" if answer.status_code == 302 and "/login/" not in answer["Location"] else answer.content.decode())
call_command("backup", sys.argv[2])
"""


@pytest.fixture
def store(tmp_path: Path, settings: Any) -> Path:
    """Keep uploads in a folder of this test."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT  # type: ignore[no-any-return]


@pytest.fixture
def archive(store: Path, tmp_path: Path) -> Path:
    """Fill an instance, back it up, and leave it empty as after its migrations."""
    path = tmp_path / "portal.zip"
    fill()
    make(path, at=NOON)
    empty(store)
    return path


def fill() -> User:
    """Put in a world with a filing under way, a frozen edition, odd texts, gaps in the numbers, and files."""
    world = build()
    submitted(world)
    person = world.person("operator")
    User.objects.filter(pk=person.pk).update(full_name="张𬭎<b>\"'\\\n\u2028=1+1")
    with unit_of_work():
        record("login.ok", by=person, at=NOON, after={"b": [1, None, {"z": 15, "a": "甲"}], "a": True})
    User.objects.create(username="gone").delete()
    for name, content in TEXTS.items():
        default_storage.save(name, ContentFile(content))
    return person


def empty(store: Path) -> None:
    """Leave the instance as its migrations left it."""
    empty_database()
    shutil.rmtree(store)


def rewritten(archive: Path, name: str, change: Callable[[bytes], bytes | None]) -> Path:
    """Return a copy of an archive in which one part is another, or is not there."""
    other = archive.with_name("other.zip")
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(other, "w") as new:
        for entry in old.namelist():
            content: bytes | None = old.read(entry)
            if entry == name:
                content = change(content or b"")
            if content is not None:
                new.writestr(entry, content)
    return other


def told(**changes: Any) -> Callable[[bytes], bytes]:
    """Return a change of the manifest."""
    return lambda text: json.dumps({**json.loads(text), **changes}).encode()


def digests(contents: Contents) -> dict[str, tuple[int, str, int]]:
    """Return what is compared of each table but the log, which tells of each backup."""
    own = ("core_auditevent", "core_audithead")
    return {one.name: (one.rows, one.sha256, one.following) for one in contents.tables if one.name not in own}


def test_everything_comes_back_equal_guards_stand_and_numbers_go_on(archive: Path, store: Path, tmp_path: Path) -> None:
    before = check(archive)

    restore(archive)

    again = make(tmp_path / "again.zip", at=NOON)
    assert digests(again) == digests(before)
    assert (again.files, again.files_sha256) == (before.files, before.files_sha256)
    assert {name: (store / name).read_bytes() for name in TEXTS} == TEXTS
    assert AuditEvent.objects.get(action="login.ok").after == {"b": [1, None, {"z": 15, "a": "甲"}], "a": True}
    highest = User.objects.order_by("-pk").values_list("pk", flat=True)[0]
    assert User.objects.create(username="new").pk == highest + 2
    edition = EditionRecord.objects.exclude(published_at=None).first()
    assert edition is not None
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        EditionRecord.objects.filter(pk=edition.pk).update(content="")


def test_a_fresh_instance_lets_people_in_and_backs_up_alike(store: Path, tmp_path: Path) -> None:
    person = fill()
    person.set_password(PASSWORD)
    person.save()
    before = make(tmp_path / "portal.zip", at=NOON)
    (tmp_path / "fresh").mkdir()
    env = {
        **os.environ, "VAR_DIR": str(tmp_path / "fresh"), "DATABASE_URL": "", "REDIS_URL": "", "MEDIA_ROOT": "",
        "DJANGO_SETTINGS_MODULE": "newmedia_portal.settings.test",
    }  # fmt: skip
    words = [str(tmp_path / "portal.zip"), str(tmp_path / "fresh.zip"), person.username, PASSWORD]
    code = "import django; django.setup()\n" + FRESH

    done = subprocess.run([sys.executable, "-c", code, *words], cwd=ROOT, env=env, capture_output=True, text=True)

    assert (done.returncode, "逐项核对一致" in done.stdout, "审计链完整" in done.stdout) == (0, True, True), done.stderr
    assert "let in" in done.stdout.splitlines()
    after = check(tmp_path / "fresh.zip")
    # A log-in writes the person's row, and so the search index catches up on it.
    of_the_log_in = {
        "core_user", "core_loginsession", "django_session", "axes_accesslog", "core_searchentry", "core_searchmark",
    }  # fmt: skip
    alike = {name for name, one in digests(before).items() if digests(after)[name] == one}
    assert set(digests(before)) - alike <= of_the_log_in
    assert after.files_sha256 == before.files_sha256


#: A part of an archive, what is done to it, and what restoring says then.
CHANGES: list[tuple[str, Callable[[bytes], bytes | None], str]] = [
    ("tables/core_unit.jsonl", lambda text: text.replace("示例".encode(), "真实".encode(), 1), "core_unit"),
    ("tables/core_unit.jsonl", lambda text: b"", "不能写入本数据库|core_unit"),
    ("tables/core_unit.jsonl", lambda text: text + b"[1]\n", "与表头不符"),
    ("tables/core_unit.jsonl", lambda text: None, "不是完整的备份文件"),
    ("files/big.bin", lambda content: content[:-1] + bytes([content[-1] ^ 1]), "big.bin"),
    ("files/big.bin", lambda content: None, "不是完整的备份文件"),
    ("files.jsonl", lambda text: text.replace(b"big.bin", b"../a"), "文件清单"),
    (MANIFEST, told(format=2), "格式版本"),
    (MANIFEST, told(key="another"), "PERSONAL_DATA_KEY"),
    (MANIFEST, told(migrations=["core.0099_later"]), "core.0099_later"),
    (MANIFEST, told(tables=[]), "数据表与备份时不同"),
    (MANIFEST, lambda text: b"{", "清单无法读取"),
    (MANIFEST, lambda text: None, "不是完整的备份文件"),
]


def test_an_archive_that_was_changed_comes_back_not_at_all(archive: Path, store: Path) -> None:
    for part, change, says in CHANGES:
        with pytest.raises(BackupFault, match=says):
            restore(rewritten(archive, part, change))
        assert (User.objects.count(), AuditEvent.objects.count()) == (0, 0)
        assert [name for name in TEXTS if (store / name).exists()] == []


@pytest.mark.once
def test_an_altered_log_is_found_even_where_all_digests_were_made_to_fit(archive: Path, store: Path) -> None:
    restore(archive)
    AuditEvent.objects.filter(action="login.ok").update(reason="改动")
    forged = archive.with_name("forged.zip")
    make(forged, at=NOON)
    empty(store)
    with pytest.raises(BackupFault, match="审计日志不完整"):
        restore(forged)
    assert AuditEvent.objects.count() == 0


def test_an_instance_in_use_or_with_files_is_left_alone(archive: Path, store: Path) -> None:
    default_storage.save("big.bin", ContentFile("别人的".encode()))
    with pytest.raises(BackupFault, match="上传目录里已有“big.bin”"):
        restore(archive)
    assert ((store / "big.bin").read_bytes(), (store / "材料/空.bin").exists()) == ("别人的".encode(), False)

    default_storage.delete("big.bin")
    restore(archive)
    with pytest.raises(BackupFault, match="本实例已有"):
        restore(archive)
    assert (store / "big.bin").read_bytes() == TEXTS["big.bin"]


@pytest.mark.once
def test_checking_finds_what_was_changed_without_touching_anything(archive: Path) -> None:
    assert check(archive).rows > 100
    for part, says in (("tables/core_unit.jsonl", "core_unit"), ("files/big.bin", "big.bin")):
        with pytest.raises(BackupFault, match=says):
            check(rewritten(archive, part, lambda content: content.replace(content[:40], b"[]\n" * 3, 1)))
    assert User.objects.count() == 0


@pytest.mark.once
def test_a_half_written_backup_leaves_nothing_and_an_old_one_is_kept(store: Path, tmp_path: Path) -> None:
    build()
    kept = tmp_path / "kept.zip"
    make(kept, at=NOON)
    with pytest.raises(BackupFault, match="已经存在"):
        make(kept, at=NOON)
    with pytest.raises(BackupFault, match="不能写"):
        make(tmp_path / "no folder" / "a.zip", at=NOON)
    with pytest.raises(BackupFault, match="不能写"):
        make(Path("/dev/null/a.zip"), at=NOON)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept.zip"]
    assert (kept.stat().st_mode & 0o777, zipfile.is_zipfile(kept)) == (0o600, True)


@pytest.mark.once
def test_the_commands_say_what_they_did(archive: Path, tmp_path: Path, capsys: Any) -> None:
    call_command("restore", str(archive), "--json")
    back = json.loads(capsys.readouterr().out)
    call_command("backup", str(tmp_path), "--json")
    made = json.loads(capsys.readouterr().out)
    call_command("backup", "--check", made["file"])
    said = capsys.readouterr().out
    assert (back["equal"], made["files"], made["files"] > len(TEXTS)) == (True, back["files"], True)
    assert (made["rows"], made["tables"]) == (back["rows"] + 1, back["tables"])
    assert said.startswith("备份完整：")
    with pytest.raises(CommandError, match="没有找到备份文件"):
        call_command("backup", "--check", "/nowhere.zip")
    with pytest.raises(CommandError, match="本实例已有用户"):
        call_command("restore", str(archive))


@pytest.mark.postgres
def test_a_backup_is_one_look_while_others_write(store: Path, tmp_path: Path) -> None:
    build()
    late: list[int] = []

    def write_meanwhile(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "accounts_linkpattern" in sql and not late:
            words = ["psql", "-qh", "127.0.0.1", "-U", "postgres", "-d", str(connection.settings_dict["NAME"])]
            told = subprocess.run([*words, "-c", "UPDATE core_unit SET name = name || '迟到'"], check=True)
            late.append(told.returncode)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(write_meanwhile):
        make(tmp_path / "a.zip", at=NOON)

    assert (late, Unit.objects.exclude(name__endswith="迟到").count()) == ([0], 0)
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert "迟到" not in archive.read("tables/core_unit.jsonl").decode()
