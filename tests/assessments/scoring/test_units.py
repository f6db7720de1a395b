"""From accounts to a unit: several accounts, parts, classes with tables of their own, bands, ranks."""

from decimal import Decimal

import pytest

from assessments.scoring import Account, Row, Unit, UnknownTable, ranked, score

from .making import BANDS, indicator, one, scheme_of, total, unit_of

D = Decimal
HALF = {"kind": "ratio", "target": 100}


@pytest.mark.parametrize(
    ("combine", "expected"), [("average", "70.33"), ("minimum", "40"), ("best", "91"), ("sum", "100")]
)
def test_several_accounts_are_put_together_as_the_scheme_says(combine, expected):
    part = {"code": "accounts", "label": "账号", "weight": 100, "combine": combine}
    scheme = scheme_of(indicator("x", 100, HALF), parts=[part])

    assert total(scheme, unit_of((Row("x", 91),), (Row("x", 40),), (Row("x", 80),))) == D(expected)


def test_a_sum_of_small_accounts_is_their_sum():
    part = {"code": "accounts", "label": "账号", "weight": 100, "combine": "sum"}

    assert total(scheme_of(indicator("x", 100, HALF), parts=[part]), unit_of((Row("x", 30),), (Row("x", 25),))) == 55


def test_parts_are_weighted():
    parts = [{"code": "sites", "label": "网站", "weight": 30}, {"code": "accounts", "label": "账号", "weight": 70}]
    scheme = scheme_of(indicator("x", 100, HALF), indicator("s", 100, HALF, part="sites"), parts=parts)
    unit = Unit("u1", (Account("a1", (Row("x", 85),)), Account("s1", (Row("s", 71),), "sites")))

    assert total(scheme, unit) == D("80.8")


CLASSES = [
    {"code": "county", "label": "县区"},
    {"code": "plain", "label": "没有公共服务的部门", "full": 75},
]


def by_class():
    """Return a scheme with two tables; the one without services is worth 75 and converted."""
    return scheme_of(
        indicator("x", 75, HALF),
        indicator("service", 25, HALF, classes=["county"]),
        classes=CLASSES,
    )


def test_classes_of_units_have_tables_of_their_own_and_smaller_ones_are_converted_to_a_hundred():
    rows = (Row("x", 60), Row("service", 100))
    units = [unit_of(rows, unit_class=code) for code in ("county", "plain")]

    assert [result.score for result in score(by_class(), units)] == [7000, 6000]


@pytest.mark.parametrize("code", ["", "village"])
def test_a_unit_of_a_class_without_a_table_is_refused_aloud(code):
    with pytest.raises(UnknownTable, match="没有.*的指标表，请核对单位分类"):
        one(by_class(), unit_of((Row("x", 60),), unit_class=code))


def test_a_scheme_without_classes_has_one_table_for_all_and_ranks_each_class_by_itself():
    scheme = scheme_of(indicator("x", 100, HALF))
    units = [unit_of((Row("x", value),), unit_class=code) for value, code in ((80, "gov"), (90, "nongov"))]

    assert [(one.result.unit_class, one.result.score, one.rank) for one in ranked(score(scheme, units))] == [
        ("gov", 8000, 1),
        ("nongov", 9000, 1),
    ]


@pytest.mark.parametrize(("value", "band"), [(60, "pass"), (D("59.99"), "fail"), (100, "pass"), (0, "fail")])
def test_bands_begin_at_their_score(value, band):
    assert one(scheme_of(indicator("x", 100, HALF)), unit_of((Row("x", value),))).band == band


def test_bands_are_data():
    bands = [{"code": "top", "label": "优秀", "at": 95}, *BANDS]

    assert one(scheme_of(indicator("x", 100, HALF), bands=bands), unit_of((Row("x", 95),))).band == "top"


def test_equal_scores_share_a_rank_within_their_class_and_a_unit_without_a_score_has_none():
    scheme = by_class()
    values = {"u1": 80, "u2": 90, "u3": 80, "u4": 70, "u5": None}
    units = [
        Unit(name, (Account("a1", (Row("x", value), Row("service", value))),), "county")
        for name, value in values.items()
    ]
    units.append(Unit("u6", (Account("a1", (Row("x", 10),)),), "plain"))

    found = [(one.result.unit, one.rank) for one in ranked(score(scheme, units))]

    assert found == [("u2", 1), ("u1", 2), ("u3", 2), ("u4", 4), ("u5", None), ("u6", 1)]
