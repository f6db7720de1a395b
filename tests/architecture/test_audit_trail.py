"""Every write that the access matrix reaches, and every refusal of a known person, leaves exactly its records (审计).

After a deliberate change: AUDIT_TRAIL_WRITE=1 pytest tests/architecture/test_audit_trail.py writes the table anew;
read its difference before committing it. A route that records nothing needs its reason in the table.
"""

import logging
import os
from collections.abc import Iterator

import pytest

from newmedia_portal.core.access.guard import PUBLIC

from .access_matrix import Asker, kept_stage, read_table
from .audit_trail import REFUSED, Heard, lacking, reached, read_trail, write_trail
from .matrix_world import set_the_stage
from .routes import routes

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ALL = {route.name: route for route in routes()}
TABLE, TRAIL = read_table(), read_trail()
WRITES = list(reached(TABLE, ("did",), ("POST",)))
#: One refusal of each route: of what it writes where it writes, else of its page.
REFUSALS = list(
    {key[0]: key for key in reached(TABLE, ("404", "403"), ("GET", "POST")) if ALL[key[0]].rule != PUBLIC}.values()
)


@pytest.fixture(scope="module")
def heard(django_db_setup, django_db_blocker) -> Iterator[tuple[Asker, Heard]]:
    logging.disable(logging.CRITICAL)
    with kept_stage(django_db_blocker, set_the_stage) as one:
        yield one, Heard(one)
    logging.disable(logging.NOTSET)


OBSERVED: dict[str, list[str]] = {}


@pytest.mark.parametrize(("name", "method", "who"), WRITES, ids=[key[0] for key in WRITES])
def test_a_write_leaves_exactly_its_records(heard, name, method, who):
    asker, log = heard
    place, role = who.split()

    word, _ = asker.answer(role, ALL[name], method, place)

    events, person = list(log.events), asker.stage.users[role]
    OBSERVED[name] = [event.action if event.actor_id else f"系统:{event.action}" for event in events]
    assert word == "did"
    assert [lack for event in events for lack in lacking(event, person, "ok")] == []
    assert not events or person.pk in {event.actor_id for event in events}
    assert os.environ.get("AUDIT_TRAIL_WRITE") or OBSERVED[name] == TRAIL[name][0]


def test_the_table_names_every_write_route_that_the_matrix_reaches_and_no_other():
    if os.environ.get("AUDIT_TRAIL_WRITE"):
        write_trail(OBSERVED, TRAIL)
        pytest.fail("the table was written; read its difference, then run without AUDIT_TRAIL_WRITE")
    assert sorted(TRAIL) == sorted(key[0] for key in WRITES)


def test_a_route_without_a_record_says_why_and_others_need_not():
    silent = {name for name, (actions, _) in TRAIL.items() if not actions}

    assert silent == {name for name, (_, reason) in TRAIL.items() if len(reason) >= 10}


@pytest.mark.parametrize(("name", "method", "who"), REFUSALS, ids=[f"{key[0]}-{key[1]}" for key in REFUSALS])
def test_a_refusal_of_a_known_person_leaves_one_record(heard, name, method, who):
    asker, log = heard
    place, role = who.split()

    word, _ = asker.answer(role, ALL[name], method, place)

    person = asker.stage.users[role]
    (event,) = log.events
    assert word in ("403", "404")
    assert (event.action, event.actor_id, event.after["route"], event.after["method"]) == (
        REFUSED, person.pk, name, method,
    )  # fmt: skip
    assert lacking(event, person, "refused") == []


def test_a_stranger_and_an_address_that_does_not_exist_leave_none(heard):
    asker, log = heard

    asker.send("anonymous", "/people/")
    anonymous = list(log.events)
    asker.send("operator", "/no-such-address/")

    assert (anonymous, log.events) == ([], [])
