"""Golden cases of the scheme that follows from each edition, worked out by hand beside each case."""

from decimal import Decimal

import pytest

from assessments.scoring import (
    Account,
    NoAssessment,
    Row,
    Unit,
    VetoFact,
    amount,
    check,
    default_scheme,
    line_sentence,
    score_year,
    text_of,
)
from newmedia_portal.regimes.loader import parse, shipped, shipped_text

from .making import one, total

D = Decimal
ASSESSED = ("soe", "corp", "gejiu", "taibai")


def unit(*rows: Row, vetoes: tuple[VetoFact, ...] = ()) -> Unit:
    """Return a unit with one account."""
    return Unit("u1", (Account("a1", rows),), vetoes=vetoes)


@pytest.mark.parametrize("code", ASSESSED)
def test_a_default_scheme_has_no_faults_and_survives_its_own_text(code):
    scheme = default_scheme(shipped(code))

    assert check(text_of(scheme)) == (scheme, [])


@pytest.mark.parametrize("code", ASSESSED)
def test_what_is_compared_its_weight_and_its_article_are_those_of_the_edition(code):
    edition = shipped(code)
    scheme = default_scheme(edition)

    assert [(item.code, item.weight, item.article) for item in scheme.indicators] == [
        (item.code, Decimal(str(item.weight)) if item.scored else 0, item.article) for item in edition.indicators
    ]
    assert [(veto.code, veto.levels, veto.article) for veto in scheme.vetoes] == [
        (veto.code, veto.levels, veto.article) for veto in edition.vetoes
    ]
    assert all("推定" in item.note for item in scheme.indicators if item.scored)


@pytest.mark.clause("S0-17")
@pytest.mark.parametrize("code", ASSESSED)
def test_followers_forwards_and_comments_are_shown_and_give_no_points(code):
    scheme = default_scheme(shipped(code))

    shown = {item.code: item.weight for item in scheme.indicators if item.code in ("followers", "forwards", "comments")}

    assert set(shown.values()) <= {0}


def test_what_the_edition_only_shows_has_no_weight_even_where_one_is_written():
    text = shipped_text("soe")
    start = text.index('code = "forwards"')
    written = text[:start] + text[start:].replace("weight = 0", "weight = 10", 1)

    scheme = default_scheme(parse(written))

    assert (scheme.indicator("forwards").weight, check(text_of(scheme))[1]) == (0, [])


SOE = (Row("quota", 24, 26, ("2026Q3",)), Row("content", 88, ids=("sheet1",)))


@pytest.mark.clause("S0-19.2")
def test_the_state_owned_company_compares_number_and_content_and_shows_forwards_and_comments():
    # 24 ÷ 26 × 50 = 46.153… → 46.15; 88 ÷ 100 × 50 = 44; together 90.15
    scheme = default_scheme(shipped("soe"))

    result = one(scheme, unit(*SOE, Row("forwards", 900), Row("comments", 70)))

    lines = {line.code: line for line in result.parts[0].cards[0].lines}
    assert (result.score, result.band) == (9015, "excellent")
    assert {code: lines[code].outcome for code in lines} == {
        "items": "counted",
        "content": "counted",
        "forwards": "shown",
        "comments": "shown",
        "followers": "shown",
    }
    assert (lines["forwards"].value, lines["comments"].value) == (900, 70)
    assert scheme.counted_into == "全面从严治党（党建）主体责任考核"


@pytest.mark.clause("S1-4.1")
def test_the_large_company_compares_building_operation_and_maintenance_once_a_year():
    # 92 × 40% + 81 × 30% + 77.5 × 30% = 36.8 + 24.3 + 23.25 = 84.35
    scheme = default_scheme(shipped("corp"))
    rows = (Row("building", 92), Row("operation", 81), Row("maintenance", D("77.5")))

    year = score_year(scheme, "u1", {"2026": one(scheme, unit(*rows))})

    assert (scheme.year.periods, year.score, year.band) == (1, 8435, "good")


@pytest.mark.clause("S2-19")
def test_the_city_compares_number_and_content_and_shows_followers_forwards_and_comments():
    # 9 ÷ 15 × 50 = 30; 55 ÷ 100 × 50 = 27.5; together 57.5, below the line
    scheme = default_scheme(shipped("gejiu"))
    shown = (Row("followers", 50_000), Row("forwards", 9_000), Row("comments", 4_000))

    result = one(scheme, unit(Row("quota", 9, 15), Row("content", 55), *shown))

    assert (result.score, result.band) == (5750, "fail")
    assert [line.code for line in result.parts[0].cards[0].lines] == [
        *("items", "content", "followers", "forwards", "comments")
    ]


