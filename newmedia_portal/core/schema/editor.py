"""The schema editor of an upgrade: no table is locked for long, and no statement waits long for its lock.

Built on django-pg-zero-downtime-migrations: each statement commits by itself, indexes are made CONCURRENTLY,
constraints NOT VALID first and validated afterwards, what exists already is passed over. Added here: what waited in
vain for a lock is tried again, since a statement that waits makes everybody behind it wait too.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, connections
from django.db.backends.ddl_references import Statement
from django.db.backends.postgresql.schema import DatabaseSchemaEditor as Plain
from django_zero_downtime_migrations.backends.postgres.schema import DatabaseSchemaEditor

#: How long a statement waits for its lock, in seconds.
LOCK_SECONDS = 2
#: How often it is tried, and how many seconds lie between two tries.
TRIES = 30
PAUSE_SECONDS = 3
LOCK_NOT_AVAILABLE = "55P03"
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
                if not _no_lock(error) or not left or self.connection.in_atomic_block:
                    raise
                self.say(f"{LOCK_SECONDS} 秒内没有取得锁，{self.pause_seconds} 秒后再试：{_text(sql)[:100]}")
                time.sleep(self.pause_seconds)

    def _bounded(self, sql: Any, params: Any) -> None:
        if self.collect_sql:
            super().execute(sql, params)
            return
        patient = any(word in _text(sql) for word in PATIENT)
        with self.connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout TO '{0 if patient else LOCK_SECONDS}s'")
        super().execute(sql, params)


@contextmanager
def upgrading(alias: str, say: Callable[[str], None]) -> Iterator[None]:
    """Let migrations of this database be run by the editor of an upgrade."""
    connection: Any = connections[alias]
    usual = connection.SchemaEditorClass
    combined = connection.features.supports_combined_alters
    connection.SchemaEditorClass = type("Editor", (UpgradeEditor,), {"say": staticmethod(say)})
    try:
        yield
    finally:
        connection.SchemaEditorClass = usual
        connection.features.supports_combined_alters = combined
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")


def _text(sql: Any) -> str:
    whole = sql.template % sql.parts if isinstance(sql, Statement) else sql
    return "; ".join(map(str, whole)) if isinstance(whole, list) else str(whole)


def _no_lock(error: DatabaseError) -> bool:
    return getattr(error.__cause__, "pgcode", "") == LOCK_NOT_AVAILABLE


def can_upgrade(alias: str) -> bool:
    """Say whether this is a PostgreSQL that holds tables of ours already: a first start needs no care."""
    connection: Any = connections[alias]
    if connection.vendor != "postgresql" or not issubclass(connection.SchemaEditorClass, Plain):
        return False
    return "core_user" in connection.introspection.table_names()
