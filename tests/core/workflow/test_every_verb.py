"""Every verb of the chain, in every state of a run, by everybody around it: 1,638 cells of a checked-in table.

The table (verbs.csv) says for each cell `ok` or why it is refused; it was written from the rules of the chain, not from
what the chain answers:

    ok      done, and kept on record      post    somebody else's step         own      one's own application
    author  one's own text                twice   signed another step already  late     the run or step is over
    choice  nothing to choose like that   reason  no reason given              opinion  an opinion is asked, no decision
    decide  a decision is asked           asked   only who holds the post may  seats    several hold the step
    holder  only its holder hands it on   chain   a step of the chain itself   adder    added by somebody else
    nothing nothing to take back          other   somebody else's decision
"""

import csv
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from newmedia_portal.core.access.models import Post, User
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.workflow import chain, consulting, recalling
from newmedia_portal.core.workflow.chain import StepPlan
from newmedia_portal.core.workflow.consulting import Asked
from newmedia_portal.core.workflow.models import Run, Step
from newmedia_portal.core.workflow.states import Mode, RunState, StepState
from newmedia_portal.core.workflow.substitutions import substitute
from tests.core.ground import AT, person, step, unit

pytestmark = pytest.mark.django_db

TABLE = Path(__file__).with_name("verbs.csv")
#: What each refusal says, and as what it is refused.
WHY: dict[str, tuple[type[Refused], str]] = {
    "post": (Forbidden, "这一步由"),
    "own": (Forbidden, "不能审批自己提交的事项"),
    "author": (Forbidden, "作者不能审核自己的稿件"),
    "twice": (Forbidden, "同一人不得兼办两个环节"),
    "late": (Conflict, ""),
    "choice": (Refused, "另一位|只能退回到"),
    "reason": (Refused, "请写明理由|请写明退回的理由"),
    "opinion": (Refused, "请您提出意见"),
    "decide": (Refused, "须作出决定"),
    "asked": (Refused, "加签人不能|加签人和受委派人"),
    "seats": (Refused, "多人会签的环节"),
    "holder": (Forbidden, "只有当前承办人可以转交"),
    "chain": (Refused, "只能减去加签的环节"),
    "adder": (Forbidden, "只有加签人"),
    "nothing": (Conflict, "不是可以收回的办理意见"),
    "other": (Forbidden, "只有本人可以"),
}


@dataclass
class Scene:
    """People around one run, and the step that the actor saw."""

    people: dict[str, User]
    subject: Any
    plan: list[StepPlan]
    run: Run | None = None
    seen: int = 0
    then: dict[str, Any] = field(default_factory=dict)

    def start(self, *, mode: str = Mode.ANY) -> Run:
        """Hand the object in; `mode` says how the first step is held."""
        first = replace(self.plan[0], mode=mode)
        made = chain.open_run(
            self.subject, plan=[first, *self.plan[1:]], edition_ref="t", content_hash="c" * 64,
            by=self.people["applicant"], at=AT, separate=True, barred=[self.people["author"].pk],
        )  # fmt: skip
        self.run = made.decision.run
        return self.run

    def say(self, verb: str, who: str, **more: Any) -> None:
        """Let somebody decide the waiting step."""
        waiting = chain.current_step(self.run)
        chain.decide(self.run, step_id=waiting.pk, verb=verb, by=self.people[who], at=AT, opinion="说明", **more)


def first(scene: Scene) -> None:
    """Handed in, with the heads."""
    scene.start()


def second(scene: Scene) -> None:
    """The head has agreed; the chief holds it, and so does the head who became chief as well."""
    scene.start()
    scene.say("approve", "head")


def named(scene: Scene) -> None:
    """Handed over to the second head by name."""
    run = scene.start()
    waiting = chain.current_step(run)
    heads = scene.people["head"], scene.people["second"]
    chain.transfer(run, step_id=waiting.pk, to=heads[1], by=heads[0], at=AT, opinion="")


def joint(scene: Scene) -> None:
    """All heads must agree (会签)."""
    scene.start(mode=Mode.ALL)


def half(scene: Scene) -> None:
    """One of the heads has agreed."""
    scene.start(mode=Mode.ALL)
    scene.say("approve", "head")


def opinion(scene: Scene) -> None:
    """Delegated: an opinion is asked (委派)."""
    run = scene.start()
    waiting = chain.current_step(run)
    people = scene.people
    consulting.delegate(run, step_id=waiting.pk, to=people["asked"], by=people["head"], at=AT, opinion="")


def added(scene: Scene) -> None:
    """Somebody was added before the head's decision (前加签)."""
    run = scene.start()
    waiting, asked = chain.current_step(run), Asked([scene.people["asked"]])
    consulting.add_before(run, step_id=waiting.pk, asked=asked, by=scene.people["head"], at=AT, opinion="")


def back(scene: Scene) -> None:
    """The opinion was given: it came back to the head."""
    opinion(scene)
    scene.say("opine", "asked")


def over(verb: str) -> Callable[[Scene], None]:
    """Return how a run is brought to its end by a verb; the step that was seen is its last one."""

    def end(scene: Scene) -> None:
        run, people = scene.start(), scene.people
        seen = chain.current_step(run)
        if verb in ("return", "reject"):
            scene.say(verb, "second")
        elif verb == "approve":
            scene.say("approve", "second")
            scene.say("approve", "chief")
            seen = chain.current_step(run)
            scene.say("approve", "registrar")
        elif verb == "withdraw":
            chain.withdraw(run, by=people["applicant"], at=AT, opinion="说明")
        elif verb == "terminate":
            recalling.terminate(run, by=people["applicant"], at=AT, opinion="说明")
        else:
            chain.void(run, by=None, at=AT, opinion="说明")
        scene.seen = seen.pk

    return end


