"""Rates as bulletins print them: half up, at most two decimals, always with their fraction."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rates import (
    BadCounts,
    Check,
    Rate,
    by_level,
    by_platform,
    follows,
    overall,
    pass_rate,
    sampling_rate,
)

# Counts and printed rates of published bulletins: checked, failing, printed.
PASSED = [
    (314, 55, "82.48%"),
    (139, 39, "72%"),
    (591, 25, "95.77%"),
    (1010, 82, "91.9%"),
    (53, 16, "69.81%"),
    (28, 0, "100%"),
    (30, 2, "93.33%"),
]


@pytest.mark.parametrize(("checked", "failing", "printed"), PASSED)
def test_the_pass_rates_of_published_bulletins_follow_from_their_counts(checked, failing, printed):
    rate = pass_rate(checked, failing)

    assert follows(printed, rate) == (printed, True, rate)
    assert follows(printed, rate).text == rate.text


@pytest.mark.parametrize(
    ("checked", "running", "printed"),
    [(591, 4935, "12%"), (591, 4935, "11.98%"), (350, 2894, "12.1%"), (255, 255, "100%")],
)
def test_the_sampling_rates_of_published_bulletins_follow_from_their_counts(checked, running, printed):
    assert follows(printed, sampling_rate(checked, running)).follows


def test_where_a_printed_rate_does_not_follow_the_own_one_is_shown_with_its_fraction():
    found = follows("20.1%", sampling_rate(1010, 5038))

    assert not found.follows
    assert found.text == "20.05%（1010/5038），原文印为 20.1%，与其数量不符"


@pytest.mark.parametrize(
    ("checked", "failing", "text"),
    [
        (30, 2, "93.33%（28/30）"),
        (591, 25, "95.77%（566/591）"),
        (471, 43, "90.87%（428/471）"),
        (200, 7, "96.5%（193/200）"),
        (8, 0, "100%（8/8）"),
        (8, 8, "0%（0/8）"),
        (800, 1, "99.88%（799/800）"),
        (1600, 1, "99.94%（1599/1600）"),
        (0, 0, "—（0/0）"),
    ],
)
def test_a_rate_is_printed_half_up_with_at_most_two_decimals_and_its_fraction(checked, failing, text):
    assert pass_rate(checked, failing).text == text


def test_half_a_hundredth_goes_up():
    # 1 ÷ 800 = 0.125 %
    assert Rate(1, 800).percent == "0.13%"
    assert Rate(1, 800).rounded(1) == Decimal("0.1")


@pytest.mark.parametrize("counts", [(5, 6), (-1, 0), (5, -1)])
def test_counts_from_which_no_rate_follows_are_refused_aloud(counts):
    with pytest.raises(BadCounts, match="请核对"):
        pass_rate(*counts)


def test_more_checked_than_running_is_refused_aloud():
    with pytest.raises(BadCounts, match="检查数不能超过"):
        sampling_rate(28, 21)


@pytest.mark.parametrize("printed", ["", "约九成", "91.234%", "-5%", "1/2"])
def test_what_is_no_percentage_is_refused_aloud(printed):
    with pytest.raises(BadCounts, match="不是百分比"):
        follows(printed, Rate(1, 2))


CHECKS = [
    Check("a1", "county", "wechat_subscription", False),
    Check("a2", "county", "wechat_subscription", True),
    Check("a3", "provincial", "weibo", False),
    Check("a4", "city", "wechat_subscription", False),
    Check("a5", "branch", "douyin", True),
]


def test_rates_by_owner_level_stand_in_the_order_of_bulletins():
    assert [(group.key, group.rate.text, group.failing) for group in by_level(CHECKS)] == [
        ("provincial", "100%（1/1）", ()),
        ("city", "100%（1/1）", ()),
        ("county", "50%（1/2）", ("a2",)),
        ("branch", "0%（0/1）", ("a5",)),
    ]


def test_rates_by_platform_begin_with_the_one_that_has_most_accounts():
    assert [(group.key, group.rate.text) for group in by_platform(CHECKS)] == [
        ("wechat_subscription", "66.67%（2/3）"),
        ("douyin", "0%（0/1）"),
        ("weibo", "100%（1/1）"),
    ]


def test_groups_add_up_to_the_whole_and_do_not_depend_on_order():
    for grouped in (by_level, by_platform):
        groups = grouped(CHECKS)
        assert groups == grouped(reversed(CHECKS))
        assert sum(group.rate.denominator for group in groups) == overall(CHECKS).rate.denominator
        assert sum(group.rate.numerator for group in groups) == overall(CHECKS).rate.numerator
    assert overall(CHECKS).failing == ("a2", "a5")


@given(st.integers(1, 10**6).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_a_printed_rate_is_never_further_than_half_a_hundredth_from_the_truth(counts):
    rate = Rate(*counts)

    distance = Fraction(rate.rounded()) - Fraction(100 * rate.numerator, rate.denominator)

    assert Fraction(-1, 200) < distance <= Fraction(1, 200)
    assert follows(rate.percent, rate).follows
