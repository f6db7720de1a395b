"""Three published schemes of other places, with results worked out by hand beside each case."""

from datetime import date
from decimal import Decimal

import pytest

from assessments.scoring import Account, Row, Unit, VetoFact, card_sentences

from .making import one, published, total

D = Decimal
IN_TIME, LATE = date(2021, 12, 31), date(2022, 1, 4)


def district(site: tuple[Row, ...], *accounts: tuple[Row, ...], vetoes: tuple[VetoFact, ...] = ()) -> Unit:
    """Return a unit with one website and some accounts."""
    found = [Account("site", site, "sites")]
    found += [Account(f"a{number}", rows) for number, rows in enumerate(accounts, 1)]
    return Unit("u1", tuple(found), vetoes=vetoes)


SITE = (Row("site_columns", 8), Row("site_links", 3))  # 60 − min(30, 40) + 40 − 6 = 64
GOOD = (Row("text_errors", 2), Row("problems", 0))  # 40 − 6 + 60 = 94
WEAK = (Row("text_errors", 9), Row("problems", 1))  # 40 − min(24, 27) + 60 − 10 = 66


def test_the_district_scheme_weighs_websites_and_accounts_three_to_seven():
    # accounts (94 + 66) ÷ 2 = 80; 64 × 30% + 80 × 70% = 19.2 + 56 = 75.2
    assert total(published("wanzhi_2021"), district(SITE, GOOD, WEAK)) == D("75.20")


def test_in_the_district_scheme_a_bonus_opens_above_eighty_and_needs_sealed_proof_by_the_end_of_the_year():
    claims = [Row("bonus", 1, proved_on=IN_TIME, ids=(f"c{n}",)) for n in range(2)]
    late = Row("bonus", 1, proved_on=LATE, ids=("c9",))

    # 94 + 2 × 4 = 102, the weak account stays at 66: (102 + 66) ÷ 2 = 84; 19.2 + 84 × 70% = 78
    unit = district(SITE, (*GOOD, *claims, late), (*WEAK, *claims))

    assert total(published("wanzhi_2021"), unit) == D("78.00")


def test_in_the_district_scheme_bonuses_stop_at_twenty():
    claims = tuple(Row("bonus", 1, proved_on=IN_TIME, ids=(f"c{n}",)) for n in range(7))

    # 7 × 4 = 28, at most 20: 94 + 20 = 114; 64 × 30% + 114 × 70% = 99
    assert total(published("wanzhi_2021"), district(SITE, (*GOOD, *claims))) == D("99.00")


def test_in_the_district_scheme_a_vetoed_account_gets_no_score_and_counts_nothing():
    veto = VetoFact("single_veto", "local", "a1", ("check7",))

    result = one(published("wanzhi_2021"), district(SITE, GOOD, WEAK, vetoes=(veto,)))

    # accounts (0 + 66) ÷ 2 = 33; 19.2 + 33 × 70% = 42.3
    card = result.parts[1].cards[0]
    assert (card.standing, card.score, card.points, card.band) == ("vetoed", None, 9400, "fail")
    assert (result.score, result.band) == (4230, "fail")


@pytest.mark.parametrize(("errors", "expected"), [(0, 10000), (8, 7600), (9, 7600), (90, 7600)])
def test_in_the_district_scheme_deductions_never_exceed_the_cap_of_their_item(errors, expected):
    result = one(published("wanzhi_2021"), district((), (Row("text_errors", errors), Row("problems", 0))))

    assert result.score == expected


FIRST = (Row("content", 3), Row("interaction", 1))  # 70 − 12 + 30 − 6 = 82
SECOND = (Row("content", 8), Row("interaction", 2))  # 70 − 32 + 30 − 12 = 56


def city(unit_class: str, *vetoes: VetoFact, bonus: int = 0) -> Unit:
    """Return a unit with two accounts; the first claims so many bonuses."""
    claims = tuple(Row("praise", 1, proved_on=IN_TIME, ids=(f"c{n}",)) for n in range(bonus))
    return Unit("u1", (Account("a1", FIRST + claims), Account("a2", SECOND)), unit_class, vetoes=vetoes)


def test_the_city_scheme_scores_each_account_and_takes_the_average():
    # (82 + 56) ÷ 2
    assert total(published("zhaoqing_2019"), city("county")) == 69


def test_the_city_scheme_gives_up_to_twenty_five_as_bonus():
    # 82 + min(25, 30) = 107; (107 + 56) ÷ 2 = 81.5
    result = one(published("zhaoqing_2019"), city("county", bonus=3))

    assert (result.score, result.band) == (8150, "good")


@pytest.mark.parametrize("bonus", [0, 3])
@pytest.mark.parametrize("account", ["a1", "a2"])
def test_in_the_city_scheme_one_vetoed_account_fixes_a_county_at_fifty_nine(account, bonus):
    veto = VetoFact("single_veto", "provincial", account, ("bulletin3",))

    result = one(published("zhaoqing_2019"), city("county", veto, bonus=bonus))

    assert (result.standing, result.score, result.band) == ("vetoed", 5900, "fail")


def test_in_the_city_scheme_a_department_loses_only_the_vetoed_account():
    veto = VetoFact("single_veto", "provincial", "a2", ("bulletin3",))

    result = one(published("zhaoqing_2019"), city("department", veto))

    # (82 + 0) ÷ 2
    assert (result.standing, result.score, result.band) == ("scored", 4100, "fail")


COLLEGE = (
    Row("votes", D("21.5")),  # 21.50
    Row("followers", 874),  # 8.74
    Row("wci", D("612.35")),  # 12.247, at most 10
    Row("items", 187),  # 18.70
    Row("originals", 93),  # 9.30
    Row("well_read", 6),  # 6.00
)


def test_the_college_scheme_gives_points_for_every_n_up_to_caps_and_does_not_round_to_whole_points():
    # 21.5 + 8.74 + 10 + 18.7 + 9.3 + 6
    result = one(published("hebei_2024"), Unit("u1", (Account("a1", COLLEGE),)))

    assert [line.points for line in result.parts[0].cards[0].lines] == [2150, 874, 1000, 1870, 930, 600]
    assert (result.score, result.band) == (7424, "pass")


def test_the_college_scheme_stops_at_a_hundred():
    rows = tuple(row._replace(value=100_000) for row in COLLEGE)

    assert total(published("hebei_2024"), Unit("u1", (Account("a1", rows),))) == 100


def test_every_point_of_a_published_scheme_has_its_reason():
    scheme = published("hebei_2024")
    rows = tuple(row._replace(ids=(f"{row.measure}/7",)) for row in COLLEGE)

    found = card_sentences(scheme, one(scheme, Unit("u1", (Account("a1", rows),))).parts[0].cards[0])

    assert found == [
        "投票得分（条文未规定）：21.5 ÷ 目标 25，满分 25.00 分，得 21.50 分。依据：votes/7。",
        "粉丝数（条文未规定）：874 人，每 100 人得 1 分，至多 10 分，得 8.74 分。依据：followers/7。",
        "传播指数（条文未规定）：612.35，每 50 得 1 分，至多 10 分，得 10.00 分。依据：wci/7。",
        "推送条数（条文未规定）：187 条，每 10 条得 1 分，至多 25 分，得 18.70 分。依据：items/7。",
        "原创条数（条文未规定）：93 条，每 10 条得 1 分，至多 15 分，得 9.30 分。依据：originals/7。",
        "阅读量超过 1500 的条数（条文未规定）：6 条，每 1 条得 1 分，至多 15 分，得 6.00 分。依据：well_read/7。",
        "基础分 74.24 分，合计 74.24 分。",
    ]
