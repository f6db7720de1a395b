"""A result as fixed text and its hash (结果留痕): equal results, and only those, have the same digest."""

import hashlib
import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from .records import Result, YearResult


def canonical(result: Result | YearResult) -> str:
    """Return a result as one line of JSON, the same on every machine."""
    return json.dumps(result, ensure_ascii=False, separators=(",", ":"), default=_exact)


def digest(results: Iterable[Result | YearResult]) -> str:
    """Return the SHA-256 of results, whatever order they come in."""
    lines = sorted(canonical(result) for result in results)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _exact(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    raise TypeError(f"not part of a result: {type(value).__name__}")
