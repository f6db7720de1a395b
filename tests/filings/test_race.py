"""Sixteen people decide one filing at the same moment: one wins, the others learn by whom."""

import threading
from collections.abc import Callable
from copy import copy
from typing import Any

import pytest
from django.db import connections, transaction
from django.urls import reverse

from filings import actions
from filings.models import Certificate, Filing
from filings.states import FilingState
from newmedia_portal.core.access.models import Post, User
from newmedia_portal.core.audit import record
from newmedia_portal.core.audit.chain import verify
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.refusals import Conflict
from newmedia_portal.core.workflow import chain
from newmedia_portal.core.workflow.models import Decision
from tests.core.ground import step
from tests.filings.making import submitted
from tests.world import NOON, START, World, build

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
RACERS, ROUNDS = 16, 100
DECIDED = ["filing.step_approved", "filing.approved", "filing.returned", "filing.rejected"]
Work = Callable[[int, Filing], Any]


@pytest.fixture
def world() -> World:
    """An organisation with its cast."""
    return build("gejiu")


def holders(world: World, role: str) -> list[User]:
    """Return sixteen people who hold one post, with the one who held it before."""
    place = world.authority if role in ("registrar", "director") else world.owner
    more = [User(username=f"{role}{n}", full_name=f"李某{n}") for n in range(RACERS - 1)]
    User.objects.bulk_create(more)
    Post.objects.bulk_create(Post(user=user, unit=place, role=role, since=START) for user in more)
    return [*more, world.cast[role]]


def waiting(world: World, number: int) -> Filing:
    """Return a filing that waits for a 部门负责人."""
    filing = Filing.objects.create(
        kind="open",
        unit=world.owner,
        root=world.root,
        edition=world.edition,
        title=f"示例{number}",
        number=f"R-{number}",
        state=FilingState.UNIT,
        created_by=world.cast["operator"],
        created_at=NOON,
        saved_at=NOON,
    )
    plan = [step(world.owner, "head"), step(world.authority, "registrar", side="authority")]
    chain.open_run(filing, plan=plan, edition_ref="test", content_hash="c" * 64, by=world.cast["operator"], at=NOON)
    return filing


def race(filings: list[Filing], work: Work) -> list[list[Any]]:
    """Let all racers work on one filing after another, each time from one starting shot; return what each got."""
    shot, results = threading.Barrier(RACERS), [[None] * RACERS for _ in filings]

    def run(racer: int) -> None:
        try:
            for number, filing in enumerate(filings):
                shot.wait(timeout=60)
                try:
                    results[number][racer] = work(racer, filing)
                except Conflict as conflict:
                    results[number][racer] = conflict
        except BaseException:
            shot.abort()
            raise
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(racer,)) for racer in range(RACERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_exactly_one_of_sixteen_decisions_wins_in_each_of_a_hundred_rounds(world):
    people = holders(world, "head")
    filings = [waiting(world, number) for number in range(ROUNDS)]
    steps = {filing.pk: chain.current_step(chain.open_run_of(filing)).pk for filing in filings}

    def work(racer: int, filing: Filing) -> str:
        verb = "approve" if racer % 2 else "return"
        actions.decide(copy(filing), step_id=steps[filing.pk], verb=verb, by=people[racer], at=NOON, opinion="意见")
        return verb

    results = race(filings, work)
    for filing, got in zip(filings, results, strict=True):
        won = [result for result in got if isinstance(result, str)]
        lost = [result for result in got if isinstance(result, Conflict)]
        assert (len(won), len(lost)) == (1, RACERS - 1)
        filing.refresh_from_db()
        assert filing.state == (FilingState.AUTHORITY if won == ["approve"] else FilingState.RETURNED)
        decisions = Decision.objects.filter(run=chain.runs_of(filing).get()).exclude(verb="submit")
        assert [decision.verb for decision in decisions] == won
        assert AuditEvent.objects.filter(object_id=filing.pk, action__in=DECIDED).count() == 1
        assert Notice.objects.filter(url=reverse("filings:detail", args=[filing.pk])).count() == 1
    assert verify()[1] is None


def test_the_last_decision_issues_one_certificate_and_registers_one_account(world):
    filing = submitted(world)
    while (run := chain.open_run_of(filing)) and run.steps.filter(state="waiting").exclude(kind="notify").exists():
        filing = world.decide(filing, "approve", opinion="同意")
    last = chain.current_step(chain.open_run_of(filing))
    people = holders(world, last.role)

    def work(racer: int, filing: Filing) -> str:
        decided = actions.decide(
            copy(filing), step_id=last.pk, verb="approve", by=people[racer], at=NOON, opinion="同意"
        )
        return decided.state

    (got,) = race([filing], work)
    assert [result for result in got if isinstance(result, str)] == [FilingState.APPROVED]
    assert Certificate.objects.count() == world.owner.media_accounts.count() == 1
    assert AuditEvent.objects.filter(object_id=filing.pk, action="filing.approved").count() == 1


def test_the_race_is_real_where_nothing_guards_the_decision(world):
    """The control run: look first, write afterwards, without lock, condition or constraint."""
    filings = [waiting(world, number) for number in range(20)]

    def work(racer: int, filing: Filing) -> str | None:
        with transaction.atomic():
            found = Filing.objects.get(pk=filing.pk)
            if found.state != FilingState.UNIT:
                return None
            record("filing.step_approved", by=world.cast["head"], at=NOON, obj=found)
            Filing.objects.filter(pk=found.pk).update(state=FilingState.AUTHORITY)
            return "approve"

    results = race(filings, work)
    several = [got for got in results if got.count("approve") > 1]
    assert len(several) > len(filings) / 2
    assert AuditEvent.objects.filter(action="filing.step_approved").count() > len(filings)
