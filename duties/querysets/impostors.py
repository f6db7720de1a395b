"""Filters of impostor cases (假冒账号)."""

from __future__ import annotations

from typing import Self

from ..states.impostors import ImpostorState
from .duty import DutyQuerySet


class ImpostorQuerySet(DutyQuerySet):
    """Cases by state."""

    def running(self) -> Self:
        """Return the cases that are not over."""
        return self.exclude(state__in=[ImpostorState.CLOSED, ImpostorState.DISMISSED])
