"""The transition table of a public message (留言流转)."""

from datetime import datetime
from typing import Any

from django_fsm import transition

from ..permissions.duty import may_reopen, may_work
from ..states.inquiries import WAITING, MessageState


class MessageTransitions:
    """Moves of a message; only duties.actions calls them, through `perform`."""

    state: Any
    passed_to: str
    passed_at: datetime | None
    answer: str
    answered_at: datetime | None
    answered_by: Any
    is_public: bool
    answer_link: str
    late_days: int | None
    waive_reason: str
    changed_at: datetime | None

    @transition(field="state", source=WAITING, target=MessageState.PASSED, permission=may_work)
    def pass_on(self, *, at: datetime, to: str) -> None:
        """Somebody else is to answer it; the clock runs on (转办)."""
        self.passed_to, self.passed_at, self.changed_at = to, at, at

    @transition(
        field="state", source=[*WAITING, MessageState.ANSWERED], target=MessageState.ANSWERED, permission=may_work
    )
    def give_answer(
        self,
        *,
        at: datetime,
        text: str,
        answered_at: datetime,
        is_public: bool,
        link: str,
        late_days: int | None,
        by_whom: Any,
    ) -> None:
        """The message was answered; telling again corrects the record (答复)."""
        self.answer, self.answered_at, self.answered_by = text, answered_at, by_whom
        self.is_public, self.answer_link, self.late_days, self.changed_at = is_public, link, late_days, at

    @transition(field="state", source=WAITING, target=MessageState.WAIVED, permission=may_work)
    def waive(self, *, at: datetime, why: str, by_whom: Any) -> None:
        """There is nothing to answer, for a reason that stays on record (无需答复)."""
        self.waive_reason, self.answered_by, self.changed_at = why, by_whom, at

    @transition(
        field="state",
        source=[MessageState.ANSWERED, MessageState.WAIVED],
        target=MessageState.OPEN,
        permission=may_reopen,
    )
    def reopen(self, *, at: datetime) -> None:
        """The answer will not do: the message waits again, from the day it was received (重新答复)."""
        self.answer, self.answered_at, self.answered_by, self.late_days = "", None, None, None
        self.answer_link, self.waive_reason, self.is_public, self.changed_at = "", "", False, at
