"""Races at full length: five hundred rounds of sixteen deciders (B7), a thousand rounds of two editors (B8)."""

from copy import copy
from typing import Any

import pytest
from django.urls import reverse

from filings import actions
from filings.models import Filing
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.refusals import Conflict
from newmedia_portal.core.workflow import chain
from newmedia_portal.core.workflow.models import Decision
from tests.core.ground import together
from tests.filings.making import draft
from tests.filings.test_race import DECIDED, RACERS, holders, race, waiting
from tests.soaking import keep_result
from tests.world import NOON, World, build, user

pytestmark = [pytest.mark.soak, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
DECISIONS, EDITS = 500, 1000


@pytest.fixture
def world() -> World:
    return build("gejiu")


def test_exactly_one_of_sixteen_decisions_wins_in_each_of_five_hundred_rounds(world: World) -> None:
    people = holders(world, "head")
    filings = [waiting(world, number) for number in range(DECISIONS)]
    steps = {filing.pk: chain.current_step(chain.open_run_of(filing)).pk for filing in filings}

    def work(racer: int, filing: Filing) -> str:
        verb = "approve" if racer % 2 else "return"
        actions.decide(copy(filing), step_id=steps[filing.pk], verb=verb, by=people[racer], at=NOON, opinion="意见")
        return verb

    wrong = 0
    for filing, got in zip(filings, race(filings, work), strict=True):
        won = [result for result in got if isinstance(result, str)]
        lost = [result for result in got if isinstance(result, Conflict)]
        decisions = Decision.objects.filter(run=chain.runs_of(filing).get()).exclude(verb="submit")
        records = AuditEvent.objects.filter(object_id=filing.pk, action__in=DECIDED).count()
        notices = Notice.objects.filter(url=reverse("filings:detail", args=[filing.pk])).count()
        alike = [decision.verb for decision in decisions] == won
        wrong += not (len(won) == records == notices == 1 and len(lost) == RACERS - 1 and alike)

    keep_result(
        "double-decisions",
        label="十六人同时决定一件",
        threshold="500 轮，每轮恰有一人决定成功、一条记录、一条消息",
        figures={"轮": DECISIONS, "并发": RACERS, "不符的轮": wrong},
        held=wrong == 0,
    )
    assert wrong == 0


def test_of_two_editors_one_is_told_in_each_of_a_thousand_rounds(world: World) -> None:
    filing, first = draft(world), world.person("operator")
    second = user("gejiu-liaison", world.owner, "liaison")

    def save(by: Any, words: str, version: int) -> Any:
        answers = {"purpose": words}
        return actions.save_task(copy(filing), answers=answers, team=None, version=version, by=by, at=NOON)

    wrong = 0
    for number in range(EDITS):
        filing.refresh_from_db()
        version, words = filing.version, (f"甲{number}", f"乙{number}")
        results = together(
            *(
                lambda by=by, said=said, seen=version: save(by, said, seen)
                for by, said in zip((first, second), words, strict=True)
            )
        )
        won = [place for place, result in enumerate(results) if isinstance(result, Filing)]
        lost = [result for result in results if isinstance(result, Conflict)]
        filing.refresh_from_db()
        kept = len(won) == 1 and filing.data["purpose"] == words[won[0]]
        wrong += not (kept and len(lost) == 1 and filing.version == version + 1)

    keep_result(
        "lost-updates",
        label="两人同时保存同一草稿",
        threshold="1000 轮，0 次悄悄覆盖，后保存的人得到说明",
        figures={"轮": EDITS, "不符的轮": wrong},
        held=wrong == 0,
    )
    assert wrong == 0
