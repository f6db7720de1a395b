"""Bad inputs (怪输入): every form, every parameter and every header may hold anything; the portal answers in Chinese.

ATTACK_INPUTS=500000 makes the long run; without it the run keeps to what CI has time for (counting.SHARES). The inputs
are the same each time. What they find is told with the innermost lines of each traceback.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from random import Random
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings

from tests.architecture.access_matrix import read_table
from tests.architecture.matrix_world import ADMINS

from . import drawing, foreign, smuggling, validating, waves
from .counting import owed, reached, share
from .crawling import Found, find
from .odd import SEED, TEXTS
from .parameters import headers, one_by_one, together
from .sending import Attacker
from .stage import attacked, foreign_ids

pytestmark = [pytest.mark.django_db, pytest.mark.once]


class Range(NamedTuple):
    """What is attacked, and by whom."""

    attacker: Attacker
    forms: list[Found]
    queries: dict[tuple[str, str], set[str]]
    kinds: validating.Kinds
    ids: list[str]
    firsts: list[smuggling.Answered]


@pytest.fixture(scope="module")
def field(django_db_setup: None, django_db_blocker: Any) -> Iterator[Range]:
    with attacked(django_db_blocker) as attacker:
        with validating.remembered() as kinds:
            forms, queries = find(attacker)
            firsts = [smuggling.written(attacker, found, found.form.usual()) for found in forms]
        yield Range(attacker, forms, queries, dict(kinds), foreign_ids(attacker.asker.stage), firsts)


@pytest.fixture
def attacker(field: Range) -> Attacker:
    field.attacker.faults.clear()
    return field.attacker


def spread(attacks: Iterator[waves.Attack], random: Random, most: int) -> list[waves.Attack]:
    """Return some of the attacks on a form, drawn evenly from all."""
    every = list(attacks)
    return every if len(every) <= most else random.sample(every, most)


def withstands(made: validating.Made, tried: list[bool], times: int) -> None:
    """Check one kind of form with any data so many times, and with some that hypothesis draws."""
    make, random = validating.maker(made), Random(f"{SEED} {len(tried)}")
    usual = validating.usual(make(validating.bound_data({}), None))

    @settings(
        max_examples=share(16, "forms"),
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(told=validating.drawn(tuple(usual)))
    def one(told: dict[str, list[str]]) -> None:
        check(told)

    def check(told: dict[str, list[str]]) -> None:
        tried.append(validating.try_form(make, told, len(tried)))
        take_back()

    with validating.taken_back() as take_back:
        one()
        for _ in range(times):
            check(drawing.form(random, tuple(usual), usual))


def test_every_kind_of_form_withstands_any_data(field):
    tried: list[bool] = []

    times = -(-owed("forms") // len(field.kinds))
    for made in field.kinds.values():
        withstands(made, tried, times)

    reached("forms", len(tried))
    assert len(field.kinds) > 200
    assert tried.count(False) > len(tried) / 2
    assert any(tried)


def test_forms_with_odd_fields_are_refused_in_words(field, attacker):
    random, before = Random(SEED), sum(attacker.count.values())

    for found in field.forms:
        usual = found.form.usual()
        attacks = chain(
            waves.by_field(usual, found, field.ids), waves.counts(usual, found),
            waves.some(usual, random, field.ids, share(12, "fields")),
            waves.at_once(usual, found, random, share(6, "fields")),
        )  # fmt: skip
        for attack in spread(attacks, random, share(5, "fields")):
            waves.launch(attacker, found, attack)

    assert attacker.report() == ""
    assert len({found.route for found in field.forms}) > 200
    reached("fields", sum(attacker.count.values()) - before)


def test_what_is_no_form_is_refused_in_words(field, attacker):
    random, before = Random(SEED), sum(attacker.count.values())

    for found in field.forms:
        for attack in spread(waves.bodies(found.form.usual()), random, share(2, "bodies")):
            waves.launch(attacker, found, attack)
    for found in islice(field.forms, 0, None, 12):
        for attack in spread(waves.heavy(found.form.usual(), found), random, share(1, "bodies")):
            waves.launch(attacker, found, attack)

    assert attacker.report() == ""
    reached("bodies", sum(attacker.count.values()) - before)


def test_odd_parameters_and_headers_break_no_page(field, attacker):
    random, before = Random(SEED), sum(attacker.count.values())
    values = 0

    for (role, url), names in field.queries.items():
        for attack in together(names, random, share(3, "parameters")):
            attacker.get(role, url, attack, what=f"parameters: {attack!r:.400}")
            values += len(attack)
        for pair in random.sample(one_by_one(names), share(2, "parameters")) if len(names) else ():
            attacker.get(role, url, [pair], what=f"parameter: {pair!r:.200}")
            values += 1
        for what, header in random.sample(headers(), min(share(1, "parameters"), len(headers()))):
            attacker.send(role, url, what=f"header: {what}", **header)

    assert attacker.report() == ""
    reached("parameters", sum(attacker.count.values()) - before)
    assert values > 10_000
    assert len(TEXTS) > 70


def test_fields_that_no_form_offers_change_nothing(field, attacker):
    changed, tried = [], 0

    for found, (status, first) in zip(field.forms, field.firsts, strict=True):
        usual = found.form.usual()
        again, second = smuggling.written(attacker, found, usual)
        if status != 302 or again != 302 or not first:
            continue
        tried += 1
        then, made = smuggling.written(attacker, found, smuggling.with_all(usual, found))
        pattern = smuggling.steady(first, second)
        if (then, len(made)) != (status, len(first)) or smuggling.masked(made, pattern) != pattern:
            odd = [(a, b) for a, b in zip(smuggling.masked(made, pattern), pattern, strict=False) if a != b]
            changed.append((found.route, found.role, status, then, len(first), len(made), odd[:1]))

    assert changed == []
    assert attacker.report() == ""
    reached("smuggled", tried)


def test_a_number_of_somebody_elses_object_answers_like_one_that_stands_for_nothing(field, attacker):
    pages = {key: names for key, names in field.queries.items() if key[0] not in ("anonymous", *ADMINS)}

    tries = [*foreign.in_forms(attacker, field.forms, 4), *foreign.in_queries(attacker, pages, 4)]

    assert [one.where for one in tries if one.hidden != one.missing] == []
    assert attacker.report() == ""
    assert len(tries) > 1_000
    units = attacker.asker.stage.objects["unit"]
    seen = {place: foreign.asked(attacker, "operator", "/accounts/", units[place].pk) for place in ("own", "foreign")}
    assert seen["own"] != seen["foreign"], "what is one's own answers otherwise"


def test_numbers_in_addresses_and_elsewhere_are_tried_five_thousand_times():
    hidden = [word for key, cells in read_table().items() if key[2] in ("foreign", "elsewhere")
              for role, word in cells.items() if word == "404" and role in foreign.UNIT_ONLY]  # fmt: skip

    assert len(hidden) + 1_000 >= 5_000


def test_everything_that_could_be_smuggled_is_sent():
    names = smuggling.smuggled()

    assert {"state", "unit", "unit_id", "due_on", "is_active", "instance_role", "decided_by", "verdict"} <= set(names)
    assert names["due_on"] == ["2031-03-03"]
    assert len(names) > 300
