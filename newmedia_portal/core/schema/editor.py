"""The schema editor of an upgrade: no table is locked for long, and no statement waits long for its lock.

Built on django-pg-zero-downtime-migrations: each statement commits by itself, indexes are made CONCURRENTLY,
constraints NOT VALID first and validated afterwards, what exists already is passed over. Added here: what waited in
vain for a lock is tried again, since a statement that waits makes everybody behind it wait too.
"""

import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, connections
from django.db.backends.ddl_references import Statement
from django.db.backends.postgresql.schema import DatabaseSchemaEditor as Plain
from django_zero_downtime_migrations.backends.postgres.schema import DatabaseSchemaEditor, UnsafeOperationWarning

#: How long a statement waits for its lock, in seconds: as long may others wait behind it.
LOCK_SECONDS = 1
#: How often it is tried, and how many seconds lie between two tries.
TRIES = 30
PAUSE_SECONDS = 3
#: PostgreSQL's codes for a lock that was not to be had, and for a deadlock that it broke.
IN_VAIN = ("55P03", "40P01")
PATIENT = ("CONCURRENTLY", "VALIDATE CONSTRAINT")


class UpgradeEditor(DatabaseSchemaEditor):
    """Change the tables of a portal that is at work."""

    tries = TRIES
    pause_seconds = PAUSE_SECONDS
    say: Callable[[str], None] = staticmethod(lambda text: None)

    def __init__(self, connection: Any, collect_sql: bool = False, atomic: bool = True) -> None:
        """Take the limits from here rather than from the settings."""
        super().__init__(connection, collect_sql=collect_sql, atomic=atomic)
        self.LOCK_TIMEOUT = f"{LOCK_SECONDS}s"
        self.FLEXIBLE_STATEMENT_TIMEOUT = True
        self.IDEMPOTENT_SQL = not collect_sql

    def execute(self, sql: Any, params: Any = ()) -> None:
        """Execute a statement; try again where it did not get its lock, unless it is part of a transaction."""
        for left in reversed(range(self.tries)):
            try:
                self._bounded(sql, params)
                break
            except DatabaseError as error:
                if not in_vain(error) or not left or self.connection.in_atomic_block:
                    raise
                self.say(f"{LOCK_SECONDS} 秒内没有取得锁，{self.pause_seconds} 秒后再试：{_text(sql)[:100]}")
                time.sleep(self.pause_seconds)

    def _bounded(self, sql: Any, params: Any) -> None:
        if self.collect_sql or not any(word in _text(sql) for word in PATIENT):
            super().execute(sql, params)
            return
        wait_for_locks(self.connection, 0)
        try:
            super().execute(sql, params)
        finally:
            wait_for_locks(self.connection, LOCK_SECONDS)


def wait_for_locks(connection: Any, seconds: int) -> None:
    """Let statements of this connection wait so many seconds for a lock, 0: as long as it takes."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout TO '{seconds}s'")


@contextmanager
def upgrading(alias: str, say: Callable[[str], None]) -> Iterator[None]:
    """Let migrations of this database be run by the editor of an upgrade."""
    connection: Any = connections[alias]
    usual = connection.SchemaEditorClass
    combined = connection.features.supports_combined_alters
    wait_for_locks(connection, LOCK_SECONDS)
    connection.SchemaEditorClass = type("Editor", (UpgradeEditor,), {"say": staticmethod(say)})
    try:
        with warnings.catch_warnings():
            # What may be unsafe is judged by `rules`, which knows the tables of the release before.
            warnings.simplefilter("ignore", UnsafeOperationWarning)
            yield
    finally:
        connection.SchemaEditorClass = usual
        connection.features.supports_combined_alters = combined
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")


def _text(sql: Any) -> str:
    whole = sql.template % sql.parts if isinstance(sql, Statement) else sql
    return "; ".join(map(str, whole)) if isinstance(whole, list) else str(whole)


def in_vain(error: DatabaseError) -> bool:
    """Say whether a statement failed because it did not get its lock."""
    return getattr(error.__cause__, "pgcode", "") in IN_VAIN


def can_upgrade(alias: str) -> bool:
    """Say whether this is a PostgreSQL that holds tables of ours already: a first start needs no care."""
    connection: Any = connections[alias]
    if connection.vendor != "postgresql" or not issubclass(connection.SchemaEditorClass, Plain):
        return False
    return "core_user" in connection.introspection.table_names()
