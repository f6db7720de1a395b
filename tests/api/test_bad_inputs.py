"""Every operation under generated calls, fitting and unfitting: a fault of ours never answers (B34)."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from random import Random
from typing import Any
from urllib.parse import quote

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode

from newmedia_portal.api.service import description
from newmedia_portal.wsgi import application
from tests.accounts.entries import enter
from tests.attacks import drawing
from tests.attacks.counting import reached, share
from tests.attacks.odd import SEED
from tests.attacks.sending import quoted
from tests.filings.making import draft
from tests.world import build

from .calling import program

GENERATED, BENT = 24, 150
#: So many calls share what one of them writes; then all of it is taken back.
TOGETHER = 25
OPERATIONS = sorted((method.upper(), path) for path, methods in description()["paths"].items() for method in methods)


@dataclass
class Kept:
    """What was sent and answered."""

    headers: dict[str, str]
    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


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


@contextmanager
def connection_kept() -> Iterator[None]:
    """Keep the test's connection through calls of the server's own entry, as Django's client does for its own."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.once
@pytest.mark.django_db
def test_no_operation_falls_over_whatever_it_is_sent(settings: Any) -> None:
    settings.API_CALLS_PER_MINUTE = 10**6
    world = build("gejiu")
    numbers = [enter(world).pk, draft(world).pk, world.owner.pk, world.foreign.pk]
    caller = program(world.person("operator"))
    kept = Kept({"Authorization": f"Bearer {caller.key}"})
    with connection_kept():
        found = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    client, random = Client(), Random(SEED)
    for method, path in OPERATIONS:
        cases = _generated(found[path][method], kept)
        bend = _bender(random, cases, numbers)
        for _ in range(share(BENT, "operations") // TOGETHER):
            _send_some(client, bend, kept)

    assert kept.faults == []
    assert [status for status in kept.statuses if status >= 500] == []
    assert {200, 404, 422} <= set(kept.statuses)
    reached("operations", sum(kept.statuses.values()))


def _generated(operation: Any, kept: Kept) -> list[Any]:
    """Send an operation generated calls, half of them outside of what it describes; return them."""
    fitting = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    unfitting = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)
    sent: list[Any] = []

    @seed(7)
    @settings(
        max_examples=share(GENERATED, "operations"), deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(fitting | unfitting)
    def send(case: Any) -> None:
        answer = case.call(headers=kept.headers)
        kept.statuses[answer.status_code] += 1
        assert answer.status_code < 500, (case.method, case.path, answer.text[:500])
        sent.append(case)

    with connection_kept():
        send()
    return sent


def _bender(random: Random, cases: list[Any], numbers: list[int]) -> Callable[[], tuple[str, str, bytes]]:
    """Return what takes a generated call and puts something odd into its path, its query or its body."""

    def bend() -> tuple[str, str, bytes]:
        case = random.choice(cases)
        path, query = case.path, dict(case.query or {})
        for name, value in (case.path_parameters or {}).items():
            given = random.choice(numbers) if random.random() < 0.7 else value
            odd = drawing.text(random) if random.random() < 0.2 else given
            path = path.replace(f"{{{name}}}", quote(quoted(odd), safe="%"))
        if query and random.random() < 0.6:
            query[random.choice(list(query))] = drawing.text(random)
        if random.random() < 0.4:
            query[random.choice(("page", "size", "after", "fields", "unit", "account", "q"))] = drawing.text(random)
        if case.method == "GET":
            body = b""
        else:
            whole = case.body if isinstance(case.body, (dict, list)) else {}
            body = json.dumps(_bent(random, whole, numbers)).encode()
            body = body[: random.randint(0, len(body))] if random.random() < 0.05 else body
        return case.method, f"{path}?{'&'.join(f'{quoted(n)}={quoted(v)}' for n, v in query.items())}", body

    return bend


def _bent(random: Random, value: Any, numbers: list[int]) -> Any:
    """Return JSON with something odd at one place or at several."""
    if isinstance(value, dict) and value and random.random() < 0.9:
        chosen = random.choice(list(value))
        return {name: _bent(random, one, numbers) if name == chosen else one for name, one in value.items()}
    if isinstance(value, list) and value and random.random() < 0.8:
        place = random.randrange(len(value))
        return [_bent(random, one, numbers) if at == place else one for at, one in enumerate(value)]
    return random.choice(numbers) if random.random() < 0.3 else drawing.plain(random)


_keys = count(1)


def _send_some(client: Client, bend: Callable[[], tuple[str, str, bytes]], kept: Kept) -> None:
    """Send some bent calls through the whole portal, then take back all that they wrote."""
    with transaction.atomic():
        for _ in range(TOGETHER):
            method, url, body = bend()
            headers = {**kept.headers, "Idempotency-Key": f"bent-key-{next(_keys):08d}"}
            answer = client.generic(method, url, body, content_type="application/json", headers=headers)
            kept.statuses[answer.status_code] += 1
            if answer.status_code >= 500:
                kept.faults.append(f"{answer.status_code} {method} {url} {body[:300]!r}")
            elif connection.needs_rollback:
                kept.faults.append(f"the transaction is broken after {method} {url} {body[:300]!r}")
        transaction.set_rollback(True)
