"""Where the present work comes from: address and request id, for the audit log."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_origin: ContextVar[tuple[str, str]] = ContextVar("audit_origin", default=("", ""))


@contextmanager
def origin(*, address: str, request_id: str) -> Iterator[None]:
    """Say from where the block works."""
    token = _origin.set((address, request_id))
    try:
        yield
    finally:
        _origin.reset(token)


def current_origin() -> tuple[str, str]:
    """Return address and request id; both empty outside a request."""
    return _origin.get()
