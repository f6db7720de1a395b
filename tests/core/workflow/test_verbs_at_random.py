"""A long walk of random people doing random things to a run (随机办理): no illegal state, no decision lost.

The ordinary run takes 500 steps. VERB_STEPS=50000 makes it the long one, VERB_SEED another one:

    VERB_STEPS=50000 VERB_SEED=7 pytest tests/core/workflow/test_verbs_at_random.py
"""

import os
import random
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from newmedia_portal.core.access.models import Post, User
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.workflow import chain, consulting, recalling
from newmedia_portal.core.workflow.consulting import Asked
from newmedia_portal.core.workflow.copies import mark_read, send_copies
from newmedia_portal.core.workflow.models import Decision, Run, Step
from newmedia_portal.core.workflow.states import CLOSING, Mode, RunState, SeatState, StepKind, StepState, Verb
from tests.core.ground import AT, person, step, unit

pytestmark = pytest.mark.django_db

STEPS = int(os.environ.get("VERB_STEPS", "500"))
SEED = int(os.environ.get("VERB_SEED", "20261122"))
#: What a run may become from each state, by the words of the chain; nothing else may ever be seen.
NEXT = {
    RunState.OPEN: set(RunState),
    RunState.APPROVED: {RunState.APPROVED, RunState.OPEN, RunState.VOIDED},
    RunState.RETURNED: {RunState.RETURNED, RunState.OPEN},
    RunState.REJECTED: {RunState.REJECTED, RunState.OPEN},
    RunState.WITHDRAWN: {RunState.WITHDRAWN},
    RunState.TERMINATED: {RunState.TERMINATED},
    RunState.VOIDED: {RunState.VOIDED},
}
STEP_NEXT = {
    StepState.WAITING: {StepState.WAITING, StepState.ACTIVE, StepState.CANCELLED, StepState.DONE},
    StepState.ACTIVE: {StepState.ACTIVE, StepState.DONE, StepState.SUSPENDED, StepState.CANCELLED},
    StepState.DONE: {StepState.DONE},
    StepState.SUSPENDED: {StepState.SUSPENDED},
    StepState.CANCELLED: {StepState.CANCELLED},
}
VERBS = [
    *["approve"] * 6, "return", "reject", *["opine"] * 3, *["send_back"] * 2, *["transfer"] * 2, *["delegate"] * 2,
    *["add_before"] * 2, *["add_after"] * 2, *["remove"] * 2, "withdraw", *["recall"] * 3, "urge", "copy", "read",
    "reopen", "terminate", "replan", "copy", "read", "read",
]  # fmt: skip


