"""The transition tables of filings and obligations (备案状态流转); they touch no row but their own."""

from datetime import date, datetime
from typing import Any

from django_fsm import transition

from .permissions import decided_last, may_edit, may_run_annual, may_take_back, may_terminate
from .states import EDITABLE, IN_PROGRESS, AnnualState, FilingState, ObligationState

#: Results that a rule of the edition may let the department take back.
TAKEN_BACK = [FilingState.RETURNED, FilingState.REJECTED, FilingState.APPROVED]


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

    @transition(field="state", source=FilingState.AUTHORITY, target=FilingState.UNIT)
    def bring_back(self, *, at: datetime) -> None:
        """A step of the unit is to be done again (退回环节、收回); when it was lodged first stays on record."""

    @transition(field="state", source=TAKEN_BACK, target=FilingState.UNIT, permission=may_take_back)
    def take_back(self, *, at: datetime) -> None:
        """The result was taken back by rule (收回办理结果): it is under way again."""
        self.decided_at = None

    @transition(field="state", source=IN_PROGRESS, target=FilingState.TERMINATED, permission=may_terminate)
    def terminate(self, *, at: datetime) -> None:
        """An administrator ended it without a decision (终止)."""
        self.decided_at = at

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
    flagged_on: date | None
    remind_on: date | None
    met_on: date | None

    @transition(field="state", source=ObligationState.OPEN, target=ObligationState.MET)
    def meet(self, *, at: datetime, on: date) -> None:
        """What was owed has been handed in; `remind_on` is left only where the daily job must clear a flag."""
        self.met_on, self.remind_on = on, self.flagged_on

    @transition(field="state", source=ObligationState.OPEN, target=ObligationState.VOID)
    def void(self, *, at: datetime) -> None:
        """The reason for it has gone; `remind_on` as in `meet`."""
        self.remind_on = self.flagged_on


class AnnualTransitions:
    """Moves of the annual check of an account; they follow its report, but for the reopening."""

    state: Any
    result: str
    decided_by: Any
    decided_at: datetime | None

    @transition(field="state", source=AnnualState.OPEN, target=AnnualState.REVIEW)
    def hand_in(self, *, at: datetime) -> None:
        """The annual report was handed in (已提交)."""

    @transition(field="state", source=AnnualState.REVIEW, target=AnnualState.OPEN)
    def give_back(self, *, at: datetime) -> None:
        """The report was returned or taken back (退回、撤回)."""

    @transition(field="state", source=AnnualState.REVIEW, target=AnnualState.PASSED)
    def pass_(self, *, at: datetime, by_whom: Any, result: str) -> None:
        """The review found nothing against it (合格)."""
        self.decided_at, self.decided_by, self.result = at, by_whom, result

    @transition(field="state", source=AnnualState.REVIEW, target=AnnualState.FAILED)
    def fail(self, *, at: datetime, by_whom: Any, result: str) -> None:
        """The review failed it, with the reason (不合格)."""
        self.decided_at, self.decided_by, self.result = at, by_whom, result

    @transition(
        field="state", source=[AnnualState.OPEN, AnnualState.PASSED, AnnualState.FAILED], target=AnnualState.REVIEW
    )
    def take_back(self, *, at: datetime) -> None:
        """The result of the report was taken back by rule (收回)."""
        self.decided_at, self.decided_by, self.result = None, None, ""

    @transition(field="state", source=AnnualState.FAILED, target=AnnualState.OPEN, permission=may_run_annual)
    def reopen(self, *, at: datetime) -> None:
        """The department lets the unit report again (重新填报)."""
        self.decided_at, self.decided_by, self.result = None, None, ""

    @transition(field="state", source=AnnualState.OPEN, target=AnnualState.VOID)
    def void(self, *, at: datetime) -> None:
        """The account has ended meanwhile (账号已注销)."""
