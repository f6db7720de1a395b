"""Vetoes come before points: which facts fall, on whom, and what they leave."""

from decimal import Decimal

import pytest

from assessments.scoring import Row, VetoFact, card_sentences, result_sentences

from .making import CITED, indicator, one, scheme_of, unit_of

D = Decimal
FULL = Row("x", 100)


def scheme_with(*vetoes: dict):
    """Return a scheme of one indicator with these vetoes."""
    entries = [{**CITED, "code": "v", "label": "示例否决", "effect": "fail", **veto} for veto in vetoes]
    return scheme_of(indicator("x", 100, {"kind": "ratio", "target": 100}), vetoes=entries)


def fallen(scheme, *facts: VetoFact, value: int = 100):
    """Score a unit of two accounts with these facts."""
    return one(scheme, unit_of((Row("x", value),), (Row("x", value),), vetoes=facts))


@pytest.mark.parametrize(
    ("veto", "value", "score", "counts"),
    [
        ({"effect": "fix", "score": 0}, 100, 0, 0),
        ({"effect": "fix", "score": 59}, 100, 5900, 5900),
        ({"effect": "fix", "score": 59}, 40, 5900, 5900),
        ({"effect": "cap", "score": 59}, 100, 5900, 5900),
        ({"effect": "cap", "score": 59}, 40, 4000, 4000),
        ({"effect": "fail"}, 100, None, 0),
    ],
)
def test_a_veto_fixes_caps_or_takes_the_score_whatever_the_points_are(veto, value, score, counts):
    result = fallen(scheme_with(veto), VetoFact("v"), value=value)

    assert (result.standing, result.score, result.counts) == ("vetoed", score, counts)
    assert (result.points, result.band) == (value * 100, "fail")


def test_of_several_vetoes_the_gravest_holds():
    scheme = scheme_with({"effect": "fix", "score": 59}, {"code": "w", "effect": "fix", "score": 0})

    assert fallen(scheme, VetoFact("v"), VetoFact("w")).score == 0


def test_no_score_is_graver_than_a_low_one_and_zero_is_said_where_a_veto_says_zero():
    scheme = scheme_with({"effect": "fix", "score": 59}, {"code": "w"}, {"code": "z", "effect": "fix", "score": 0})

    assert fallen(scheme, VetoFact("v"), VetoFact("w")).score is None
    assert fallen(scheme, VetoFact("w"), VetoFact("z")).score == 0


def test_a_veto_on_an_account_leaves_the_other_accounts_alone():
    result = fallen(scheme_with({"hits": "account"}), VetoFact("v", account="a2", ids=("check1",)))

    assert [(card.account, card.standing) for card in result.parts[0].cards] == [("a1", "scored"), ("a2", "vetoed")]
    assert (result.standing, result.score) == ("scored", 5000)
    assert result.vetoes == (("v", "local", "a2", ("check1",)),)


def test_a_veto_that_hits_the_unit_falls_with_a_single_account():
    assert fallen(scheme_with({"effect": "fix", "score": 59}), VetoFact("v", account="a2")).score == 5900


def test_a_fact_on_an_account_that_is_not_scored_falls_on_the_unit_rather_than_on_nobody():
    assert fallen(scheme_with({"hits": "account"}), VetoFact("v", account="closed9")).standing == "vetoed"


def test_a_veto_of_the_higher_level_does_not_fall_for_a_local_fact():
    scheme = scheme_with({"levels": ["national", "provincial"]})

    result = fallen(scheme, VetoFact("v", "local", ids=("f1",)))

    assert (result.standing, result.score) == ("scored", 10000)
    assert result.unlisted == (VetoFact("v", "local", "", ("f1",)),)


def test_a_fact_without_an_entry_is_recorded_without_effect_and_said():
    scheme = scheme_with({})

    result = fallen(scheme, VetoFact("late_filing", ids=("filing3",)))

    assert (result.score, result.unlisted[0].code) == (10000, "late_filing")
    assert "late_filing（本地检查）没有列入本方案的否决项，只作记录。依据：filing3。" in result_sentences(
        scheme, result
    )


def test_a_veto_names_its_article_its_finder_its_effect_and_its_rows():
    scheme = scheme_with({"effect": "fix", "score": 59})

    result = fallen(scheme, VetoFact("v", "provincial", "a1", ("bulletin3",)))

    reason = "单项否决：示例否决（第一条），账号 a1，省级检查发现，本期记 59 分。依据：bulletin3。"
    assert result_sentences(scheme, result) == [
        reason,
        "账号（权重 100%）：2 个账号（59.00、100.00）平均，得 79.50 分。",
        "按各部分权重合计 79.50 分；因单项否决，记 59.00 分，不合格。",
    ]
    assert card_sentences(scheme, result.parts[0].cards[0]) == [
        reason,
        "指标x（第一条）：100 ÷ 目标 100，满分 100.00 分，得 100.00 分。",
        "基础分 100.00 分，合计 100.00 分；因单项否决，记 59.00 分。",
    ]


def test_a_unit_without_any_data_is_vetoed_all_the_same():
    result = one(scheme_with({}), unit_of((), vetoes=(VetoFact("v"),)))

    assert (result.standing, result.score, result.counts, result.band) == ("vetoed", None, 0, "fail")