@dataclass
class Walk:
    """The people, the run under way, and what the walker itself has noted."""

    rng: random.Random
    people: list[User]
    subject: Any
    plan: list[chain.StepPlan]
    now: datetime = AT
    run: Run | None = None
    written: int = 0
    done: Counter = field(default_factory=Counter)
    refused: Counter = field(default_factory=Counter)
    states: dict[int, str] = field(default_factory=dict)
    steps: dict[int, str] = field(default_factory=dict)

    def hand_in(self) -> None:
        """Hand the object in, the first step held in a way of its own."""
        mode = self.rng.choice(list(Mode))
        first = replace(self.plan[0], mode=mode, percent=60 if mode == Mode.RATIO else None)
        barred = self.rng.sample([person.pk for person in self.people], k=1)
        by = self.people[0]
        made = chain.open_run(
            self.subject, plan=[first, *self.plan[1:]], edition_ref="t", content_hash="c" * 64, by=by, at=self.now,
            separate=self.rng.random() < 0.5, barred=barred,
        )  # fmt: skip
        self.run = made.decision.run
        self.states, self.steps, self.written = {}, {}, 1
        self.look()

    def choose(self) -> tuple[str, User, dict[str, Any]]:
        """Return something to do; mostly by somebody who holds the step, now and then by anybody."""
        assert self.run is not None
        waiting = chain.current_step(self.run)
        holders = list(chain.holders(waiting).order_by("pk")) if waiting else []
        by = self.rng.choice(holders) if holders and self.rng.random() < 0.8 else self.rng.choice(self.people)
        verb = self.rng.choice(VERBS)
        if waiting is not None and waiting.kind == StepKind.OPINION and verb == "approve":
            verb = "opine"
        if waiting is None and self.rng.random() < 0.5:
            verb = "reopen"
        copy = self.run.copies.filter(read_at__isnull=True).order_by("pk").first() if verb == "read" else None
        by = copy.person if copy is not None else by
        seen = waiting.pk if waiting and self.rng.random() < 0.95 else self._any_step()
        return verb, by, {"step_id": seen, "by": by, "at": self.now, "opinion": self.rng.choice(["说明", "说明", ""])}

    def _any_step(self) -> int:
        return self.rng.choice(list(Step.objects.filter(run=self.run).values_list("pk", flat=True)))

    def do(self, verb: str, by: User, said: dict[str, Any]) -> None:
        """Do it."""
        run, rng = self.run, self.rng
        plain = {name: said[name] for name in ("by", "at", "opinion")}
        people = rng.sample(self.people, k=rng.randint(1, 3))
        mode = rng.choice(list(Mode))
        asked = Asked(people, mode, rng.choice([None, 50, 100]) if mode == Mode.RATIO else None)
        if verb in ("approve", "return", "reject", "opine"):
            chain.decide(run, verb=verb, **said)
        elif verb == "send_back":
            chain.send_back(run, to_code=rng.choice(self.plan).code, straight=rng.random() < 0.5, **said)
        elif verb == "transfer":
            waiting = chain.current_step(run)
            fit = list(chain.candidates(waiting).order_by("pk")) if waiting else []
            chain.transfer(run, to=rng.choice(fit or people), **said)
        elif verb == "delegate":
            consulting.delegate(run, to=people[0], **said)
        elif verb in ("add_before", "add_after"):
            getattr(consulting, verb)(run, asked=asked, **said)
        elif verb == "remove":
            mine = consulting.added_by(run, by)
            target = rng.choice(mine).pk if mine else said["step_id"]
            consulting.remove(run, person=rng.choice([None, people[0]]), **{**said, "step_id": target})
        elif verb == "withdraw":
            chain.withdraw(run, until=rng.choice(["first_decision", "lodged", "decided"]), **plain)
        elif verb == "urge":
            chain.urge(run, pause=timedelta(hours=1), **plain)
        elif verb == "copy":
            send_copies(run, kind="circulate", people=people, by=by, at=self.now)
        elif verb == "read":
            copy = run.copies.order_by("read_at", "pk").first()
            if copy is None:
                raise Refused("没有可读的")
            mark_read(copy, by=by, at=self.now)
        elif verb == "replan":
            chain.replan(run, ahead=self.plan[-1:], active=False, **plain)
        else:
            getattr(recalling, verb)(run, **plain)

    def step(self) -> None:
        """Do one thing; what is refused leaves nothing behind, what is done is in the record."""
        self.now += timedelta(minutes=self.rng.randint(1, 90))
        verb, by, said = self.choose()
        before = self.run.decisions.count()
        assert before == self.written, "a decision was lost or came from nowhere"
        try:
            with transaction.atomic():
                self.do(verb, by, said)
            self.done[verb] += 1
        except (Refused, Conflict, Forbidden):
            self.refused[verb] += 1
            assert self.run.decisions.count() == before, f"a refused {verb} left something behind"
        else:
            fresh = list(self.run.decisions.order_by("pk")[before:])
            acts = [row for row in fresh if row.verb != Verb.NOTIFY]
            assert [row.by_id for row in acts] == [by.pk], f"{verb} is not on record once, with its person"
            self.written = before + len(fresh)
        self.look()

    def look(self) -> None:
        """Compare all states with what they were, and look for what must never be."""
        run = self.run
        run.refresh_from_db()
        assert run.state in NEXT[RunState(self.states.get(run.pk, RunState.OPEN))]
        self.states[run.pk] = run.state
        rows = list(run.steps.prefetch_related("seats").order_by("position"))
        for row in rows:
            assert row.state in STEP_NEXT[StepState(self.steps.get(row.pk, StepState.WAITING))], row
            self.steps[row.pk] = row.state
            open_seats = [seat for seat in row.seats.all() if seat.state == SeatState.OPEN]
            assert not open_seats or row.state in (StepState.WAITING, StepState.ACTIVE)
            assert row.state != StepState.ACTIVE or not row.seated or open_seats or row.added_by_id is None, row
        active = [row for row in rows if row.state == StepState.ACTIVE]
        assert len(active) == (run.state == RunState.OPEN)
        if run.state != RunState.OPEN:
            assert not [row for row in rows if row.state == StepState.WAITING]
        self.own_words(run)

    def own_words(self, run: Run) -> None:
        """Nobody decided their own application or text, and a step was closed once."""
        away = {run.started_by_id, *run.barred}
        spoken = Decision.objects.filter(run=run, verb__in=[*CLOSING, Verb.COSIGN, Verb.DISSENT]).exclude(by=None)
        assert not away & set(spoken.values_list("by", flat=True))
        closed = [row.step_id for row in spoken if row.verb in CLOSING]
        assert len(closed) == len(set(closed))


@pytest.fixture
def walk(db: None) -> Walk:
    """A unit and its authority with ten people; some hold two posts."""
    root = unit("示例市")
    subject, authority = unit("示例文旅局", root), unit("示例宣传部", root)
    held = ["operator", "head", "head", "head", "chief", "chief", "staff", "staff"]
    people = [person(f"李某{number}", subject, role) for number, role in enumerate(held)]
    people += [person(f"钱某{number}", authority, "registrar") for number in range(2)]
    Post.objects.create(user=people[1], unit=subject, role="chief", since=date(2020, 1, 1))
    plan = [
        step(subject, "head"),
        step(subject, "chief"),
        step(authority, "superior", kind="notify", side="authority"),
        step(authority, "registrar", side="authority"),
    ]
    return Walk(random.Random(SEED), people, subject, plan)


def test_whatever_people_do_the_run_stays_sound_and_no_decision_is_lost(walk: Walk) -> None:
    runs = 0
    for _ in range(STEPS):
        if walk.run is None or (walk.run.state != RunState.OPEN and walk.rng.random() < 0.6):
            runs += 1
            walk.hand_in()
        walk.step()
    assert runs > STEPS / 100
    missing = {verb for verb in VERBS if not walk.done[verb]}
    assert len(missing) <= (0 if STEPS >= 5000 else 3), missing
    assert sum(walk.refused.values()) > STEPS / 20
