"""The transition table of an account (账号状态流转); touches no row but its own."""

from datetime import date, datetime
from typing import Any

from django_fsm import transition

from .states import RUNNING, AccountState, HandoverState


class AccountTransitions:
    """Moves of an account; only filings and the register's own actions call them, through `perform`."""

    state: Any
    filed_on: date | None
    closed_on: date | None
    certificate_no: str
    merged_into: Any
    updated_at: datetime

    @transition(field="state", source=RUNNING, target=AccountState.FILED)
    def file(self, *, at: datetime, certificate_no: str, filed_on: date) -> None:
        """A filing was approved: the account carries its certificate number (备案编号)."""
        self.certificate_no, self.filed_on, self.updated_at = certificate_no, filed_on, at

    @transition(field="state", source=RUNNING, target=AccountState.CLOSED)
    def close(self, *, at: datetime, closed_on: date | None) -> None:
        """A closing was filed (注销)."""
        self.closed_on, self.updated_at = closed_on, at

    @transition(field="state", source=RUNNING, target=AccountState.MERGED)
    def merge(self, *, at: datetime, into: Any, closed_on: date | None) -> None:
        """The account was merged into another one (整合)."""
        self.merged_into, self.closed_on, self.updated_at = into, closed_on, at


class HandoverTransitions:
    """Moves of a hand-over (离任移交)."""

    state: Any
    done_at: datetime | None

    @transition(field="state", source=HandoverState.OPEN, target=HandoverState.DONE)
    def finish(self, *, at: datetime) -> None:
        """Nothing is open and every side has confirmed (办结)."""
        self.done_at = at