def test_followers_get_weight_only_where_the_edition_confirms_it():
    text = shipped_text("gejiu")
    head, mark, tail = text.partition('key = "score_followers"')
    confirmed = head + mark + tail.replace("value = false", "value = true", 1)
    start = confirmed.index('code = "followers"')
    block = confirmed[start:].replace("weight = 0", "weight = 10", 1).replace("scored = false", "scored = true", 1)
    confirmed = confirmed[:start].replace("weight = 50", "weight = 45") + block

    scheme = default_scheme(parse(confirmed))

    assert check(text_of(scheme))[1] == []
    assert scheme.indicator("followers").confirmation.reason == "制度版本已在设定项“score_followers”确认“粉丝数”计分。"
    # 45 + 45 + 874 ÷ 100 = 98.74
    assert total(scheme, unit(Row("quota", 15, 15), Row("content", 100), Row("followers", 874))) == D("98.74")


COUNTY = (
    Row("weeks_kept", 12, 13, ("2026Q3",)),
    Row("text_errors", 3, ids=("f1", "f2", "f3")),
    Row("reply_in_time", 17, 18, ("m1",)),
    Row("building", 85),
    Row("supervision", 90),
)


@pytest.mark.clause("S3-22.1")
def test_the_county_scores_a_quarter_from_updates_errors_replies_building_and_supervision():
    # 12 ÷ 13 × 30 = 27.69; 20 − 3 × 2 = 14; 17 ÷ 18 × 20 = 18.89; 17; 9; together 86.58
    scheme = default_scheme(shipped("taibai"))

    result = one(scheme, unit(*COUNTY))

    assert [line.points for line in result.parts[0].cards[0].lines] == [2769, 1400, 1889, 1700, 900]
    assert (result.score, result.band) == (8658, "good")
    assert scheme.counted_into == "年终综合绩效考评"


def test_the_county_leaves_supervision_out_for_units_that_supervise_nobody():
    # (27.69 + 14 + 18.89 + 17) ÷ 90 × 100 = 86.2
    assert total(default_scheme(shipped("taibai")), unit(*COUNTY[:4])) == D("86.20")


def a_year(scheme, *facts: VetoFact):
    """Return a year of four good quarters; the facts fell in the second."""
    return score_year(
        scheme,
        "u1",
        {f"2026Q{n}": one(scheme, unit(*COUNTY, vetoes=facts if n == 2 else ())) for n in (1, 2, 3, 4)},
    )


@pytest.mark.clause("S3-22.2")
@pytest.mark.parametrize("level", ["national", "provincial"])
def test_a_national_or_provincial_veto_leaves_the_county_unit_without_points_for_the_year(level):
    scheme = default_scheme(shipped("taibai"))

    year = a_year(scheme, VetoFact("external_veto", level, "a1", ("bulletin1",)))

    assert (year.standing, year.score, year.band) == ("vetoed", 0, "fail")
    assert scheme.vetoes[0].article == "第二十二条第二款"


@pytest.mark.clause("S3-22.2")
def test_a_local_veto_fails_its_quarter_and_not_the_year():
    scheme = default_scheme(shipped("taibai"))
    fact = VetoFact("external_veto", "local", "a1", ("check1",))

    quarter, year = one(scheme, unit(*COUNTY, vetoes=(fact,))), a_year(scheme, fact)

    assert (quarter.standing, quarter.score, quarter.band) == ("vetoed", None, "fail")
    # 86.58 × 3 ÷ 4 = 64.935 → 64.94
    assert (year.standing, amount(year.score, 2), year.band) == ("scored", D("64.94"), "pass")


def test_the_county_may_choose_that_a_local_veto_is_only_recorded():
    text = shipped_text("taibai").replace('value = "fail_quarter"\n', 'value = "none"\n', 1)
    scheme = default_scheme(parse(text))

    result = one(scheme, unit(*COUNTY, vetoes=(VetoFact("external_veto", "local"),)))

    assert (result.standing, result.score, len(result.unlisted)) == ("scored", 8658, 1)


@pytest.mark.clause("S3-19.2")
def test_bought_followers_fail_the_quarter_of_the_county_unit():
    scheme = default_scheme(shipped("taibai"))

    result = one(scheme, unit(*COUNTY, vetoes=(VetoFact("data_faking", "local", "a1", ("f9",)),)))

    assert (result.standing, result.band, result.vetoes[0].key) == ("vetoed", "fail", "data_faking/local")


def test_every_line_of_a_default_scheme_names_its_article_figures_and_rows():
    scheme = default_scheme(shipped("taibai"))
    errors = "发现 3 处，每处扣 2 分，至多扣 20.00 分，满分 20.00 分，得 14.00 分"

    lines = one(scheme, unit(*COUNTY)).parts[0].cards[0].lines

    assert [line_sentence(scheme, line) for line in lines[:3]] == [
        "每周更新（第十一条第1项）：12 ÷ 13，满分 30.00 分，得 27.69 分（只计静默监测有记录的周，数据不全的周不计入）。"
        "依据：2026Q3。",
        f"严重文字差错（第十一条第2项）：{errors}。依据：f1、f2、f3。",
        "留言按时答复（第十一条第3项）：17 ÷ 18，满分 20.00 分，得 18.89 分。依据：m1。",
    ]


def test_the_society_has_no_assessment_and_no_scheme_is_made_up_for_it():
    with pytest.raises(NoAssessment, match="没有考核条款，不能生成考核方案"):
        default_scheme(shipped("jiusan"))
