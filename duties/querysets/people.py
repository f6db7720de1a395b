"""Filters of people and custody (队伍与口令)."""

from __future__ import annotations

from datetime import date
from typing import Self

from ..states.people import ChecklistState
from .duty import DutyQuerySet


class ChecklistQuerySet(DutyQuerySet):
    """Leavers' checklists by state."""

    def running(self) -> Self:
        """Return the checklists with something left to do."""
        return self.filter(state=ChecklistState.OPEN)


class ReplyQuerySet(DutyQuerySet):
    """Replies to rounds of checks."""

    def waiting(self) -> Self:
        """Return the replies that are still to come."""
        return self.filter(answered_at__isnull=True)

    def late(self, today: date) -> Self:
        """Return the replies that are still to come after their due day."""
        return self.waiting().filter(round__due_on__lt=today)


class ConfirmationQuerySet(DutyQuerySet):
    """Confirmations of entries."""
