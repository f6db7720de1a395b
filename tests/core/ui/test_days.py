"""Days as people write them."""

from datetime import UTC, date, datetime

import pytest

from newmedia_portal.core.ui.days import NotADay, read_day
from newmedia_portal.core.ui.forms import DayField
from newmedia_portal.core.ui.texts import day_text, masked_text, remaining_text

FIFTH_OF_MARCH = [
    "2026-3-5", "2026-03-05", "2026.3.5", "2026/3/5", "2026年3月5日", "2026年03月05日", "20260305", "2026-3-5",
    "2026年3月5日", "46086", "46086.0", " 2026-3-5 ", "2026 年 3 月 5 日", "2026。3。5", "2026-3-5(周四)",
]  # fmt: skip
NO_DAYS = [
    "明天", "2026-13-1", "2026-2-30", "3-5", "05/03/2026", "2026", "26-3-5", "2026-3-5-1", "0", "1", "99999", "-46086",
    "46086.5", "2026-3-5 10:00", "٢٠٢٦-٣-٥x", "x" * 1000, "0001-1-1", "9999-12-31",
]  # fmt: skip


@pytest.mark.parametrize("text", FIFTH_OF_MARCH)
def test_every_usual_way_of_writing_names_the_same_day(text: str) -> None:
    assert read_day(text) == date(2026, 3, 5)


@pytest.mark.parametrize("text", NO_DAYS)
def test_what_names_no_day_is_refused(text: str) -> None:
    with pytest.raises(NotADay):
        read_day(text)


def test_days_and_moments_are_taken_as_they_are() -> None:
    assert read_day(date(2026, 3, 5)) == read_day(datetime(2026, 3, 5, 23, 59, tzinfo=UTC)) == date(2026, 3, 5)


def test_an_empty_optional_day_is_none() -> None:
    assert DayField(required=False).clean("  ") is None


def test_the_same_day_written_otherwise_has_not_changed() -> None:
    assert DayField().has_changed(date(2026, 3, 5), "2026年3月5日") is False


def test_a_day_shows_its_weekday() -> None:
    assert day_text(date(2026, 11, 23)) == "2026-11-23(周一)"


@pytest.mark.parametrize(("left", "words"), [(3, "剩 3 个工作日"), (0, "今日到期"), (-2, "逾期 2 个工作日")])
def test_remaining_days_read_as_words(left: int, words: str) -> None:
    assert remaining_text(left) == words


@pytest.mark.parametrize(
    ("number", "shown"), [("13800000001", "138****0001"), ("1234567", "*****67"), ("5", "*5"), ("", ""), (None, "")]
)
def test_numbers_are_masked(number: str | None, shown: str) -> None:
    assert masked_text(number) == shown
