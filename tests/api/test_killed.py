"""The server dies at one point after another of a writing call; asked again under the same key it is done once."""

import os
import signal
from typing import Any

import pytest
from django.db import connection, connections

from filings.models import Filing
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.tokens.models import KeptAnswer
from tests.dying import Death, Fuse
from tests.world import build

from .calling import Program, program

MOST = 200
LEAST = 20
#: What a call leaves of one opening: the filing, its record, the kept answer.
ONCE = (1, 1, 1)


@pytest.fixture(autouse=True)
def no_limit(settings: Any) -> None:
    """Here one program calls more often than any may."""
    settings.API_CALLS_PER_MINUTE = 100_000


def begin(writer: Program, unit: int, key: str) -> Any:
    return writer.send("filings/", {"unit": unit, "kind": "open"}, key=key)


def left() -> tuple[int, int, int]:
    """Count what writing calls have left so far."""
    begun = AuditEvent.objects.filter(action="filing.started")
    return Filing.objects.count(), begun.count(), KeptAnswer.objects.count()


def risen(before: tuple[int, int, int]) -> tuple[int, ...]:
    return tuple(now - then for now, then in zip(left(), before, strict=True))


def asked_again(writer: Program, unit: int, key: str, before: tuple[int, int, int]) -> bool:
    """Ask twice more under the same key; return whether the first of these was a replay already."""
    first, second = begin(writer, unit, key), begin(writer, unit, key)
    assert (first.status_code, second.status_code) == (201, 201), first.content.decode()
    assert first.json() == second.json()
    assert second["Idempotent-Replayed"] == "true"
    assert Filing.objects.filter(pk=first.json()["id"]).exists()
    assert risen(before) == ONCE
    return "Idempotent-Replayed" in first


@pytest.mark.django_db
def test_a_death_at_any_statement_leaves_nothing_or_all_and_the_next_try_does_it_once() -> None:
    world = build("gejiu")
    writer, unit = program(world.person("operator")), world.owner.pk
    replayed, deaths = [], 0
    for point in range(1, MOST):
        key, before = f"death-at-{point:04d}", left()
        try:
            with connection.execute_wrapper(Fuse(point)):
                begin(writer, unit, key)
        except Death:
            deaths += 1
            replayed.append(asked_again(writer, unit, key, before))
        else:
            break

    assert deaths >= LEAST
    assert replayed[0] is False


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_process_killed_between_commit_and_answer_or_before_acts_once() -> None:
    world = build("gejiu")
    writer, unit = program(world.person("operator")), world.owner.pk
    replayed = []
    for number, point in enumerate((*range(1, 60, 3), None)):
        key, before = f"killed-{number:04d}", left()
        assert _killed(writer, unit, key, point) == -signal.SIGKILL
        replayed.append(asked_again(writer, unit, key, before))

    assert len(replayed) >= LEAST
    assert (replayed[0], replayed[-1]) == (False, True)


def _killed(writer: Program, unit: int, key: str, point: int | None) -> int:
    """Let another process make the call and end itself after a statement; without a point, once all is committed."""
    connections.close_all()
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        if point is None:
            begin(writer, unit, key)
        else:
            with connection.execute_wrapper(Killer(point)):
                begin(writer, unit, key)
    finally:
        os.kill(os.getpid(), signal.SIGKILL)
    return 0


class Killer(Fuse):
    """Ends the whole process where the other fuse ends its run."""

    def _reach(self) -> None:
        if self.passed == self.point:
            os.kill(os.getpid(), signal.SIGKILL)
        self.passed += 1
