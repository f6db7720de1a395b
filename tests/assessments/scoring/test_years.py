"""The year from its periods: mean, weights, missing periods, vetoes of the year before any points."""

import pytest

from assessments.scoring import NoYear, Row, VetoFact, score_year, year_sentences

from .making import CITED, indicator, one, scheme_of, unit_of

YEAR_VETO = {**CITED, "code": "up", "label": "上级否决", "levels": ["national"], "effect": "fix", "score": 0}


def scheme(**year):
    """Return a scheme with a year of four quarters, one veto of the year and one of the quarter."""
    return scheme_of(
        indicator("x", 100, {"kind": "ratio", "target": 100}),
        vetoes=[
            {**YEAR_VETO, "scope": "year"},
            {**CITED, "code": "local", "label": "本地否决", "effect": "fail"},
        ],
        year={**CITED, **year},
    )


def quarters(rules, *values, vetoes=()):
    """Return the results of four quarters; None for one that was not assessed, facts for the second quarter."""
    names = ["2026Q1", "2026Q2", "2026Q3", "2026Q4"]
    return {
        name: None
        if value is None
        else one(rules, unit_of((Row("x", value),), vetoes=vetoes if name == "2026Q2" else ()))
        for name, value in zip(names, values, strict=True)
    }


def test_the_year_is_the_mean_of_its_quarters_rounded_half_up():
    year = score_year(scheme(), "u1", quarters(scheme(), 90, 80, 71, 60))

    assert (year.standing, year.score, year.band) == ("scored", 7525, "pass")


def test_quarters_may_have_weights():
    rules = scheme(weights=[10, 20, 30, 40])

    assert score_year(rules, "u1", quarters(rules, 100, 50, 0, 100)).score == 6000


@pytest.mark.parametrize(("missing", "expected"), [("leave_out", 8000), ("zero", 6000)])
def test_a_quarter_without_a_result_is_left_out_or_counts_zero_and_is_named(missing, expected):
    rules = scheme(missing=missing)

    year = score_year(rules, "u1", quarters(rules, 80, 80, None, 80))

    assert year.score == expected
    assert year.terms[2][:3] == (
        "2026Q3",
        "missing_zero" if missing == "zero" else "missing",
        None if missing != "zero" else 0,
    )


def test_a_veto_of_the_year_in_one_quarter_decides_the_whole_year():
    fact = VetoFact("up", "national", "", ("bulletin1",))

    year = score_year(scheme(), "u1", quarters(scheme(), 100, 100, 100, 100, vetoes=(fact,)))

    assert (year.standing, year.score, year.band) == ("vetoed", 0, "fail")
    assert year.vetoes == (("up/national", "national", "", ("bulletin1",)),)
    assert year.points == 7500


def test_a_veto_of_the_year_may_come_from_outside_the_quarters():
    fact = VetoFact("up", "national", "", ("bulletin2",))

    year = score_year(scheme(), "u1", quarters(scheme(), 100, 100, 100, 100), [fact])

    assert (year.score, year.points) == (0, 10000)
    assert year_sentences(scheme(), year)[0] == (
        "单项否决：上级否决（第一条），国家检查发现，全年记 0 分。依据：bulletin2。"
    )


def test_a_veto_of_a_quarter_costs_that_quarter_only():
    year = score_year(scheme(), "u1", quarters(scheme(), 80, 100, 80, 80, vetoes=(VetoFact("local"),)))

    assert (year.standing, year.score) == ("scored", 6000)
    assert [term.score for term in year.terms] == [8000, 0, 8000, 8000]


def test_a_veto_of_a_quarter_told_for_the_year_has_no_effect_there():
    fact = VetoFact("local", ids=("check5",))

    year = score_year(scheme(), "u1", quarters(scheme(), 80, 80, 80, 80), [fact])

    assert (year.score, year.unlisted) == (8000, (fact,))


def test_a_year_without_any_result_has_no_score():
    year = score_year(scheme(), "u1", quarters(scheme(), None, None, None, None))

    assert (year.standing, year.score, year.band) == ("missing", None, "")


def test_a_year_that_lacks_a_quarter_is_refused_aloud():
    three = quarters(scheme(), 80, 80, 80, 80)
    del three["2026Q4"]

    with pytest.raises(NoYear, match="全年为 4 期，现有 3 期"):
        score_year(scheme(), "u1", three)


def test_a_scheme_without_a_year_is_refused_aloud():
    rules = scheme_of(indicator("x", 100, {"kind": "ratio", "target": 100}))

    with pytest.raises(NoYear, match="没有写年度如何计分"):
        score_year(rules, "u1", {})


def test_the_reasons_of_a_year_name_every_quarter():
    assert year_sentences(scheme(), score_year(scheme(), "u1", quarters(scheme(), 90, 80, None, 60))) == [
        "2026Q1：90.00 分。",
        "2026Q2：80.00 分。",
        "2026Q3：没有得分，不参加计算。",
        "2026Q4：60.00 分。",
        "各期平均 76.67 分，合格。",
    ]
