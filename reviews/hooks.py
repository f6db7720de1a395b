"""Who wants to know of publications: a registry, so that upper floors hear of them and the reviews know none."""

from datetime import datetime
from typing import Any, Protocol

from .models import Receipt, Retraction


class ReceiptListener(Protocol):
    """Called inside the action's transaction when a receipt was recorded (发布回执)."""

    def __call__(self, receipt: Receipt, *, by: Any, at: datetime) -> object:
        """React, or raise to undo the whole action."""


class RetractionListener(Protocol):
    """Called inside the action's transaction when a published post was taken down or corrected (撤稿、更正)."""

    def __call__(self, retraction: Retraction, *, by: Any, at: datetime) -> object:
        """React, or raise to undo the whole action."""


_receipts: list[ReceiptListener] = []
_retractions: list[RetractionListener] = []


def on_receipt(listener: ReceiptListener) -> ReceiptListener:
    """Register a listener, once; its module is imported from an AppConfig.ready."""
    if listener not in _receipts:
        _receipts.append(listener)
    return listener


def on_retraction(listener: RetractionListener) -> RetractionListener:
    """Register a listener, once; its module is imported from an AppConfig.ready."""
    if listener not in _retractions:
        _retractions.append(listener)
    return listener


def tell_receipt(receipt: Receipt, *, by: Any, at: datetime) -> None:
    """Tell every listener of a receipt."""
    for listener in _receipts:
        listener(receipt, by=by, at=at)


def tell_retraction(retraction: Retraction, *, by: Any, at: datetime) -> None:
    """Tell every listener of a retraction or correction."""
    for listener in _retractions:
        listener(retraction, by=by, at=at)
