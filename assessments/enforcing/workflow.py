"""The transition table of measures and commendations (处置流转); it touches no row but its own."""

from datetime import date, datetime
from typing import Any

from django_fsm import transition

from .permissions import may_answer_case, may_handle_case, may_revoke_case, may_rule_case, may_withdraw_case
from .states import STANDING, EnforcementState


class EnforcementTransitions:
    """Moves of a measure or commendation; only assessments.actions calls them, through `perform`."""

    state: Any
    number: str
    proposed_by: Any
    proposed_at: datetime | None
    decided_by: Any
    decided_at: datetime | None
    opinion: str
    delivery: str
    delivered_on: date | None
    delivered_at: datetime | None
    delivered_by: Any
    received_by: str
    answer: str
    answered_by: Any
    answered_at: datetime | None
    result: str
    closed_at: datetime | None
    closed_by: Any
    revoked_why: str

    @transition(
        field="state", source=EnforcementState.DRAFT, target=EnforcementState.PROPOSED, permission=may_handle_case
    )
    def propose(self, *, at: datetime, by_whom: Any) -> None:
        """A person of the department stands for it: only now is it a proposal (提出)."""
        self.proposed_by, self.proposed_at = by_whom, at

    @transition(
        field="state",
        source=[EnforcementState.DRAFT, EnforcementState.PROPOSED],
        target=EnforcementState.WITHDRAWN,
        permission=may_withdraw_case,
    )
    def withdraw(self, *, at: datetime, by_whom: Any) -> None:
        """Whoever proposed it takes it back before the decision (撤回)."""
        self.closed_at, self.closed_by = at, by_whom

    @transition(
        field="state", source=EnforcementState.PROPOSED, target=EnforcementState.DECIDED, permission=may_rule_case
    )
    def approve(self, *, at: datetime, by_whom: Any, opinion: str, number: str) -> None:
        """The one entitled decides; the document gets its number (决定)."""
        self.decided_by, self.decided_at, self.opinion, self.number = by_whom, at, opinion, number

    @transition(
        field="state", source=EnforcementState.PROPOSED, target=EnforcementState.REFUSED, permission=may_rule_case
    )
    def refuse(self, *, at: datetime, by_whom: Any, opinion: str) -> None:
        """The one entitled does not agree (不同意)."""
        self.decided_by, self.decided_at, self.opinion = by_whom, at, opinion

    @transition(
        field="state", source=EnforcementState.DECIDED, target=EnforcementState.DELIVERED, permission=may_handle_case
    )
    def deliver(self, *, at: datetime, by_whom: Any, delivery: str, on: date, received_by: str) -> None:
        """The decision reaches the unit, in the portal or on paper (送达)."""
        self.delivery, self.delivered_on, self.received_by = delivery, on, received_by
        self.delivered_by, self.delivered_at = by_whom, at

    @transition(
        field="state", source=EnforcementState.DELIVERED, target=EnforcementState.ANSWERED, permission=may_answer_case
    )
    def reply(self, *, at: datetime, by_whom: Any, answer: str) -> None:
        """The unit says what it did (反馈)."""
        self.answer, self.answered_by, self.answered_at = answer, by_whom, at

    @transition(
        field="state", source=EnforcementState.ANSWERED, target=EnforcementState.DELIVERED, permission=may_handle_case
    )
    def ask_again(self, *, at: datetime) -> None:
        """The answer does not do: the unit answers again; the earlier one stays in the log (退回反馈)."""

    @transition(
        field="state",
        source=[EnforcementState.DELIVERED, EnforcementState.ANSWERED],
        target=EnforcementState.CLOSED,
        permission=may_handle_case,
    )
    def close(self, *, at: datetime, by_whom: Any, result: str) -> None:
        """The department notes what came of it (结案)."""
        self.result, self.closed_by, self.closed_at = result, by_whom, at

    @transition(field="state", source=STANDING, target=EnforcementState.REVOKED, permission=may_revoke_case)
    def revoke(self, *, at: datetime, by_whom: Any, why: str) -> None:
        """The decision is taken back: it bars and obliges no longer (撤销)."""
        self.revoked_why, self.closed_by, self.closed_at = why, by_whom, at
