"""Periods: codes and their days, how long each edition's periods are, and which units an hour's changes concern."""

from datetime import date

import pytest

from assessments.actions.quarters import score_quarter
from assessments.models import Entry
from assessments.quarters import codes
from assessments.quarters.lengths import lengths_of, sums_up
from newmedia_portal.regimes.loader import shipped
from tests.assessments.watch.making import publish

from .making import AFTER, county


@pytest.mark.parametrize(
    ("code", "first", "last", "words", "earlier"),
    [
        ("2026Q3", date(2026, 7, 1), date(2026, 9, 30), "2026 年第三季度", "2026Q2"),
        ("2026Q1", date(2026, 1, 1), date(2026, 3, 31), "2026 年第一季度", "2025Q4"),
        ("2026H2", date(2026, 7, 1), date(2026, 12, 31), "2026 年下半年", "2026H1"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "2024 年 2 月", "2024-01"),
        ("2026", date(2026, 1, 1), date(2026, 12, 31), "2026 年度", "2025"),
    ],
)
def test_a_code_has_its_days_its_words_and_the_one_before(
    code: str, first: date, last: date, words: str, earlier: str
) -> None:
    assert codes.days_of(code) == (first, last)
    assert (codes.words_of(code), codes.before(code)) == (words, earlier)
    assert codes.code_of(codes.length_of(code), last) == code


@pytest.mark.parametrize("code", ["2026Q5", "2026Q0", "2026H3", "2026-13", "26Q1", "2026q3", "", "2026Q3x", "１２３４"])
def test_what_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(codes.BadPeriod):
        codes.days_of(code)


@pytest.mark.parametrize(
    ("regime", "lengths"),
    [
        pytest.param("soe", ["quarter"], marks=pytest.mark.clause("S0-19.2")),
        pytest.param("corp", ["year"], marks=pytest.mark.clause("S1-4.1")),
        pytest.param("gejiu", ["quarter"], marks=pytest.mark.clause("S2-19")),
        pytest.param("taibai", ["quarter", "year"], marks=pytest.mark.clause("S3-22.1")),
        ("jiusan", []),
    ],
)
def test_each_edition_assesses_by_its_own_periods(regime: str, lengths: list[str]) -> None:
    assert lengths_of(shipped(regime)) == lengths


def test_only_a_year_beside_shorter_periods_sums_them_up() -> None:
    assert sums_up(shipped("taibai"), "2026")
    assert not sums_up(shipped("taibai"), "2026Q3")
    assert not sums_up(shipped("corp"), "2026")


@pytest.mark.django_db
def test_an_item_told_late_concerns_its_unit_alone() -> None:
    made = county()
    quarter = made.reviewed()

    publish(made.accounts["b"], date(2026, 7, 7), at=date(2026, 10, 9), mark="late")

    dirty = Entry.objects.filter(quarter=quarter, dirty=True)
    assert list(dirty.values_list("unit", flat=True)) == [made.world.foreign.pk]
    assert score_quarter(quarter, by=None, at=AFTER, changed_only=True).looked_at < 3
    assert not dirty.exists()
