"""Who wants to know of register events: a registry, so that upper floors hear of them and the register knows none."""

from datetime import date, datetime
from typing import Any, Protocol

from .models import MediaAccount


class UnfiledListener(Protocol):
    """Called inside the action's transaction when an account was found running without a filing."""

    def __call__(self, account: MediaAccount, *, found_on: date, by: Any, at: datetime) -> object:
        """React, or raise to undo the whole action."""


_unfiled: list[UnfiledListener] = []


def on_unfiled(listener: UnfiledListener) -> UnfiledListener:
    """Register a listener, once; called from an AppConfig.ready."""
    if listener not in _unfiled:
        _unfiled.append(listener)
    return listener


def tell_unfiled(account: MediaAccount, *, found_on: date, by: Any, at: datetime) -> None:
    """Tell every listener."""
    for listener in _unfiled:
        listener(account, found_on=found_on, by=by, at=at)
