"""Emptying the demo's database (清空演示)."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection

from newmedia_portal.core.search.triggers import rebuild_full_text


def empty_database() -> None:
    """Delete every row of every table.

    SQLite deletes row by row and so meets the triggers that freeze published lexicons and closed periods of
    assessment; they are put aside for as long as it takes. PostgreSQL empties whole tables, past such triggers.
    """
    with _without_triggers():
        call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=False)


@contextmanager
def _without_triggers() -> Iterator[None]:
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            made_meanwhile = {name for (name,) in cursor.fetchall()}
            for name, sql in triggers:
                if name not in made_meanwhile:
                    cursor.execute(sql)
            rebuild_full_text(connection)
