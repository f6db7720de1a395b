"""Each kind of rule by itself: figures in, points out, to the digit."""

from datetime import date
from decimal import Decimal

import pytest

from assessments.scoring import BadFigure, Row

from .making import card, indicator, one, points, scheme_of, unit_of

D = Decimal


def rule(kind: str, weight: int = 20, **numbers):
    """Return a scheme with one indicator x of this rule; the rest of the hundred is scored by hand."""
    direction = numbers.pop("direction", "up")
    first = indicator("x", weight, {"kind": kind, **numbers}, direction=direction)
    return scheme_of(first, indicator("rest", 100 - weight, {"kind": "ratio", "target": 100}))


@pytest.mark.parametrize(
    ("found", "expected"), [(0, "20.00"), (1, "18.50"), (9, "6.50"), (10, "5.00"), (11, "5.00"), (500, "5.00")]
)
def test_a_fixed_deduction_for_each_finding_stops_at_its_cap(found, expected):
    scheme = rule("deduct", each=D("1.5"), cap=15, direction="down")

    assert points(scheme, Row("x", found)) == D(expected)


def test_without_a_cap_deductions_stop_at_the_points_of_the_item():
    assert points(rule("deduct", each=3, direction="down"), Row("x", 7)) == 0


def test_findings_of_different_kinds_cost_different_points():
    scheme = rule("deduct", each=1, each_by=[{"kind": "serious", "points": 5}], direction="down")

    assert points(scheme, Row("x", 2), Row("x", 1, kind="serious")) == 13


@pytest.mark.parametrize(
    ("value", "expected"), [(0, "0.00"), (1, "2.86"), (3, "8.57"), (7, "20.00"), (9, "20.00"), (D("0.35"), "1.00")]
)
def test_a_ratio_to_a_target_stops_at_full_points(value, expected):
    assert points(rule("ratio", target=7), Row("x", value)) == D(expected)


def test_a_ratio_without_a_target_is_taken_against_what_was_asked():
    assert points(rule("ratio"), Row("x", 24, 26)) == D("18.46")


@pytest.mark.parametrize(("value", "expected"), [(0, "20.00"), (4, "20.00"), (5, "16.00"), (8, "10.00")])
def test_where_less_is_better_full_points_stand_up_to_the_target(value, expected):
    assert points(rule("ratio", target=4, direction="down"), Row("x", value)) == D(expected)


@pytest.mark.parametrize(("originals", "expected"), [(0, "0.00"), (5, "6.67"), (15, "20.00"), (30, "20.00")])
def test_a_share_gives_full_points_from_its_mark_on(originals, expected):
    assert points(rule("share", full_at=D("0.5")), Row("x", originals, 30)) == D(expected)


@pytest.mark.parametrize(
    ("value", "whole", "expected"),
    [(79, 100, "0.00"), (80, 100, "10.00"), (89, 100, "10.00"), (9, 10, "15.00"), (10, 10, "20.00")],
)
def test_a_table_of_steps_gives_the_points_of_the_last_rung_reached(value, whole, expected):
    steps = [{"at": D("0.8"), "points": 10}, {"at": D("0.9"), "points": 15}, {"at": 1, "points": 20}]

    assert points(rule("steps", steps=steps), Row("x", value, whole)) == D(expected)


@pytest.mark.parametrize(("days", "expected"), [(0, "20.00"), (7, "20.00"), (8, "10.00"), (14, "10.00"), (15, "0.00")])
def test_a_table_of_steps_downwards_gives_the_points_of_the_first_rung_not_passed(days, expected):
    steps = [{"at": 7, "points": 20}, {"at": 14, "points": 10}]

    assert points(rule("steps", steps=steps, direction="down"), Row("x", days)) == D(expected)


@pytest.mark.parametrize(
    ("whole", "value", "expected"),
    [(False, 99, "0.99"), (False, 874, "8.74"), (False, 1000, "10.00"), (True, 99, "0.00"), (True, 874, "8.00")],
)
def test_points_for_every_n_count_parts_of_one_or_full_ones_only(whole, value, expected):
    assert points(rule("per_n", n=100, cap=10, whole=whole), Row("x", value)) == D(expected)


def test_points_for_every_n_stop_at_their_cap():
    assert points(rule("per_n", n=100, cap=10), Row("x", 123_456)) == 10


