"""The transition tables of quarters, schemes and objections (考核流转); each touches no row but its own."""

from datetime import date, datetime
from typing import Any

from django_fsm import transition

from .permissions import may_run, may_speak
from .states import AppealState, QuarterState, SchemeState


class QuarterTransitions:
    """Moves of a period of assessment, one after the other; a period goes back only before it is closed."""

    state: Any
    self_due_on: date | None
    objection_due_on: date | None
    closed_by: Any
    closed_at: datetime | None
    hash: str
    portal: str
    published_by: Any
    published_at: datetime | None

    @transition(field="state", source=QuarterState.COLLECTING, target=QuarterState.SELF_ASSESSMENT, permission=may_run)
    def ask_units(self, *, at: datetime, due_on: date) -> None:
        """The units assess themselves until a day (单位自评)."""
        self.self_due_on = due_on

    @transition(
        field="state",
        source=[QuarterState.COLLECTING, QuarterState.SELF_ASSESSMENT],
        target=QuarterState.REVIEW,
        permission=may_run,
    )
    def review(self, *, at: datetime) -> None:
        """The department scores by hand what no figure tells (复核评分)."""

    @transition(field="state", source=QuarterState.REVIEW, target=QuarterState.OBJECTION, permission=may_run)
    def hear(self, *, at: datetime, due_on: date) -> None:
        """The units see their results and may object until a day (受理申诉)."""
        self.objection_due_on = due_on

    @transition(
        field="state",
        source=[QuarterState.REVIEW, QuarterState.OBJECTION],
        target=QuarterState.SETTLED,
        permission=may_run,
    )
    def settle(self, *, at: datetime) -> None:
        """Objections are decided: the results are final but for closing (定稿)."""

    @transition(
        field="state",
        source=[QuarterState.OBJECTION, QuarterState.SETTLED],
        target=QuarterState.REVIEW,
        permission=may_run,
    )
    def reopen(self, *, at: datetime) -> None:
        """Back to review before closing (退回复核)."""

    @transition(field="state", source=QuarterState.SETTLED, target=QuarterState.CLOSED, permission=may_run)
    def close(self, *, at: datetime, by_whom: Any, digest: str, portal: str) -> None:
        """Results, edition and scheme are frozen under their digest (锁定)."""
        self.closed_at, self.closed_by, self.hash, self.portal = at, by_whom, digest, portal

    @transition(field="state", source=QuarterState.CLOSED, target=QuarterState.PUBLISHED, permission=may_run)
    def publish(self, *, at: datetime, by_whom: Any) -> None:
        """The results become open to all units of the tree (公布)."""
        self.published_at, self.published_by = at, by_whom


class SchemeTransitions:
    """Moves of a version of a scheme."""

    state: Any
    published_by: Any
    published_at: datetime | None

    @transition(field="state", source=SchemeState.DRAFT, target=SchemeState.PUBLISHED, permission=may_run)
    def publish(self, *, at: datetime, by_whom: Any) -> None:
        """From now on quarters are opened under it (发布)."""
        self.published_at, self.published_by = at, by_whom

    @transition(field="state", source=SchemeState.PUBLISHED, target=SchemeState.RETIRED, permission=may_run)
    def retire(self, *, at: datetime) -> None:
        """A newer version takes its place (旧版)."""


class AppealTransitions:
    """Moves of an objection to a result."""

    state: Any
    decided_by: Any
    decided_at: datetime | None
    opinion: str

    @transition(field="state", source=AppealState.ASKED, target=AppealState.UPHELD, permission=may_run)
    def uphold(self, *, at: datetime, by_whom: Any, opinion: str) -> None:
        """The unit is right (申诉成立)."""
        self.decided_at, self.decided_by, self.opinion = at, by_whom, opinion

    @transition(field="state", source=AppealState.ASKED, target=AppealState.REFUSED, permission=may_run)
    def refuse(self, *, at: datetime, by_whom: Any, opinion: str) -> None:
        """The result stands (维持原评分)."""
        self.decided_at, self.decided_by, self.opinion = at, by_whom, opinion

    @transition(field="state", source=AppealState.ASKED, target=AppealState.WITHDRAWN, permission=may_speak)
    def withdraw(self, *, at: datetime, by_whom: Any) -> None:
        """The unit takes it back (撤回)."""
        self.decided_at, self.decided_by = at, by_whom
