"""Recomputing open clocks after the calendar has changed: a registry, so that the calendar knows no domain noun."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from ..access.models import User
from ..audit.actions import record
from ..audit.actions import register as name_action
from ..jobs.outbox import job
from ..transactions import unit_of_work
from . import working_days
from .calendar import WorkCalendar

JOB = "calendar.recompute"

name_action("calendar.recomputed", "日历变更后重算期限")


@dataclass(frozen=True)
class Move:
    """One open clock whose due date or provisional mark has changed."""

    label: str
    before: date
    after: date
    url: str = ""

    @property
    def later(self) -> bool:
        """Whether the due date moved back."""
        return self.after > self.before

    @property
    def earlier(self) -> bool:
        """Whether the due date came forward; needs a person's confirmation."""
        return self.after < self.before


class Recompute(Protocol):
    """Recounts the open clocks of one app by a calendar, writes what changed, logs it and tells the owners.

    Closed clocks stay as they are. Runs inside the caller's transaction and is safe to repeat: a second run finds
    nothing to move.
    """

    def __call__(self, calendar: WorkCalendar, *, by: User | None, at: datetime) -> list[Move]:
        """Return what moved."""


_registered: list[Recompute] = []


def register(recompute: Recompute) -> Recompute:
    """Add an app's recomputation, once; called from its AppConfig.ready."""
    if recompute not in _registered:
        _registered.append(recompute)
    return recompute


def unregister(recompute: Recompute) -> None:
    """Take a recomputation out again."""
    _registered.remove(recompute)


def recompute_clocks(calendar: WorkCalendar, *, by: User | None, at: datetime) -> list[Move]:
    """Run every registered recomputation in the caller's transaction; return all moves."""
    moves = [move for recompute in _registered for move in recompute(calendar, by=by, at=at)]
    if moves:
        later, earlier = sum(move.later for move in moves), sum(move.earlier for move in moves)
        counts = {"moved": len(moves), "later": later, "earlier": earlier, "calendar": calendar.version}
        record("calendar.recomputed", by=by, at=at, after=counts)
    return moves


@job(JOB)
def recompute_once_more(*, at: datetime, **_: Any) -> None:
    """Catch clocks that were started by the old calendar while the new one was being confirmed."""
    with unit_of_work():
        recompute_clocks(working_days.build(), by=None, at=at)
