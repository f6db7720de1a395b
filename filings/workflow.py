"""The transition tables of filings and obligations (备案状态流转); they touch no row but their own."""

from datetime import date, datetime
from typing import Any

from django_fsm import transition

from .permissions import decided_last, may_edit
from .states import EDITABLE, IN_PROGRESS, FilingState, ObligationState


class FilingTransitions:
    """Moves of a filing; only filings.actions calls them, through `perform`."""

    state: Any
    number: str
    first_submitted_at: datetime | None
    submitted_at: datetime | None
    lodged_at: datetime | None
    decided_at: datetime | None
    late_workdays: int | None

    @transition(field="state", source=EDITABLE, target=FilingState.UNIT, permission=may_edit)
    def submit(self, *, at: datetime, number: str, late_workdays: int | None) -> None:
        """The unit hands in a complete filing; the first time counts for the period (reading A44)."""
        self.number = self.number or number
        self.submitted_at = at
        if self.first_submitted_at is None:
            self.first_submitted_at, self.late_workdays = at, late_workdays

    @transition(field="state", source=FilingState.UNIT, target=FilingState.AUTHORITY)
    def lodge(self, *, at: datetime) -> None:
        """The unit's own steps are done: the filing lies with the authority."""
        self.lodged_at = self.lodged_at or at

    @transition(field="state", source=IN_PROGRESS, target=FilingState.RETURNED, permission=decided_last)
    def give_back(self, *, at: datetime) -> None:
        """Somebody returned it for correction (退回补正)."""

    @transition(field="state", source=IN_PROGRESS, target=FilingState.APPROVED, permission=decided_last)
    def approve(self, *, at: datetime) -> None:
        """The last step agreed (准予备案)."""
        self.decided_at = at

    @transition(field="state", source=IN_PROGRESS, target=FilingState.REJECTED, permission=decided_last)
    def reject(self, *, at: datetime) -> None:
        """Somebody refused it (不予备案)."""
        self.decided_at = at

    @transition(field="state", source=IN_PROGRESS, target=FilingState.WITHDRAWN, permission=may_edit)
    def withdraw(self, *, at: datetime, counts: bool) -> None:
        """The unit took it back (撤回); a hand-in that nobody has acted on no longer counts for the period."""
        if not counts:
            self.first_submitted_at, self.late_workdays = None, None


class ObligationTransitions:
    """Moves of an obligation."""

    state: Any
    flag: str
    met_on: date | None

    @transition(field="state", source=ObligationState.OPEN, target=ObligationState.MET)
    def meet(self, *, at: datetime, on: date) -> None:
        """What was owed has been handed in."""
        self.met_on = on

    @transition(field="state", source=ObligationState.OPEN, target=ObligationState.VOID)
    def void(self, *, at: datetime) -> None:
        """The reason for it has gone."""
