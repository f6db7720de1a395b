"""One unit of work: a transaction whose audit rows are written last, after the index of the search.

Audit rows are chained, so writing one takes the chain's lock. Taking that lock last keeps the order of locks the
same everywhere (objects, then sequences, then the audit chain), and no two actions can wait for each other.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction

_pending: ContextVar[list[dict[str, Any]] | None] = ContextVar("pending_audit_rows", default=None)


@contextmanager
def unit_of_work() -> Iterator[None]:
    """Run the block in a transaction; a nested one joins the outer one and takes its audit rows along if it fails."""
    waiting = _pending.get()
    if waiting is not None:
        kept = len(waiting)
        try:
            with transaction.atomic():
                yield
        except BaseException:
            del waiting[kept:]
            raise
        return
    token = _pending.set([])
    try:
        with transaction.atomic():
            yield
            _index()
            _flush(_pending.get() or [])
    finally:
        _pending.reset(token)


def add_audit_row(row: dict[str, Any]) -> None:
    """Keep a row until the unit of work ends; outside of one it is written at once."""
    waiting = _pending.get()
    if waiting is None:
        with transaction.atomic():
            _flush([row])
    else:
        waiting.append(row)


def _index() -> None:
    """Make what was written findable, before the chain's lock is taken."""
    from .search.upkeep import index_own_writes

    index_own_writes()


def _flush(rows: list[dict[str, Any]]) -> None:
    if rows:
        from .audit.chain import append
        from .following.telling import hear
        from .webhooks.hearing import hear as hear_for_webhooks

        hear(rows)
        hear_for_webhooks(rows)
        append(rows)
