"""The transition tables of campaigns, checked accounts, findings and objections; they touch no row but their own."""

from datetime import date, datetime
from typing import Any

from django_fsm import transition

from ..permissions import may_decide, may_enter
from .permissions import may_enter_or_decide, may_inspect, may_judge, may_look_again, may_recheck
from .states import CampaignState, FindingState, InspectedState, ObjectionState, Verdict


class CampaignTransitions:
    """Moves of an inspection campaign (检查抽查)."""

    state: Any
    started_at: datetime | None
    closed_at: datetime | None
    closed_by: Any
    template_digest: str

    @transition(field="state", source=CampaignState.PREPARING, target=CampaignState.RUNNING, permission=may_decide)
    def start(self, *, at: datetime, digest: str) -> None:
        """The draw is made and the items are frozen (抽样并开始)."""
        self.started_at, self.template_digest = at, digest

    @transition(field="state", source=CampaignState.PREPARING, target=CampaignState.CANCELLED, permission=may_decide)
    def cancel(self, *, at: datetime) -> None:
        """A campaign that has not begun is given up (取消)."""

    @transition(field="state", source=CampaignState.RUNNING, target=CampaignState.REVIEWING, permission=may_decide)
    def review(self, *, at: datetime) -> None:
        """Every account has a result; the results are summed up (转入汇总)."""

    @transition(field="state", source=CampaignState.REVIEWING, target=CampaignState.RUNNING, permission=may_decide)
    def resume(self, *, at: datetime) -> None:
        """Checks go on (恢复检查)."""

    @transition(field="state", source=CampaignState.REVIEWING, target=CampaignState.CLOSED, permission=may_decide)
    def close(self, *, at: datetime, by_whom: Any) -> None:
        """The results stand and the units may see them (办结)."""
        self.closed_at, self.closed_by = at, by_whom


class InspectedTransitions:
    """Moves of the check of one account (受检账号)."""

    state: Any
    inspected_at: datetime | None
    checked_at: datetime | None
    second_id: Any
    second_at: datetime | None
    second_words: str
    skipped_why: str
    verdict: str
    points: Any

    @transition(field="state", source=InspectedState.WAITING, target=InspectedState.DONE, permission=may_inspect)
    def finish(self, *, at: datetime, verdict: str, points: Any) -> None:
        """The result stands at once (完成检查)."""
        self.checked_at, self.verdict, self.points = at, verdict, points

    @transition(field="state", source=InspectedState.WAITING, target=InspectedState.SECOND, permission=may_inspect)
    def hand_on(self, *, at: datetime, verdict: str, points: Any, second: int) -> None:
        """Somebody else looks a second time before the result stands (提交复核)."""
        self.checked_at, self.verdict, self.points, self.second_id = at, verdict, points, second

    @transition(field="state", source=InspectedState.SECOND, target=InspectedState.DONE, permission=may_look_again)
    def agree(self, *, at: datetime, words: str) -> None:
        """The second look confirms the result (复核同意)."""
        self.second_at, self.second_words = at, words

    @transition(field="state", source=InspectedState.SECOND, target=InspectedState.WAITING, permission=may_look_again)
    def send_back(self, *, at: datetime, words: str) -> None:
        """The second look disagrees: the inspector checks again (退回重查)."""
        self.second_at, self.second_words, self.verdict = None, words, Verdict.UNCHECKED

    @transition(field="state", source=InspectedState.WAITING, target=InspectedState.SKIPPED, permission=may_inspect)
    def skip(self, *, at: datetime, why: str) -> None:
        """The account cannot be checked, with the reason (未查)."""
        self.checked_at, self.skipped_why = at, why

    @transition(
        field="state",
        source=[InspectedState.SKIPPED, InspectedState.DONE],
        target=InspectedState.WAITING,
        permission=may_decide,
    )
    def reopen(self, *, at: datetime) -> None:
        """The department has it checked again (重新检查)."""
        self.checked_at, self.skipped_why, self.verdict = None, "", Verdict.UNCHECKED
        self.second_at, self.second_words = None, ""


