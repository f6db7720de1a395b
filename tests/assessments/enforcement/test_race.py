"""Two directors decide at once (并发决定): one wins, the other is told, the number is taken once."""

import threading
from typing import Any

import pytest
from django.db import connection

from assessments.actions import enforcement as actions
from assessments.models import EnforcementCase
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.refusals import Conflict
from tests.world import NOON, build

from .making import proposed, second_director

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ROUNDS = 10


def both(case: EnforcementCase, people: list[Any], verdicts: tuple[bool, bool]) -> list[str]:
    """Let two people decide from one starting shot; return what each got."""
    shot, got = threading.Barrier(2), ["", ""]

    def run(number: int) -> None:
        try:
            own = EnforcementCase.objects.get(pk=case.pk)
            shot.wait()
            actions.decide(own, agrees=verdicts[number], opinion="意见", by=people[number], at=NOON)
            got[number] = "done"
        except Conflict:
            got[number] = "conflict"
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(got)


def test_of_two_directors_who_decide_at_once_one_wins():
    world = build("soe")
    people = [world.person("director"), second_director(world)]
    for number in range(ROUNDS):
        case = proposed(world)
        assert both(case, people, (True, number % 2 == 0)) == ["conflict", "done"]
    events = AuditEvent.objects.filter(action__in=("enforcement.decided", "enforcement.refused"))
    numbers = list(EnforcementCase.objects.exclude(number="").order_by("pk").values_list("number", flat=True))
    assert events.count() == ROUNDS
    assert numbers == [f"SOE处〔2026〕{n}号" for n in range(1, len(numbers) + 1)]
