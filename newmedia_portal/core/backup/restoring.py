"""Bringing a backup back (恢复) into an empty instance: all of it, proved equal, or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from django.contrib.contenttypes.models import ContentType
from django.db import DataError, IntegrityError, connection, models, transaction
from guardian.shortcuts import clear_ct_cache

from ..access.secrets import fingerprints
from ..audit.chain import verify
from ..search.triggers import rebuild_full_text
from . import store
from .making import KEY_PROBE, applied
from .numbering import following, set_following
from .rows import BackupFault, Contents, Digest, Table, columns_of, kept_models, rows_of
from .testing import files_of, lines_of, opened

#: So many values go into one statement at most; SQLite takes no more than 32,766.
MOST_VALUES = 30_000
MOST_ROWS = 1000


def restore(source: Path) -> Contents:
    """Bring everything back in one transaction, and prove it: digests of tables, files, numbers, the audit chain.

    The tables must have been made by the same migrations and hold nothing but what these put there. A restored
    instance equals the one that was backed up to the last row, on either database, so the log gets no entry of it.
    Raises BackupFault, and leaves the instance as it was, for a damaged archive, another version, another key for
    personal data, an instance that is in use, or whatever does not come back equal.
    """
    stored: list[str] = []
    with opened(source) as (archive, contents):
        _refuse_unfit(contents)
        known = {table.name: table for table in contents.tables}
        try:
            with transaction.atomic():
                _refuse_in_use()
                with _quiet_triggers():
                    for model in kept_models():
                        _bring_back(archive, model, known[model._meta.db_table])
                _prove_tables(known)
                _bring_files(archive, contents, stored)
        except (IntegrityError, DataError, ValueError, TypeError) as error:
            store.take_away(stored)
            raise BackupFault(f"备份中的数据不能写入本数据库：{str(error)[:200]}") from error
        except BaseException:
            store.take_away(stored)
            raise
        finally:
            _forget_content_types()
    return contents


def _forget_content_types() -> None:
    """Their rows have been exchanged behind what Django and guardian remember of them."""
    ContentType.objects.clear_cache()
    clear_ct_cache()


def _refuse_unfit(contents: Contents) -> None:
    if not set(contents.key.split(",")) <= set(fingerprints(KEY_PROBE)):
        raise BackupFault(
            "缺少备份时的个人信息密钥，恢复后电话号码将无法读取。请把当时的密钥都写入 PERSONAL_DATA_KEY，新的在前。"
        )
    here = set(applied())
    missing, beyond = sorted(set(contents.migrations) - here), sorted(here - set(contents.migrations))
    if missing or beyond:
        named = (missing or beyond)[0]
        raise BackupFault(
            f"数据库结构与备份时不同（{'缺少' if missing else '多出'} {named}，备份时版本 {contents.portal}）。"
            "请安装同一版本并执行 migrate，恢复后再升级。"
        )
    if {table.name for table in contents.tables} != {model._meta.db_table for model in kept_models()}:
        raise BackupFault(f"本系统的数据表与备份时不同（备份时版本 {contents.portal}）。请安装同一版本后再恢复。")


def _refuse_in_use() -> None:
    """An instance is empty as long as nobody can log in to it and nothing was ever logged."""
    for label, words in (("core.user", "用户"), ("core.unit", "单位"), ("core.auditevent", "审计日志")):
        model = next(one for one in kept_models() if one._meta.label_lower == label)
        if model._base_manager.exists():
            raise BackupFault(f"本实例已有{words}，只能恢复到空的实例。请新建数据库，只执行 migrate，再恢复。")


@contextmanager
def _quiet_triggers() -> Iterator[None]:
    """Put the guards of frozen rows aside while rows come back in any order; they stand again before the end."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            tables = [connection.ops.quote_name(model._meta.db_table) for model in kept_models()]
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            yield
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
        yield
        for _, sql in triggers:
            cursor.execute(sql)
        rebuild_full_text(connection)


def _bring_back(archive: ZipFile, model: type[models.Model], table: Table) -> None:
    fields = columns_of(model)
    if [one.attname for one in fields] != table.columns:
        raise BackupFault(f"表 {table.name} 的列与备份时不同。请安装备份时的版本 migrate 后再恢复。")
    quote, name = connection.ops.quote_name, connection.ops.quote_name(table.name)
    columns = ", ".join(quote(str(one.column)) for one in fields)
    places = f"({', '.join(['%s'] * len(fields))})"
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {name}")  # noqa: S608 - quoted names that the model registry knows; values are parameters  # nosec B608
        rows = (_stored(fields, row) for row in lines_of(archive, table))
        at_once = max(1, min(MOST_ROWS, MOST_VALUES // len(fields)))
        while some := list(islice(rows, at_once)):
            values = ", ".join([places] * len(some))
            cursor.execute(
                f"INSERT INTO {name} ({columns}) VALUES {values}",  # noqa: S608 - quoted names that the model registry knows; values are parameters  # nosec B608
                [value for row in some for value in row],
            )
    set_following(model, table.following)


def _stored(fields: list[models.Field[Any, Any]], row: list[Any]) -> list[Any]:
    """Return the values of a row as this database takes them."""
    if len(row) != len(fields):
        raise BackupFault("备份中有一行与表头不符，备份可能被改动。请换一份备份。")
    return [
        one.get_db_prep_save(value if isinstance(one, models.JSONField) else one.to_python(value), connection)
        for one, value in zip(fields, row, strict=True)
    ]


def _prove_tables(known: dict[str, Table]) -> None:
    """Read everything again and compare; then walk the audit chain."""
    for model in kept_models():
        table, digest = known[model._meta.db_table], Digest().of(rows_of(model))
        if (digest.rows, digest.value) != (table.rows, table.sha256):
            raise BackupFault(f"表 {table.name} 恢复后与备份不一致，已全部撤回。备份可能被改动，请换一份备份。")
        if following(model) != table.following:
            raise BackupFault(f"表 {table.name} 的编号恢复后与备份不一致，已全部撤回。")
    _, broken = verify()
    if broken is not None:
        raise BackupFault(f"备份中的审计日志不完整：{broken.message}。已全部撤回。")


def _bring_files(archive: ZipFile, contents: Contents, stored: list[str]) -> None:
    for told in files_of(archive, contents):
        name = store.sound(told["name"])
        with archive.open(f"{store.FOLDER}{name}") as member:
            if store.copy(member, None) != (told["size"], told["sha256"]):  # type: ignore[arg-type]
                raise BackupFault(f"备份中的文件“{name}”与记录不一致，已全部撤回。请换一份备份。")
        with archive.open(f"{store.FOLDER}{name}") as member:
            store.put(name, member)  # type: ignore[arg-type]
        stored.append(name)
