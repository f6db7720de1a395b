"""Every operation under generated calls, fitting and unfitting: a fault of ours never answers (B34)."""

from collections import Counter
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode

from newmedia_portal.api.service import description
from newmedia_portal.wsgi import application
from tests.accounts.entries import enter
from tests.filings.making import draft
from tests.world import build

from .calling import program

PER_OPERATION = 40
OPERATIONS = sorted((method.upper(), path) for path, methods in description()["paths"].items() for method in methods)


@pytest.mark.once
def test_the_description_is_valid_and_names_scope_refusals_and_words_for_every_operation() -> None:
    found = schemathesis.openapi.from_dict(description())

    assert len(list(found.get_all_operations())) == len(OPERATIONS) >= 19
    for methods in description()["paths"].values():
        for operation in methods.values():
            assert operation["security"]
            assert {"401", "403", "404", "409", "422", "429"} <= set(map(str, operation["responses"]))
            assert operation["summary"]
            assert operation["description"]


@pytest.mark.once
@pytest.mark.django_db
def test_no_operation_falls_over_whatever_it_is_sent(settings: Any) -> None:
    settings.API_CALLS_PER_MINUTE = 10**6
    world = build("gejiu")
    enter(world)
    draft(world)
    caller = program(world.person("operator"))
    statuses: Counter[int] = Counter()
    found = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    for method, path in OPERATIONS:
        _try(found[path][method], {"Authorization": f"Bearer {caller.key}"}, statuses)

    assert [status for status in statuses if status >= 500] == []
    assert sum(statuses.values()) >= 400
    assert {200, 404, 422} <= set(statuses)


def _try(operation: Any, headers: dict[str, str], statuses: Counter[int]) -> None:
    """Send an operation many calls, half of them outside of what it describes."""
    fitting = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    unfitting = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)

    @seed(7)
    @settings(
        max_examples=PER_OPERATION, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(fitting | unfitting)
    def send(case: Any) -> None:
        answer = case.call(headers=headers)
        statuses[answer.status_code] += 1
        assert answer.status_code < 500, (case.method, case.path, answer.text[:500])

    send()
