"""The transition table of approved pauses (暂停更新流转); it touches no row but its own."""

from datetime import date, datetime
from typing import Any

from django_fsm import transition

from .permissions import may_decide, may_enter
from .states import SuspensionState


class SuspensionTransitions:
    """Moves of a request to pause; only assessments.actions calls them, through `perform`."""

    state: Any
    decided_by: Any
    decided_at: datetime | None
    opinion: str
    ended_on: date | None

    @transition(field="state", source=SuspensionState.ASKED, target=SuspensionState.APPROVED, permission=may_decide)
    def approve(self, *, at: datetime, by_whom: Any, opinion: str) -> None:
        """The department agrees: the days of the pause count neither as silence nor in quotas (同意)."""
        self.decided_at, self.decided_by, self.opinion = at, by_whom, opinion

    @transition(field="state", source=SuspensionState.ASKED, target=SuspensionState.REFUSED, permission=may_decide)
    def refuse(self, *, at: datetime, by_whom: Any, opinion: str) -> None:
        """The department does not agree (不同意)."""
        self.decided_at, self.decided_by, self.opinion = at, by_whom, opinion

    @transition(field="state", source=SuspensionState.ASKED, target=SuspensionState.WITHDRAWN, permission=may_enter)
    def withdraw(self, *, at: datetime, by_whom: Any) -> None:
        """The unit takes its request back (撤回)."""
        self.decided_at, self.decided_by = at, by_whom

    @transition(field="state", source=SuspensionState.APPROVED, target=SuspensionState.ENDED, permission=may_decide)
    def end(self, *, at: datetime, on: date) -> None:
        """The pause ends early, after this day (提前结束)."""
        self.ended_on = on
