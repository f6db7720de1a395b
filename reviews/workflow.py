"""The transition tables of posts and what surrounds them (稿件状态流转); they touch no row but their own."""

from datetime import datetime
from typing import Any

from django_fsm import transition

from .permissions import decided_last, manages_receipts, may_settle, may_take_back, may_terminate, may_write
from .states import (
    EDITABLE,
    AuthorisationState,
    CommentState,
    FreezeState,
    PostState,
    ViolationState,
)

#: Results that a rule of the edition may let the signer or the department take back.
TAKEN_BACK = [PostState.RETURNED, PostState.REJECTED, PostState.READY]


class PostTransitions:
    """Moves of a post; only reviews.actions calls them, through `perform`."""

    state: Any
    number: str
    submitted_at: datetime | None
    decided_at: datetime | None
    published_at: datetime | None

    @transition(field="state", source=EDITABLE, target=PostState.REVIEW, permission=may_write)
    def submit(self, *, at: datetime, number: str) -> None:
        """The author hands in a complete post (提交审核)."""
        self.number = self.number or number
        self.submitted_at = at

    @transition(field="state", source=PostState.REVIEW, target=PostState.RETURNED, permission=decided_last)
    def give_back(self, *, at: datetime) -> None:
        """Somebody returned it to its author (退回修改)."""

    @transition(field="state", source=PostState.REVIEW, target=PostState.READY, permission=decided_last)
    def authorise(self, *, at: datetime) -> None:
        """The last signature is there: it may be published (授权发布)."""
        self.decided_at = at

    @transition(field="state", source=PostState.REVIEW, target=PostState.REJECTED, permission=decided_last)
    def reject(self, *, at: datetime) -> None:
        """Somebody refused it (不同意)."""
        self.decided_at = at

    @transition(field="state", source=PostState.REVIEW, target=PostState.WITHDRAWN, permission=may_write)
    def withdraw(self, *, at: datetime) -> None:
        """The author took it back before the first decision (撤回)."""

    @transition(field="state", source=TAKEN_BACK, target=PostState.REVIEW, permission=may_take_back)
    def take_back(self, *, at: datetime) -> None:
        """The result was taken back by rule (收回办理结果): the last step is decided once more."""
        self.decided_at = None

    @transition(field="state", source=PostState.REVIEW, target=PostState.TERMINATED, permission=may_terminate)
    def terminate(self, *, at: datetime) -> None:
        """An administrator ended the review without a decision (终止)."""
        self.decided_at = at

    @transition(field="state", source=PostState.READY, target=PostState.RETURNED, permission=may_write)
    def reopen(self, *, at: datetime) -> None:
        """The author alters an approved text: every signature is void (授权失效)."""
        self.decided_at = None

    @transition(field="state", source=PostState.READY, target=PostState.RETURNED)
    def lapse(self, *, at: datetime) -> None:
        """The authorisation was not used in time."""
        self.decided_at = None

    @transition(field="state", source=PostState.READY, target=PostState.PUBLISHED, permission=manages_receipts)
    def publish(self, *, at: datetime, published_at: datetime) -> None:
        """A receipt says that it was published."""
        self.published_at = published_at

    @transition(field="state", source=PostState.PUBLISHED, target=PostState.RETRACTED, permission=manages_receipts)
    def retract(self, *, at: datetime) -> None:
        """It was taken down everywhere (撤稿)."""


class AuthorisationTransitions:
    """Moves of an authorisation."""

    state: Any
    ended_at: datetime | None
    ended_why: str

    @transition(field="state", source=AuthorisationState.VALID, target=AuthorisationState.USED)
    def use(self, *, at: datetime) -> None:
        """The post was published under it."""

    @transition(field="state", source=AuthorisationState.VALID, target=AuthorisationState.VOID)
    def void(self, *, at: datetime, why: str) -> None:
        """The text was altered or somebody with the right took it back."""
        self.ended_at, self.ended_why = at, why

    @transition(field="state", source=AuthorisationState.VALID, target=AuthorisationState.LAPSED)
    def lapse(self, *, at: datetime) -> None:
        """Its period is over."""
        self.ended_at, self.ended_why = at, "超过有效期未发布"


class ViolationTransitions:
    """Moves of a violation."""

    state: Any
    outcome: str
    closed_by: Any
    closed_at: datetime | None

    @transition(field="state", source=ViolationState.OPEN, target=ViolationState.MENDED, permission=may_settle)
    def mend(self, *, at: datetime, by_whom: Any, outcome: str) -> None:
        """The publication now agrees with what was approved."""
        self._close(at, by_whom, outcome)

    @transition(field="state", source=ViolationState.OPEN, target=ViolationState.RETRACTED, permission=may_settle)
    def take_down(self, *, at: datetime, by_whom: Any, outcome: str) -> None:
        """The publication was taken down."""
        self._close(at, by_whom, outcome)

    @transition(field="state", source=ViolationState.OPEN, target=ViolationState.DISMISSED, permission=may_settle)
    def dismiss(self, *, at: datetime, by_whom: Any, outcome: str) -> None:
        """It was none, with the reason."""
        self._close(at, by_whom, outcome)

    def _close(self, at: datetime, by_whom: Any, outcome: str) -> None:
        self.outcome, self.closed_by, self.closed_at = outcome, by_whom, at


class CommentTransitions:
    """Moves of a passage comment."""

    state: Any
    resolved_by: Any
    resolved_at: datetime | None

    @transition(field="state", source=CommentState.OPEN, target=CommentState.RESOLVED)
    def resolve(self, *, at: datetime, by_whom: Any) -> None:
        """It has been dealt with."""
        self.resolved_by, self.resolved_at = by_whom, at

    @transition(field="state", source=CommentState.RESOLVED, target=CommentState.OPEN)
    def take_up(self, *, at: datetime) -> None:
        """It was not, after all."""
        self.resolved_by, self.resolved_at = None, None


class FrozenTopicTransitions:
    """Moves of a frozen topic."""

    state: Any
    released_by: Any
    released_at: datetime | None

    @transition(field="state", source=FreezeState.FROZEN, target=FreezeState.RELEASED)
    def release(self, *, at: datetime, by_whom: Any) -> None:
        """The department lifts the freeze (解冻)."""
        self.released_by, self.released_at = by_whom, at
