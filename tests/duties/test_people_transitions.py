"""The transition tables of impostor cases and leavers' checklists: from which states, and for whom of the cast."""

import pytest

from duties.models import ImpostorCase, LeavingChecklist
from duties.permissions.impostors import may_handle, may_name_unit
from duties.permissions.people import may_answer, may_tick
from duties.states import ChecklistState, ImpostorState
from tests.duties.impostors.making import entered
from tests.duties.people.making import colleague, left, started
from tests.duties.test_duty_transitions import table

pytestmark = pytest.mark.django_db
HANDLERS = {"operator", "head", "deputy", "chief", "registrar", "director"}
CASES = {
    "confirm": {"reported"},
    "dismiss": {"reported", "handling"},
    "send": {"handling"},
    "settle": {"sent"},
    "try_again": {"sent"},
    "close": {"handling", "sent", "settled"},
    "reopen": {"closed", "dismissed"},
}


@pytest.mark.parametrize("name", CASES)
def test_each_move_of_a_case_starts_where_and_with_whom_it_should(name: str) -> None:
    world = started("taibai")
    row = ImpostorCase.objects.get(pk=entered(world).pk)
    assert table(world, row, name, ImpostorState) == (CASES[name], HANDLERS)


def test_a_checklist_is_finished_from_open_by_the_unit_but_not_by_the_leaver() -> None:
    world = started("gejiu")
    world.cast["second"] = colleague(world)
    row = LeavingChecklist.objects.get(pk=left(world).pk)
    assert table(world, row, "finish", ChecklistState) == ({"open"}, {"second", "head", "deputy", "chief"})


def test_no_right_holds_without_an_object_or_for_somebody_who_is_gone() -> None:
    world = started("gejiu")
    case, person, checklist = entered(world), world.person("head"), left(world)
    assert [may_handle(case, person), may_tick(checklist, person), may_answer(checklist, person)] == [True] * 3
    rights = (may_handle, may_name_unit, may_tick, may_answer)
    assert [may(None, person) for may in rights] == [False] * 4
    person.is_active = False
    assert [may(case if may in rights[:2] else checklist, person) for may in rights] == [False] * 4
