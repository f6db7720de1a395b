"""The audit log: append-only, hash-chained, written in the same transaction as what it tells of."""

from .actions import record, register

__all__ = ["record", "register"]
