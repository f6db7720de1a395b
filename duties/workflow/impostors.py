"""The transition table of an impostor case (假冒账号处置流转)."""

from datetime import datetime
from typing import Any

from django_fsm import transition

from ..permissions.impostors import may_handle
from ..states.impostors import ImpostorState


class ImpostorTransitions:
    """Moves of a case; only duties.actions calls them, through `perform`."""

    state: Any
    verified_at: datetime | None
    verified_by: Any
    finding: str
    sent_at: datetime | None
    settled_at: datetime | None
    closed_at: datetime | None
    closed_by: Any
    summary: str
    unmet_reason: str

    @transition(field="state", source=ImpostorState.REPORTED, target=ImpostorState.HANDLING, permission=may_handle)
    def confirm(self, *, at: datetime, finding: str, by_whom: Any) -> None:
        """It is an impostor (核实为假冒)."""
        self.verified_at, self.verified_by, self.finding = at, by_whom, finding

    @transition(
        field="state",
        source=[ImpostorState.REPORTED, ImpostorState.HANDLING],
        target=ImpostorState.DISMISSED,
        permission=may_handle,
    )
    def dismiss(self, *, at: datetime, finding: str, by_whom: Any) -> None:
        """It is none (核实不是假冒)."""
        self.verified_at = self.verified_at or at
        self.verified_by, self.finding = by_whom, finding
        self.closed_at, self.closed_by = at, by_whom

    @transition(field="state", source=ImpostorState.HANDLING, target=ImpostorState.SENT, permission=may_handle)
    def send(self, *, at: datetime, moment: datetime) -> None:
        """A letter went to the platform (致函); the first one counts for the time it took."""
        self.sent_at = self.sent_at or moment

    @transition(field="state", source=ImpostorState.SENT, target=ImpostorState.SETTLED, permission=may_handle)
    def settle(self, *, at: datetime, moment: datetime) -> None:
        """The platform ended the impersonation (平台已处置)."""
        self.settled_at = moment

    @transition(field="state", source=ImpostorState.SENT, target=ImpostorState.HANDLING, permission=may_handle)
    def try_again(self, *, at: datetime) -> None:
        """The platform refused or kept silent: another letter is due (再次致函)."""

    @transition(
        field="state",
        source=[ImpostorState.HANDLING, ImpostorState.SENT, ImpostorState.SETTLED],
        target=ImpostorState.CLOSED,
        permission=may_handle,
    )
    def close(self, *, at: datetime, summary: str, unmet_reason: str, by_whom: Any) -> None:
        """It is over (办结)."""
        self.closed_at, self.closed_by = at, by_whom
        self.summary, self.unmet_reason = summary, unmet_reason

    @transition(
        field="state",
        source=[ImpostorState.CLOSED, ImpostorState.DISMISSED],
        target=ImpostorState.REPORTED,
        permission=may_handle,
    )
    def reopen(self, *, at: datetime) -> None:
        """It is looked at anew, for instance because the account is back (重新办理)."""
        self.closed_at, self.closed_by, self.settled_at = None, None, None
        self.verified_at, self.verified_by = None, None
