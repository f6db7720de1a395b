"""What reading changes (只读): rows counted by the database itself, tables compared where it counts any."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.test import override_settings

from tests.architecture.access_matrix import Asker, kept_stage
from tests.architecture.matrix_world import set_the_stage

from .stage import UNLIMITED

COUNTED = "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_xact_user_tables"


def changes() -> int:
    """Return how many rows this connection has changed so far, by statements or triggers, taken back or not."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        return int(connection.connection.total_changes)
    with connection.cursor() as cursor:
        cursor.execute(COUNTED)
        return int(cursor.fetchone()[0])


def digests() -> dict[str, str]:
    """Return a digest of every table."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows = sorted(repr(row) for row in cursor.fetchall())
            found[table] = hashlib.sha256("\n".join(rows).encode("utf-8", "surrogatepass")).hexdigest()
    return found


class Reader(Asker):
    """Asks for pages over TLS and notes which tables an answer has changed before all of it is taken back."""

    def __init__(self, stage: Any) -> None:
        super().__init__(stage)
        self.before = digests()
        self.changed: set[str] = set()

    def read(self, role: str, url: str) -> Any:
        """Return the answer to a reading request."""
        from django.db import transaction

        from tests.architecture.known_people import KnownPeople

        request = self.factories[role].get(url, secure=True)
        with transaction.atomic():
            count = changes()
            answer = self.handler.get_response(request)
            if answer.streaming:
                b"".join(answer.streaming_content)
            self.changed = set()
            if changes() != count:
                after = digests()
                self.changed = {table for table, digest in after.items() if digest != self.before.get(table)}
                self.changed |= set(self.before) - set(after)
                KnownPeople.forget()
            transaction.set_rollback(True)
        return answer


@contextmanager
def lent(blocker: Any, **told: Any) -> Iterator[Reader]:
    """Lend somebody who reads the stage of the access matrix under these settings; the log is silent meanwhile."""
    logging.disable(logging.CRITICAL)
    with override_settings(**UNLIMITED, **told), kept_stage(blocker, set_the_stage) as asker:
        yield Reader(asker.stage)
    logging.disable(logging.NOTSET)
