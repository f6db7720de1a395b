"""What waits for a person, page by page (待办队列): nearest due date first, with checks and claims of all its rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import F, QuerySet
from django.utils.timezone import localdate

from newmedia_portal.core.access.models import User
from newmedia_portal.core.workdays import working_days
from newmedia_portal.core.workflow import chain
from newmedia_portal.core.workflow.models import Step

from ..models import Filing
from .checks import Verdict, verdicts
from .models import Claim

OBJECT = "filings.filing"
#: A morning's work on one page.
SIZE = 30
JOINED = (
    "unit__parent", "unit__root", "unit__line_department", "root", "account__platform", "account__unit", "edition",
    "created_by",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A filing that waits: its step, its verdict, who has taken it, and how much time is left."""

    filing: Filing
    step: Step
    verdict: Verdict
    claim: Claim | None
    today: date
    mine: bool

    @property
    def left(self) -> int | None:
        """Working days until the due day of the unit's hand-in."""
        return working_days.current().workdays_between(self.today, self.filing.due_on) if self.filing.due_on else None

    @property
    def met(self) -> bool | None:
        """Whether the period was kept, once its end has passed: the first hand-in stopped the clock (reading A44)."""
        due_on, late = self.filing.due_on, self.filing.late_workdays
        return late == 0 if due_on is not None and late is not None and (due_on < self.today or late) else None

    @property
    def held_by_colleague(self) -> bool:
        """Whether somebody else has taken it for now."""
        return self.claim is not None and not self.mine


@dataclass(frozen=True)
class Page:
    """One page of the queue."""

    rows: list[Row]
    number: int = 1
    total: int = 0
    pages: int = 1
    steps: dict[int, Step] = field(default_factory=dict)

    @property
    def clean(self) -> list[Row]:
        """The rows in which every check came out in order and that no colleague has taken."""
        return [row for row in self.rows if row.verdict.clean and not row.held_by_colleague]

    @property
    def numbers(self) -> list[int]:
        """The pages there are."""
        return list(range(1, self.pages + 1))


def steps_of(user: User) -> dict[int, Step]:
    """Return the step that waits for the person in each filing, by the number of the filing."""
    held = chain.waiting_for(user).filter(run__object_type=OBJECT).select_related("run", "unit").order_by("-pk")
    return {step.run.object_id: step for step in held}


def in_order(user: User) -> QuerySet[Filing]:
    """Return the visible filings that wait for the person, the nearest due date first."""
    held = chain.waiting_for(user).filter(run__object_type=OBJECT).order_by()
    rows = Filing.objects.visible_to(user).filter(pk__in=held.values("run__object_id"))
    return rows.order_by(F("due_on").asc(nulls_last=True), "pk")


def page_of(user: User, *, number: int, at: datetime) -> Page:
    """Return a page of what waits; a number past the end gives the last page."""
    waiting, steps = in_order(user), steps_of(user)
    total = waiting.count()
    pages = max(1, -(-total // SIZE))
    number = min(max(1, number), pages)
    found = list(waiting.select_related(*JOINED)[(number - 1) * SIZE : number * SIZE])
    return Page(rows_for(found, steps, user, at=at), number, total, pages, steps)


def numbers_on(user: User, *, number: int) -> list[int]:
    """Return the numbers of the filings on a page, in order, without looking into them."""
    return list(in_order(user).values_list("pk", flat=True)[(number - 1) * SIZE : number * SIZE])


def rows_for(filings: Sequence[Filing], steps: dict[int, Step], user: User | Any, *, at: datetime) -> list[Row]:
    """Return the rows of those filings that wait for the person, checked at once."""
    waiting = [filing for filing in filings if filing.pk in steps]
    found = verdicts(waiting, at=at)
    claims = claims_on((steps[filing.pk].pk for filing in waiting), at=at)
    today = localdate(at)
    rows = []
    for filing in waiting:
        claim = claims.get(steps[filing.pk].pk)
        mine = claim is not None and claim.by_id == user.pk
        rows.append(Row(filing, steps[filing.pk], found[filing.pk], claim, today, mine))
    return rows


def claims_on(steps: Iterable[int], *, at: datetime) -> dict[int, Claim]:
    """Return the claims that run on these steps."""
    rows = Claim.objects.filter(step__in=list(steps), until__gt=at).select_related("by")
    return {claim.step_id: claim for claim in rows}
