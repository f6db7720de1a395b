"""Several people at one case at the same moment: joint signing counts every voice, and of two ways only one is gone."""

from copy import copy
from typing import Any

import pytest

from filings import actions
from filings.models import Filing
from newmedia_portal.core.refusals import Conflict, Refused
from newmedia_portal.core.workflow import chain
from newmedia_portal.core.workflow.consulting import Asked
from newmedia_portal.core.workflow.models import Decision, Seat
from tests.core.ground import together
from tests.filings.making import draft, submitted
from tests.filings.pages import waiting_step
from tests.world import NOON, World, build, user

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world() -> World:
    """An organisation with its cast."""
    return build("gejiu")


def test_eight_joint_signers_at_once_all_count_and_the_step_comes_back_once(world: World) -> None:
    filing, chief = submitted(world), world.person("chief")
    people = [user(f"gejiu-signer{number}", world.owner, "staff") for number in range(8)]
    said: dict[str, Any] = {"by": chief, "at": NOON, "reason": ""}
    actions.add_signers(filing, step_id=waiting_step(filing), asked=Asked(people), after=False, **said)
    step = waiting_step(filing)

    def sign(person: Any) -> Any:
        return actions.decide(copy(filing), step_id=step, verb="approve", by=person, at=NOON, opinion="同意")

    results = together(*[lambda person=person: sign(person) for person in people])
    assert [result for result in results if isinstance(result, Exception)] == []
    assert Seat.objects.filter(step=step, state="agreed").count() == 8
    verbs = sorted(Decision.objects.filter(step=step).values_list("verb", flat=True))
    assert verbs == ["approve", *["cosign"] * 7]
    current = chain.current_step(chain.open_run_of(filing))
    assert (current.holder, current.role) == (chief, "chief")


@pytest.mark.parametrize("number", range(3))
def test_of_agreeing_sending_on_and_returning_at_once_exactly_one_wins(world: World, number: int) -> None:
    filing = submitted(world, name=f"示例{number}", platform_id=f"shili_{number}")
    step, chief = waiting_step(filing), world.person("chief")
    second = user("gejiu-chief2", world.owner, "chief")
    asked = user("gejiu-asked", world.owner, "staff")
    results = together(
        lambda: actions.decide(copy(filing), step_id=step, verb="approve", by=chief, at=NOON),
        lambda: actions.delegate(copy(filing), step_id=step, to=asked, reason="", by=second, at=NOON),
        lambda: actions.decide(copy(filing), step_id=step, verb="return", by=second, at=NOON, opinion="改"),
    )
    assert sum(isinstance(result, Filing) for result in results) == 1
    assert sum(isinstance(result, Conflict) for result in results) == 2
    run = chain.runs_of(filing).get()
    assert run.decisions.exclude(verb__in=["submit", "notify"]).count() == 1


def test_of_two_editors_of_one_draft_the_second_overwrites_nothing(world: World) -> None:
    filing, first = draft(world), world.person("operator")
    second = user("gejiu-liaison", world.owner, "liaison")
    version = filing.version

    def save(by: Any, words: str) -> Any:
        answers = {"purpose": words}
        return actions.save_task(copy(filing), answers=answers, team=None, version=version, by=by, at=NOON)

    results = together(lambda: save(first, "甲写的"), lambda: save(second, "乙写的"))
    won = [result for result in results if isinstance(result, Filing)]
    lost = [result for result in results if isinstance(result, Refused)]
    filing.refresh_from_db()
    assert (len(won), len(lost), filing.version) == (1, 1, version + 1)
    assert "没有覆盖" in lost[0].message
