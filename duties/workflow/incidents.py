"""The transition table of an incident (事件流转)."""

from datetime import datetime
from typing import Any

from django_fsm import transition

from ..permissions.duty import may_act, may_close, may_reopen_incident
from ..states.incidents import IncidentState


class IncidentTransitions:
    """Moves of an incident; only duties.actions calls them, through `perform`."""

    state: Any
    handling_since: datetime | None
    handled_at: datetime | None
    closed_at: datetime | None
    closed_by: Any

    @transition(field="state", source=IncidentState.FOUND, target=IncidentState.REPORTED, permission=may_act)
    def report(self, *, at: datetime) -> None:
        """Unit head and department both know (已报告)."""

    @transition(
        field="state",
        source=[IncidentState.FOUND, IncidentState.REPORTED],
        target=IncidentState.HANDLING,
        permission=may_act,
    )
    def begin(self, *, at: datetime, moment: datetime) -> None:
        """Something is being done about it (处置)."""
        self.handling_since = moment

    @transition(field="state", source=IncidentState.HANDLING, target=IncidentState.CLOSED, permission=may_close)
    def close(self, *, at: datetime, handled_at: datetime, by_whom: Any) -> None:
        """It is over (办结)."""
        self.handled_at, self.closed_at, self.closed_by = handled_at, at, by_whom

    @transition(
        field="state", source=IncidentState.CLOSED, target=IncidentState.HANDLING, permission=may_reopen_incident
    )
    def reopen(self, *, at: datetime) -> None:
        """It goes on after all (重新处置)."""
        self.handled_at, self.closed_at, self.closed_by = None, None, None
