"""Row locks that leave foreign keys alone (行锁): on PostgreSQL each FOR UPDATE is a FOR NO KEY UPDATE.

Django's foreign keys are checked at COMMIT, by a share lock on the key of the row referred to. FOR UPDATE refuses that
lock: who commits holds the head of the audit chain and waits for a unit, who holds the unit waits for the head, and
one of both is thrown out (decision 0090). Nothing here changes or deletes a key under such a lock.
"""

from typing import Any

from django.db.backends.signals import connection_created

MARK = "_leaves_keys_alone"


def leave_keys_alone(*, connection: Any, **_: Any) -> None:
    """Let every row lock of a connection be one that foreign keys do not wait for (signal connection_created)."""
    operations = connection.ops
    if connection.vendor != "postgresql" or getattr(operations, MARK, False):
        return
    usual = operations.for_update_sql

    def for_update_sql(*args: Any, **options: Any) -> str:
        return str(usual(*args, **{**options, "no_key": True}))

    operations.for_update_sql = for_update_sql
    setattr(operations, MARK, True)


connection_created.connect(leave_keys_alone, dispatch_uid="locking.keys")
