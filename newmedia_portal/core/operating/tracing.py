"""What is known of the work in hand: request id, address name, person, statements; log lines are marked with it."""

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

_GIVEN = re.compile(r"[0-9A-Za-z]{16,32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass
class Slow:
    """One statement over the limit: its text without values, and how long it took in milliseconds."""

    sql: str
    ms: float


@dataclass
class Trace:
    """One request or one piece of background work."""

    request_id: str
    route: str = ""
    request: Any = None
    queries: int = 0
    slow: list[Slow] = field(default_factory=list)

    @property
    def person_id(self) -> int | None:
        """The number of the signed-in person, as far as the request has looked; never a name, never a query."""
        return getattr(getattr(self.request, "_cached_user", None), "pk", None)

    @property
    def place(self) -> str:
        """The name of the address (never the address itself, which may hold secrets), or of the job."""
        match = getattr(self.request, "resolver_match", None)
        return self.route or getattr(match, "view_name", "") or ""


_trace: ContextVar[Trace | None] = ContextVar("trace", default=None)


def current() -> Trace | None:
    """Return what is known of the work in hand; None outside of any."""
    return _trace.get()


@contextmanager
def tracing(trace: Trace) -> Iterator[Trace]:
    """Mark what the block says and asks."""
    token = _trace.set(trace)
    try:
        yield trace
    finally:
        _trace.reset(token)


def new_id() -> str:
    """Return a fresh request id of 32 characters."""
    return uuid.uuid4().hex


def well_formed(given: str) -> str:
    """Return an id that a proxy gave (16 to 32 letters and digits, or a UUID), without hyphens; else nothing."""
    return given.replace("-", "") if _GIVEN.fullmatch(given) else ""