class FindingTransitions:
    """Moves of a finding (问题整改)."""

    state: Any
    notice: Any
    anchor_on: date | None
    due_on: date | None
    objection_due_on: date | None
    provisional: bool
    overdue_on: date | None
    settled_at: datetime | None
    settled_by: Any
    settled_words: str

    @transition(field="state", source=FindingState.OPEN, target=FindingState.NOTIFIED, permission=may_decide)
    def notify(self, *, at: datetime, notice: Any, anchor: date, due: Any, objection_due: date | None) -> None:
        """The unit is told; its clock runs from the day of the notice (通知整改)."""
        self.notice, self.objection_due_on = notice, objection_due
        self.anchor_on, self.due_on, self.provisional = anchor, due.due, due.provisional

    @transition(field="state", source=FindingState.OPEN, target=FindingState.WITHDRAWN, permission=may_decide)
    def drop(self, *, at: datetime, by_whom: Any, words: str) -> None:
        """The department does not pursue it (不予追究)."""
        self._over(at, by_whom, words)

    @transition(field="state", source=FindingState.NOTIFIED, target=FindingState.PROVEN, permission=may_enter)
    def prove(self, *, at: datetime) -> None:
        """The unit reports that it is put right (提交整改报告)."""

    @transition(field="state", source=FindingState.PROVEN, target=FindingState.NOTIFIED, permission=may_decide)
    def ask_more(self, *, at: datetime, anchor: date, due: Any) -> None:
        """The report does not show enough; a new term runs (退回补充)."""
        self.anchor_on, self.due_on, self.provisional, self.overdue_on = anchor, due.due, due.provisional, None

    @transition(
        field="state",
        source=[FindingState.NOTIFIED, FindingState.PROVEN],
        target=FindingState.SETTLED,
        permission=may_recheck,
    )
    def settle(self, *, at: datetime, by_whom: Any, words: str) -> None:
        """The re-check finds it put right (复查通过)."""
        self._over(at, by_whom, words)

    @transition(
        field="state",
        source=[FindingState.NOTIFIED, FindingState.PROVEN],
        target=FindingState.FAILED,
        permission=may_recheck,
    )
    def fail(self, *, at: datetime, by_whom: Any, words: str) -> None:
        """The re-check finds it still there; a new finding takes over (复查不通过)."""
        self._over(at, by_whom, words)

    @transition(field="state", source=FindingState.NOTIFIED, target=FindingState.OBJECTED, permission=may_enter)
    def dispute(self, *, at: datetime) -> None:
        """The unit disputes it; its clock stands still (申诉)."""

    @transition(
        field="state", source=FindingState.OBJECTED, target=FindingState.NOTIFIED, permission=may_enter_or_decide
    )
    def stand(self, *, at: datetime, anchor: date, due: Any) -> None:
        """The objection failed or was taken back; the term runs anew (维持)."""
        self.anchor_on, self.due_on, self.provisional = anchor, due.due, due.provisional

    @transition(field="state", source=FindingState.OBJECTED, target=FindingState.WITHDRAWN, permission=may_decide)
    def withdraw(self, *, at: datetime, by_whom: Any, words: str) -> None:
        """The objection is right: the finding is withdrawn (撤销)."""
        self._over(at, by_whom, words)

    def _over(self, at: datetime, by_whom: Any, words: str) -> None:
        self.settled_at, self.settled_by, self.settled_words = at, by_whom, words


class ObjectionTransitions:
    """Moves of an objection (申诉)."""

    state: Any
    decided_by: Any
    decided_at: datetime | None
    opinion: str

    @transition(field="state", source=ObjectionState.FILED, target=ObjectionState.ACCEPTED, permission=may_judge)
    def accept(self, *, at: datetime, by_whom: Any, opinion: str) -> None:
        """The unit is right (申诉成立)."""
        self.decided_at, self.decided_by, self.opinion = at, by_whom, opinion

    @transition(field="state", source=ObjectionState.FILED, target=ObjectionState.REJECTED, permission=may_judge)
    def reject(self, *, at: datetime, by_whom: Any, opinion: str) -> None:
        """The finding stands (申诉不成立)."""
        self.decided_at, self.decided_by, self.opinion = at, by_whom, opinion

    @transition(field="state", source=ObjectionState.FILED, target=ObjectionState.WITHDRAWN, permission=may_enter)
    def withdraw(self, *, at: datetime, by_whom: Any) -> None:
        """The unit takes it back (撤回申诉)."""
        self.decided_at, self.decided_by = at, by_whom