def bonus(**numbers):
    """Return a scheme with a bonus of 2 a claim up to 5, opened above 80, under a bonus cap of 6."""
    return scheme_of(
        indicator("rest", 100, {"kind": "ratio", "target": 100}),
        indicator("x", 5, {"kind": "bonus", "each": 2, **numbers}, bonus=True),
        indicator("y", 5, {"kind": "bonus", "each": 2}, bonus=True),
        parts=[{"code": "accounts", "label": "账号", "weight": 100, "bonus_cap": 6, "bonus_above": 80}],
    )


PROVED = date(2026, 12, 31)


@pytest.mark.parametrize(("claims", "expected"), [(1, "2.00"), (2, "4.00"), (3, "5.00")])
def test_a_bonus_counts_each_claim_with_proof_up_to_its_cap(claims, expected):
    rows = [Row("x", 1, proved_on=PROVED, ids=(f"claim{n}",)) for n in range(claims)]

    assert points(bonus(), Row("rest", 90), *rows) == D(expected)


def test_a_claim_without_proof_or_with_late_proof_counts_nothing_and_is_named():
    late, bare = Row("x", 1, proved_on=date(2027, 1, 1), ids=("late",)), Row("x", 1, ids=("bare",))

    found = card(bonus(proof_by=PROVED), Row("rest", 90), late, bare, Row("x", 1, proved_on=PROVED, ids=("good",)))

    line = found.lines[1]
    assert (line.points, line.ids, line.left) == (200, ("good",), ("bare", "late"))


def test_all_bonuses_together_stop_at_the_bonus_cap():
    rows = [Row(measure, 3, proved_on=PROVED) for measure in ("x", "y")]

    found = card(bonus(), Row("rest", 90), *rows)

    assert (found.base, found.bonus, found.score) == (9000, 600, 9600)


@pytest.mark.parametrize(("base", "expected"), [(80, 8000), (D("80.01"), 8201)])
def test_a_bonus_opens_only_above_its_line(base, expected):
    found = card(bonus(), Row("rest", base), Row("x", 1, proved_on=PROVED))

    assert found.score == expected
    assert found.lines[1].outcome == ("closed" if base == 80 else "counted")


@pytest.mark.parametrize(("value", "expected"), [(1, "12.35"), (3, "37.04"), (D("0.5"), "6.17")])
def test_a_line_is_rounded_half_up_once(value, expected):
    assert points(rule("ratio", weight=50, target=D("4.05")), Row("x", value)) == D(expected)


def test_half_a_cent_goes_up():
    assert points(rule("ratio", weight=1, target=200), Row("x", 1)) == D("0.01")


def test_places_are_those_of_the_scheme():
    item = indicator("x", 100, {"kind": "ratio", "target": 3})

    assert [points(scheme_of(item, places=places), Row("x", 2)) for places in (0, 1, 4)] == [
        D("67"),
        D("66.7"),
        D("66.6667"),
    ]


@pytest.mark.parametrize("figure", [-1, D("-0.5"), D("NaN"), D("Infinity"), 0.5, True])
def test_a_figure_that_is_negative_or_not_exact_is_refused_aloud(figure):
    with pytest.raises(BadFigure, match="不能用于计分"):
        points(rule("ratio", target=7), Row("x", figure))


@pytest.mark.parametrize(("gather", "expected"), [("sum", "20.00"), ("max", "17.14"), ("min", "5.71")])
def test_rows_of_one_measure_are_put_together_as_the_scheme_says(gather, expected):
    scheme = scheme_of(
        indicator("x", 20, {"kind": "ratio", "target": 7}, gather=gather),
        indicator("rest", 80, {"kind": "ratio", "target": 100}),
    )

    assert points(scheme, Row("x", 6), Row("x", 2)) == D(expected)


def test_an_indicator_without_weight_is_shown_and_gives_nothing():
    scheme = scheme_of(
        indicator("x", 100, {"kind": "ratio", "target": 100}),
        indicator("followers", 0, source="automatic"),
    )

    found = card(scheme, Row("x", 70), Row("followers", 123_456, ids=("count1",)))

    assert found.score == 7000
    assert found.lines[1] == ("followers", "shown", None, 0, 123_456, None, ("count1",), ())


def test_every_line_keeps_the_ids_of_its_rows():
    result = one(rule("share"), unit_of((Row("x", 1, 2, ("b", "a")), Row("x", 1, 2, ("c",)))))

    assert result.parts[0].cards[0].lines[0].ids == ("a", "b", "c")
