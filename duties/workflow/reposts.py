"""The transition tables of repost tasks and their accounts (转发任务流转); they touch no row but their own."""

from datetime import datetime
from typing import Any

from django_fsm import transition

from ..permissions.reposts import may_answer, may_confirm, may_manage
from ..states.reposts import UNFINISHED, RepostState, TargetState


class RepostTransitions:
    """Moves of a task; only duties.actions calls them, through `perform`."""

    state: Any
    ended_at: datetime | None
    end_reason: str

    @transition(field="state", source=RepostState.ISSUED, target=RepostState.CLOSED, permission=may_manage)
    def close(self, *, at: datetime, why: str) -> None:
        """The department ends the task; what has not been reposted stays so (结束)."""
        self.ended_at, self.end_reason = at, why

    @transition(field="state", source=RepostState.ISSUED, target=RepostState.WITHDRAWN, permission=may_manage)
    def withdraw(self, *, at: datetime, why: str) -> None:
        """The department takes the task back: it counts for nobody (撤回)."""
        self.ended_at, self.end_reason = at, why


class TargetTransitions:
    """Moves of one account of a task."""

    state: Any
    link: str
    posted_at: datetime | None
    confirmed_by: Any
    confirmed_at: datetime | None
    late_workdays: int | None
    excuse: str
    excused_by: Any
    excused_at: datetime | None
    answer: str
    answered_by: Any
    answered_at: datetime | None

    @transition(field="state", source=[*UNFINISHED, TargetState.DONE], target=TargetState.DONE, permission=may_confirm)
    def confirm(self, *, at: datetime, link: str, posted_at: datetime, late_workdays: int, by_whom: Any) -> None:
        """The unit tells where and when the account reposted; telling again corrects it (登记转发)."""
        self.link, self.posted_at, self.late_workdays = link, posted_at, late_workdays
        self.confirmed_by, self.confirmed_at = by_whom, at

    @transition(field="state", source=TargetState.OPEN, target=TargetState.EXCUSED, permission=may_confirm)
    def declare(self, *, at: datetime, why: str, by_whom: Any) -> None:
        """The unit says why the account had better not repost (申报不适合转发)."""
        self.excuse, self.excused_by, self.excused_at = why, by_whom, at
        self.answer, self.answered_by, self.answered_at = "", None, None

    @transition(field="state", source=TargetState.EXCUSED, target=TargetState.EXEMPT, permission=may_answer)
    def exempt(self, *, at: datetime, why: str, by_whom: Any) -> None:
        """The department agrees: the account no longer counts (同意不转发)."""
        self.answer, self.answered_by, self.answered_at = why, by_whom, at

    @transition(field="state", source=TargetState.EXCUSED, target=TargetState.OPEN, permission=may_answer)
    def insist(self, *, at: datetime, why: str, by_whom: Any) -> None:
        """The department does not agree: the account is still to repost (不同意)."""
        self.answer, self.answered_by, self.answered_at = why, by_whom, at
