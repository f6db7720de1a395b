"""The rules of inspections as pure functions: assignment, verdicts, periods, template (检查规则)."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.inspecting.assigning import Task, assign
from assessments.inspecting.kinds import previous
from assessments.inspecting.periods import span_of
from assessments.inspecting.states import Outcome, Verdict
from assessments.inspecting.template import as_rows, default_template, digest_of, from_rows, problems
from assessments.inspecting.verdicts import Given, result_of
from newmedia_portal.regimes.loader import parse
from tests.world import EDITIONS

REGIMES = ("soe", "corp", "gejiu", "taibai", "jiusan")


def edition(code):
    return parse((EDITIONS / f"{code}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("code", REGIMES)
def test_every_edition_has_the_national_vetoes_and_every_item_a_known_problem(code):
    items = default_template(edition(code))
    assert [item.code for item in items if item.is_veto] == ["serious", "silent", "unusable", "interaction", "faking"]
    assert {item.problem for item in items} <= set(problems())
    assert len({item.code for item in items}) == len(items)


def test_every_item_that_an_inspection_of_an_edition_names_is_in_its_template():
    taibai = edition("taibai")
    items = default_template(taibai, taibai.inspections[0])
    assert not [item for item in items if item.code.startswith("named_")]
    corp = edition("corp")
    named = [item.label for item in default_template(corp, corp.inspections[0]) if item.code.startswith("named_")]
    assert named == ["年度报告", "管理队伍"]


def test_a_template_survives_its_storage_and_its_hash_follows_its_words():
    items = default_template(edition("taibai"))
    rows = as_rows(items)
    assert from_rows(rows) == items
    changed = [{**rows[0], "label": "别的"}, *rows[1:]]
    assert digest_of(rows) == digest_of([dict(row) for row in rows]) != digest_of(changed)


OUTCOMES = st.sampled_from([str(one) for one in Outcome])
ITEMS = default_template(edition("taibai"))
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@CALM
@given(st.lists(OUTCOMES, min_size=len(ITEMS), max_size=len(ITEMS)), st.integers(1, 40))
def test_any_veto_fails_and_nothing_else_does(outcomes, hits):
    answers = [Given(item.code, outcome, hits) for item, outcome in zip(ITEMS, outcomes, strict=True)]
    found = result_of(ITEMS, answers)
    hit = any(item.is_veto and one.outcome == Outcome.PROBLEM for item, one in zip(ITEMS, answers, strict=True))
    assert (found.verdict == Verdict.FAILED) is hit
    caps = sum(Decimal(item.cap) for item in ITEMS if item.kind == "deduct")
    assert -caps <= found.points <= 0
    assert result_of(ITEMS, reversed(answers)) == found


@CALM
@given(
    st.lists(st.tuples(st.integers(1, 50), st.integers(1, 8)), unique_by=lambda one: one[0], max_size=30),
    st.dictionaries(st.integers(1, 5), st.sets(st.integers(1, 8), max_size=3), min_size=1, max_size=5),
)
def test_nobody_is_assigned_an_account_of_their_own_unit_and_loads_are_even(pairs, interests):
    tasks = [Task(*pair) for pair in pairs]
    found = assign(tasks, interests, interests, "种子")
    assert found == assign(reversed(tasks), reversed(list(interests)), interests, "种子")
    for task in tasks:
        free = [one for one in interests if task.unit not in interests[one]]
        assert (found[task.account] in free) if free else found[task.account] is None
    if not any(interests.values()) and tasks:
        loads = [list(found.values()).count(one) for one in interests]
        assert max(loads) - min(loads) <= 1


@pytest.mark.parametrize(
    ("text", "before"),
    [("2026Q1", "2025Q4"), ("2026-01", "2025-12"), ("2026H1", "2025H2"), ("2026", "2025"), ("", "")],
)
def test_the_period_before_is_of_the_same_length(text, before):
    assert previous(text) == before


def test_what_is_no_period_has_no_days():
    assert [span_of(text) for text in ("2026Q5", "2026-13", "2026-00", "", "0000", "季度")] == [None] * 6
