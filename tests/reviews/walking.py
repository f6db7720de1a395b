"""A random walk over posts (随机游走): everybody tries everything, an oracle of its own says what may be published.

The oracle knows nothing of runs and steps: it keeps what it saw (who agreed in which role, on which text) and the
golden lists of roles. Whatever becomes 可发布 must have every role of its list, by different people, none an author,
since the text last changed.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from newmedia_portal.core.access.models import User
from newmedia_portal.core.access.scope import forget
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.workflow import chain
from newmedia_portal.core.workflow.models import Step
from reviews import actions
from reviews.actions.moves import lapse
from reviews.models import Authorisation, Post
from reviews.states import PostState
from tests.reviews.making import all_lines, draft, staffed
from tests.reviews.test_plan import GOLDEN, GRADES
from tests.world import NOON, World

PEOPLE = ("operator", "staff", "liaison", "head", "deputy", "chief", "editor", "secrecy", "registrar", "director",
          "outsider", "child", "superior")  # fmt: skip


#: A post on which everybody has written can be signed by nobody; after so many steps another one is taken up.
PATIENCE = 120


class Broken(AssertionError):
    """The product let something through that the oracle forbids."""


@dataclass
class Walk:
    """One post on its way, with what the oracle has seen of it."""

    world: World
    dice: random.Random
    post: Post
    at: datetime = NOON
    agreed: dict[str, int] = field(default_factory=dict)
    steps: int = 0
    since: int = 0
    refused: int = 0
    ready: int = 0
    done: dict[str, int] = field(default_factory=dict)
    trail: list[str] = field(default_factory=list)

    def person(self) -> User:
        """Return anybody of the cast."""
        user = self.world.cast[self.dice.choice(PEOPLE)]
        forget(user)
        return user

    def take(self) -> None:
        """Try one thing, then compare what is with what may be."""
        self.at += timedelta(minutes=self.dice.randint(1, 30))
        sensible = SENSIBLE.get(self.post.state, {}) if self.dice.random() < 0.75 else {}
        names = list(sensible) or list(MOVES)
        name = self.dice.choices(names, weights=[sensible.get(name, 1) for name in names])[0]
        act = MOVES[name]
        before = self.post.state
        self.steps += 1
        try:
            act(self)
        except Refused as refused:
            self.refused += 1
            if not refused.message.strip():
                raise Broken(f"{name} was refused without a word") from refused
            self.post.refresh_from_db()
            if self.post.state != before:
                raise Broken(f"{name} was refused and yet moved the post") from refused
        else:
            self.done[name] = self.done.get(name, 0) + 1
            self.post.refresh_from_db()
            self.trail.append(f"{name} -> {self.post.state} {sorted(self.agreed)}")
        self.judge(before)

    def judge(self, before: str) -> None:
        """Say whether the post may stand where it stands."""
        if self.post.state == PostState.READY and before != PostState.READY:
            self.ready += 1
            self.refuse_unsigned()
        held = Authorisation.objects.filter(post=self.post, state="valid")
        if (self.post.state == PostState.READY) != (held.count() == 1):
            raise Broken(f"{self.post.state} with {held.count()} authorisations that hold")
        if self.post.state in (PostState.REJECTED, PostState.PUBLISHED) or self.steps - self.since > PATIENCE:
            self.begin()

    def refuse_unsigned(self) -> None:
        """Compare with the golden list of the grade that the post has now."""
        flagged = bool(self.post.topics)
        wanted = GOLDEN[self.world.regime][1][self.post.importance][flagged].replace("@", "").split()
        if sorted(wanted) != sorted(self.agreed):
            raise Broken(f"可发布 signed by {sorted(self.agreed)}, asked {sorted(wanted)}, after {self.trail}")
        people = list(self.agreed.values())
        if len(set(people)) != len(people) or set(people) & set(self.post.writers):
            raise Broken(f"可发布 signed by {people}, authors {self.post.writers}")

    def begin(self) -> None:
        """Take up a new post of a random grade, flagged or not."""
        topics = list(GOLDEN[self.world.regime][0]) if self.dice.random() < 0.3 else []
        extra = {"special_reason": "示例事由"} if topics else {}
        self.agreed, self.trail, self.since = {}, [], self.steps
        self.post = draft(self.world, at=self.at, importance=self.dice.choice(GRADES), topics=topics, **extra)


def start(world: World, seed: int) -> Walk:
    """Begin a walk; the same seed walks the same way."""
    walk = Walk(staffed(world), random.Random(seed), Post())
    walk.begin()
    return walk


def _step(walk: Walk) -> Step:
    """Return the waiting step, at times one that does not wait (skipped or passed tier)."""
    run = chain.runs_of(walk.post).last()
    if run is None:
        raise Refused("尚未提交。")
    waiting = chain.current_step(run)
    others = list(run.steps.all())
    return walk.dice.choice(others) if waiting is None or walk.dice.random() < 0.1 else waiting


def _by(walk: Walk, step: Step) -> User:
    """Return the holder of the step mostly, anybody at times."""
    free = list(chain.candidates(step).exclude(pk__in=step.run.barred))
    chosen = walk.person() if not free or walk.dice.random() < 0.25 else walk.dice.choice(free)
    forget(chosen)
    return chosen


def _submit(walk: Walk) -> None:
    by = walk.world.person("operator") if walk.dice.random() < 0.9 else walk.person()
    actions.submit(walk.post, version=walk.post.row_version, by=by, at=walk.at)
    walk.agreed = {}


def _agree(walk: Walk) -> None:
    step = _step(walk)
    by = _by(walk, step)
    answers = all_lines(walk.post, step) if walk.dice.random() < 0.95 else {}
    run, held = step.run, step
    before = list(run.steps.filter(state="active").values_list("pk", flat=True))
    actions.decide(walk.post, step_id=held.pk, verb="approve", by=by, at=walk.at, answers=answers)
    if before != [held.pk]:
        raise Broken("a step that did not wait was signed")
    walk.agreed[held.role] = by.pk
    if walk.post.state == PostState.READY:
        walk.refuse_unsigned()


def _give_back(walk: Walk) -> None:
    step = _step(walk)
    actions.decide(walk.post, step_id=step.pk, verb="return", by=_by(walk, step), at=walk.at, opinion="示例退回")
    walk.agreed = {}


def _reject(walk: Walk) -> None:
    step = _step(walk)
    actions.decide(walk.post, step_id=step.pk, verb="reject", by=_by(walk, step), at=walk.at, opinion="示例不同意")


def _send_back(walk: Walk) -> None:
    step = _step(walk)
    passed = list(step.run.steps.filter(state="done").values_list("code", flat=True)) or ["first"]
    code, straight = walk.dice.choice(passed), walk.dice.random() < 0.5
    flagged = bool(walk.post.topics)
    order = GOLDEN[walk.world.regime][1][walk.post.importance][flagged].replace("@", "").split()
    actions.decide(
        walk.post, step_id=step.pk, verb="send_back", by=_by(walk, step), at=walk.at, opinion="示例退回环节",
        to_code=code, straight=straight,
    )  # fmt: skip
    again = chain.current_step(step.run)
    assert again is not None
    assert again.code == code
    if straight:
        walk.agreed.pop(again.role, None)
    else:
        later = order[order.index(again.role) :]
        walk.agreed = {role: who for role, who in walk.agreed.items() if role not in later}


def _withdraw(walk: Walk) -> None:
    actions.withdraw(walk.post, reason="示例撤回", by=walk.person(), at=walk.at)
    walk.agreed = {}


def _grade(walk: Walk) -> None:
    grade, reason = walk.dice.choice(GRADES), walk.dice.choice(("", "示例理由"))
    by = _by(walk, _step(walk))
    actions.grade(walk.post, importance=grade, reason=reason, by=by, at=walk.at)
    flagged = bool(walk.post.topics)
    kept = GOLDEN[walk.world.regime][1][grade][flagged].replace("@", "").split()
    walk.agreed = {role: who for role, who in walk.agreed.items() if role in kept}


def _revise(walk: Walk) -> None:
    step = _step(walk)
    body = f"<p>示例正文第{walk.steps}稿。</p>"
    actions.revise(walk.post, step_id=step.pk, values={"body": body}, note="示例改稿", by=_by(walk, step), at=walk.at)
    walk.agreed = {}


def _save(walk: Walk) -> None:
    values = {"title": f"示例标题{walk.steps}", "importance": walk.dice.choice(GRADES)}
    actions.save(walk.post, values=values, version=walk.post.row_version, by=walk.person(), at=walk.at)
    walk.agreed = {}


def _reopen(walk: Walk) -> None:
    actions.reopen(walk.post, reason="示例修改", by=walk.person(), at=walk.at)
    walk.agreed = {}


def _transfer(walk: Walk) -> None:
    step = _step(walk)
    actions.transfer(walk.post, step_id=step.pk, to=walk.person(), reason="", by=_by(walk, step), at=walk.at)


def _lapse(walk: Walk) -> None:
    lapse(walk.post, at=walk.at)
    walk.agreed = {}


MOVES: dict[str, Callable[[Walk], None]] = {
    "submit": _submit,
    "agree": _agree,
    "return": _give_back,
    "reject": _reject,
    "send_back": _send_back,
    "withdraw": _withdraw,
    "grade": _grade,
    "revise": _revise,
    "save": _save,
    "reopen": _reopen,
    "transfer": _transfer,
    "lapse": _lapse,
}
#: What people do in each state, mostly.
SENSIBLE: dict[str, dict[str, int]] = {
    PostState.DRAFT: {"submit": 9, "save": 1},
    PostState.RETURNED: {"submit": 9, "save": 1},
    PostState.WITHDRAWN: {"submit": 9, "save": 1},
    PostState.REVIEW: {"agree": 40, "send_back": 3, "grade": 3, "return": 1, "revise": 2, "transfer": 1, "withdraw": 1},
    PostState.READY: {"reopen": 6, "lapse": 1},
}
