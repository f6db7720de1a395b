"""Where a post stands (当前环节): who holds it, until when, and what one reader may do there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from newmedia_portal.core.access.models import User
from newmedia_portal.core.refusals import Forbidden
from newmedia_portal.core.ui.vocabulary import Tone
from newmedia_portal.core.workflow import chain
from newmedia_portal.core.workflow.holders import refuse_unfit
from newmedia_portal.core.workflow.models import Run, Step
from newmedia_portal.core.workflow.sheets import holders_of
from newmedia_portal.core.workflow.standing import days_words, names_words
from newmedia_portal.core.workflow.states import StepKind
from newmedia_portal.regimes.schema.reviewing import Pace

from ..content import edition_of
from ..models import Post
from ..states import PostState

#: As many names as a line of the page bears.
NAMES = 4


@dataclass(frozen=True)
class TimeLeft:
    """What remains of a step's time in words, with the colour: red over, amber in its last quarter."""

    word: str
    colour: Tone

    @classmethod
    def of(cls, due_at: datetime, at: datetime, *, hours: int | None) -> "TimeLeft":
        """Return what is left at a moment; whole hours, below one hour minutes."""
        left = due_at - at
        late = left < timedelta(0)
        amount = abs(left)
        size = f"{int(amount.total_seconds() // 3600)} 小时"
        if amount < timedelta(hours=1):
            size = f"{int(amount.total_seconds() // 60)} 分钟"
        elif amount >= timedelta(days=3):
            size = f"{amount.days} 天"
        if late:
            return cls(f"超时 {size}", Tone.RED)
        soon = hours is not None and left <= timedelta(hours=hours) / 4
        return cls(f"剩 {size}", Tone.AMBER if soon else Tone.GREY)


@dataclass(frozen=True)
class Standing:
    """The step that waits, with those who hold it."""

    run: Run
    step: Step
    holders: list[User]
    pace: Pace | None
    left: TimeLeft | None
    since: str = ""
    withdrawable: bool = False
    seats: Sequence[dict[str, Any]] = ()

    @property
    def stuck(self) -> bool:
        """Whether nobody can act on it."""
        return not self.holders

    @property
    def who(self) -> str:
        """Names, unit and role."""
        names = names_words([str(person) for person in self.holders])
        return f"{names}（{self.step.unit} {chain.role_label(self.step.role)}）"

    @property
    def opines(self) -> bool:
        """Whether an opinion is asked rather than a decision (委派)."""
        return self.step.kind == StepKind.OPINION

    @property
    def is_final(self) -> bool:
        """Whether agreeing here is signing off (签发)."""
        return self.step.kind == StepKind.SIGN


@dataclass(frozen=True)
class Stand:
    """What the reader may do at the waiting step; `refusal` says why somebody who holds it may not."""

    decides: bool = False
    absent: User | None = None
    refusal: str = ""


def standing_of(post: Post, at: datetime) -> Standing | None:
    """Return who holds the post now; None when nothing waits."""
    if post.state != PostState.REVIEW:
        return None
    run = chain.open_run_of(post)
    step = chain.current_step(run) if run else None
    if run is None or step is None:
        return None
    rules = edition_of(post).review_procedure
    left = TimeLeft.of(step.due_at, at, hours=step.hours) if step.due_at else None
    holders = list(chain.holders(step).exclude(pk__in=run.barred).order_by("full_name", "pk")[: NAMES + 1])
    since = days_words(step.opened_at, localdate(at)) if step.opened_at else ""
    until = edition_of(post).withdrawal("post").until
    seats = holders_of(step) if step.seated else ()
    pace = rules.pace(post.lane) if rules else None
    return Standing(run, step, holders, pace, left, since, chain.may_withdraw(run, until), seats)


def stand_of(standing: Standing | None, user: User, at: datetime) -> Stand:
    """Return what the person may do at the waiting step."""
    if standing is None or not chain.may_decide(standing.step, user):
        return Stand()
    try:
        absent = refuse_unfit(standing.run, standing.step, user, at)
    except Forbidden as refused:
        return Stand(refusal=refused.message)
    return Stand(True, absent)


def may_withdraw(standing: Standing | None) -> bool:
    """Whether the author may still take it back, by the rule of the edition."""
    return standing is not None and standing.withdrawable
