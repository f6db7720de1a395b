"""Who wants to know of a failed annual check (年度检查不合格): a registry; filings know no upper floor."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from ..models import AnnualCheck

Listener = Callable[..., object]
_failed: list[Listener] = []


def on_annual_failed(listener: Listener) -> Listener:
    """Register a listener, once; it is called with the check, `by` and `at` inside the action's transaction."""
    if listener not in _failed:
        _failed.append(listener)
    return listener


def tell_failed(check: AnnualCheck, *, by: Any, at: datetime) -> None:
    """Tell every listener."""
    for listener in _failed:
        listener(check, by=by, at=at)