STATES: dict[str, Callable[[Scene], None]] = {
    "first": first, "second": second, "named": named, "joint": joint, "half": half, "opinion": opinion,
    "added": added, "back": back, "returned": over("return"), "rejected": over("reject"),
    "approved": over("approve"), "withdrawn": over("withdraw"), "terminated": over("terminate"), "voided": over("void"),
}  # fmt: skip


def act(scene: Scene, verb: str, by: User) -> None:
    """Do one verb at the step that was seen."""
    run, spare = scene.run, scene.people["spare"]
    seen: dict[str, Any] = {"step_id": scene.seen, "by": by, "at": AT + timedelta(hours=1), "opinion": "说明"}
    if verb == "return_silent":
        chain.decide(run, verb="return", **{**seen, "opinion": " "})
    elif verb in ("send_back", "send_straight"):
        chain.send_back(run, to_code="head", straight=verb == "send_straight", **seen)
    elif verb == "delegate":
        consulting.delegate(run, to=spare, **seen)
    elif verb == "add_before":
        consulting.add_before(run, asked=Asked([spare]), **seen)
    elif verb == "add_after":
        consulting.add_after(run, asked=Asked([spare]), **seen)
    elif verb == "transfer":
        chain.transfer(run, to=spare, **seen)
    elif verb == "remove":
        consulting.remove(run, person=None, **seen)
    elif verb == "recall":
        recalling.recall(run, by=by, at=seen["at"], opinion="说明")
    else:
        chain.decide(run, verb=verb, **seen)


def answer(scene: Scene, verb: str, by: User) -> str:
    """Return `ok` or the word for the refusal; whatever was done is taken back."""
    before = scene.run.decisions.count()
    try:
        with transaction.atomic():
            act(scene, verb, by)
            kept = scene.run.decisions.count()
            sound(scene.run)
            transaction.set_rollback(True)
            return "ok" if kept > before else "done without record"
    except Refused as refused:
        fits = [word for word, (kind, says) in WHY.items() if type(refused) is kind and matches(says, refused.message)]
        return fits[0] if len(fits) == 1 else "late" if type(refused) is Conflict and fits == ["late"] else str(fits)


def matches(says: str, message: str) -> bool:
    """Whether a message says one of several things; nothing stands for: that it is over."""
    if not says:
        return any(word in message for word in ("没有生效", "已有变化", "已经办结", "办结或取消"))
    return any(part in message for part in says.split("|"))


def sound(run: Run) -> None:
    """What holds after every move: an open run waits at exactly one step, one that is over at none."""
    run.refresh_from_db()
    active = run.steps.filter(state=StepState.ACTIVE).count()
    waiting = run.steps.filter(state=StepState.WAITING).count()
    assert active == (run.state == RunState.OPEN)
    assert run.state == RunState.OPEN or waiting == 0
    for step_row in Step.objects.filter(run=run).exclude(state=StepState.ACTIVE).exclude(state=StepState.WAITING):
        assert not step_row.seats.filter(state="open").exists()


@pytest.fixture
def scene(db: None) -> Scene:
    """A unit, its authority, and nine people in every relation to the run, with a tenth to hand things to."""
    root = unit("示例市")
    subject, authority, foreign = unit("示例文旅局", root), unit("示例宣传部", root), unit("示例水务局", root)
    people = {
        "applicant": person("张某一", subject, "operator"),
        "head": person("李某二", subject, "head"),
        "second": person("王某三", subject, "head"),
        "spare": person("冯某九", subject, "head"),
        "chief": person("赵某四", subject, "chief"),
        "registrar": person("钱某五", authority, "registrar"),
        "sub": person("孙某六", foreign, "operator"),
        "author": person("周某七", subject, "head"),
        "asked": person("吴某八", subject, "staff"),
        "outsider": person("郑某十", foreign, "head"),
    }
    for who, role in (("applicant", "head"), ("head", "chief")):
        Post.objects.create(user=people[who], unit=subject, role=role, since=date(2020, 1, 1))
    substitute(
        people["head"], by_whom=people["sub"], role="", starts_on=AT.date(), ends_on=AT.date(), reason="示例出差",
        by=people["head"], at=AT,
    )  # fmt: skip
    plan = [step(subject, "head"), step(subject, "chief"), step(authority, "registrar", side="authority")]
    return Scene(people, subject, plan)


def rows(state: str) -> list[dict[str, str]]:
    """Return the rows of the table for one state."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["state"] == state]


@pytest.mark.parametrize("state", list(STATES))
def test_every_verb_is_done_or_refused_in_words_as_the_table_says(scene: Scene, state: str) -> None:
    STATES[state](scene)
    if not scene.seen:
        scene.seen = chain.current_step(scene.run).pk
    wrong = []
    for row in rows(state):
        for who in (name for name in row if name not in ("state", "verb")):
            got = answer(scene, row["verb"], scene.people[who])
            if got != row[who]:
                wrong.append((row["verb"], who, "table:", row[who], "chain:", got))
    assert wrong == []


def test_the_table_has_every_verb_and_state_and_more_than_fifteen_hundred_cells() -> None:
    found = {state: [row["verb"] for row in rows(state)] for state in STATES}
    verbs = found["first"]
    assert all(words == verbs for words in found.values())
    assert len(set(verbs)) == len(verbs) == 13
    assert sum(len(row) - 2 for state in STATES for row in rows(state)) == 1638
