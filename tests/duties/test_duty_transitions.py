"""The transition tables of messages and incidents: from which states, and for whom of the cast."""

from typing import Any

import pytest
from django_fsm import can_proceed, has_transition_perm

from duties.models import Incident, PublicMessage
from duties.states import IncidentState, MessageState
from tests.duties.watching import furnished, incident, message
from tests.world import World

pytestmark = pytest.mark.django_db
UNIT = {"operator", "head", "deputy", "chief", "editor", "secrecy"}
LEADERS = {"head", "deputy", "chief"}
DEPARTMENT = {"registrar", "director"}
MESSAGES = {
    "pass_on": ({"open", "passed"}, {"operator"}),
    "give_answer": ({"open", "passed", "answered"}, {"operator"}),
    "waive": ({"open", "passed"}, {"operator"}),
    "reopen": ({"answered", "waived"}, {"operator"} | LEADERS | DEPARTMENT),
}
INCIDENTS = {
    "report": ({"found"}, UNIT | DEPARTMENT),
    "begin": ({"found", "reported"}, UNIT | DEPARTMENT),
    "close": ({"handling"}, {"operator"} | LEADERS | DEPARTMENT),
    "reopen": ({"closed"}, {"operator"} | LEADERS | DEPARTMENT),
}


@pytest.fixture
def world() -> World:
    """An organisation with its cast."""
    return furnished("gejiu")


def table(world: World, row: Any, name: str, states: Any) -> tuple[set[str], set[str]]:
    """Return from which states a move starts, and who of the cast may make it."""
    sources, people = set(), set()
    for state in states:
        row.__dict__["state"] = state.value
        if not can_proceed(getattr(row, name)):
            continue
        sources.add(state.value)
        people |= {role for role in world.cast if has_transition_perm(getattr(row, name), world.person(role))}
    return sources, people


@pytest.mark.parametrize("name", MESSAGES)
def test_each_move_of_a_message_starts_where_and_with_whom_it_should(world: World, name: str) -> None:
    row = PublicMessage.objects.get(pk=message(world).pk)
    assert table(world, row, name, MessageState) == MESSAGES[name]


@pytest.mark.parametrize("name", INCIDENTS)
def test_each_move_of_an_incident_starts_where_and_with_whom_it_should(world: World, name: str) -> None:
    row = Incident.objects.get(pk=incident(world).pk)
    assert table(world, row, name, IncidentState) == INCIDENTS[name]


def test_no_right_holds_without_an_object_that_names_its_unit(world: World) -> None:
    from duties.permissions.duty import may_act, may_close, may_comment, may_reopen, may_work

    row, person = message(world), world.person("operator")
    assert [may(None, person) for may in (may_act, may_close, may_comment, may_reopen, may_work)] == [False] * 5
    person.is_active = False
    assert [may(row, person) for may in (may_act, may_close, may_comment, may_reopen, may_work)] == [False] * 5
