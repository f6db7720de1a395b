"""Missing data is an outcome of its own: left out or zero by the scheme, never zero in silence."""

from decimal import Decimal

import pytest

from assessments.scoring import Row, card_sentences

from .making import card, indicator, one, scheme_of, total, unit_of

D = Decimal
HALF = {"kind": "ratio", "target": 100}
SHARE = {"kind": "share"}


def test_what_is_missing_is_left_out_and_the_rest_is_weighed_again():
    scheme = scheme_of(indicator("x", 30, HALF), indicator("y", 70, HALF))

    found = card(scheme, Row("y", 80))

    assert (found.standing, found.score) == ("scored", 8000)
    assert [(line.code, line.outcome, line.points) for line in found.lines] == [
        ("x", "missing", None),
        ("y", "counted", 5600),
    ]


def test_the_conversion_is_rounded_half_up_once():
    scheme = scheme_of(indicator("x", 30, HALF), indicator("y", 70, HALF))

    assert card(scheme, Row("y", D("33.33"))).score == 3333  # 23.33 ÷ 70 × 100 = 33.3285…


def test_a_scheme_may_count_missing_data_as_zero_and_says_so():
    scheme = scheme_of(indicator("x", 30, HALF, missing="zero"), indicator("y", 70, HALF))

    found = card(scheme, Row("y", 80))

    assert found.score == 5600
    assert "指标x（第一条）：数据缺失，按方案计零分（本项 30.00 分），得 0.00 分。" in card_sentences(scheme, found)


def test_one_unknown_figure_makes_the_whole_unknown():
    scheme = scheme_of(indicator("x", 30, HALF), indicator("y", 70, HALF))

    found = card(scheme, Row("x", 100, ids=("july",)), Row("x", None, ids=("august",)), Row("y", 80))

    assert (found.lines[0].outcome, found.lines[0].ids) == ("missing", ("august", "july"))


def test_no_finding_recorded_is_no_data_and_a_check_without_findings_is_full_points():
    scheme = scheme_of(indicator("x", 30, {"kind": "deduct", "each": 1}, direction="down"), indicator("y", 70, HALF))

    assert card(scheme, Row("y", 80)).lines[0].outcome == "missing"
    assert card(scheme, Row("x", 0, ids=("check1",)), Row("y", 80)).lines[0].points == 3000


@pytest.mark.parametrize(
    ("empty", "outcome", "points", "score"),
    [("leave_out", "empty", None, 8000), ("zero", "empty_zero", 0, 5600), ("full", "empty_full", 3000, 8600)],
)
def test_a_period_in_which_nothing_was_asked_is_told_apart_from_missing_data(empty, outcome, points, score):
    scheme = scheme_of(indicator("x", 30, SHARE, empty=empty), indicator("y", 70, HALF))

    found = card(scheme, Row("x", 0, 0), Row("y", 80))

    assert (found.lines[0].outcome, found.lines[0].points, found.score) == (outcome, points, score)


def test_an_account_without_any_data_has_no_score_and_stays_out_of_the_average():
    scheme = scheme_of(indicator("x", 100, HALF))

    result = one(scheme, unit_of((Row("x", 90),), ()))

    assert [found.standing for found in result.parts[0].cards] == ["scored", "missing"]
    assert result.score == 9000


def test_a_scheme_may_count_an_account_without_data_as_zero():
    part = {"code": "accounts", "label": "账号", "weight": 100, "missing": "zero"}

    assert total(scheme_of(indicator("x", 100, HALF), parts=[part]), unit_of((Row("x", 90),), ())) == 45


def test_a_unit_without_any_data_has_no_score_and_no_band():
    result = one(scheme_of(indicator("x", 100, HALF)), unit_of(()))

    assert (result.standing, result.score, result.counts, result.band) == ("missing", None, None, "")


@pytest.mark.parametrize(("absent", "expected"), [("leave_out", "90"), ("zero", "63")])
def test_a_part_without_accounts_is_left_out_or_counts_zero(absent, expected):
    parts = [
        {"code": "sites", "label": "网站", "weight": 30, "absent": absent},
        {"code": "accounts", "label": "账号", "weight": 70},
    ]
    scheme = scheme_of(indicator("x", 100, HALF), indicator("s", 100, HALF, part="sites"), parts=parts)

    assert total(scheme, unit_of((Row("x", 90),))) == D(expected)


def test_a_figure_of_the_unit_holds_for_accounts_that_have_none_of_their_own():
    scheme = scheme_of(indicator("x", 50, HALF), indicator("y", 50, HALF))

    result = one(scheme, unit_of((Row("x", 80),), (Row("x", 80), Row("y", 100)), rows=(Row("y", 60),)))

    assert [found.score for found in result.parts[0].cards] == [7000, 9000]
