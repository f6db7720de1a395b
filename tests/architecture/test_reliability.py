"""The table of reliability is true to the tests: every row names tests that exist, every gap has its reason."""

import re

import pytest

from scripts.reliability import PAGE, ROOT, WORDS, page, rows

ROWS = rows()


def exists(node: str) -> bool:
    """Say whether a test of this name stands in its file."""
    file, _, name = node.partition("::")
    path = ROOT / file
    return path.is_file() and re.search(rf"^\s*def {re.escape(name)}\(", path.read_text("utf-8"), re.M) is not None


def test_all_forty_eight_rows_stand_in_order():
    assert [row["id"] for row in ROWS] == [f"B{number}" for number in range(1, 49)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_a_row_names_tests_that_exist_and_says_what_is_missing(row):
    assert row["held"] in WORDS
    assert [node for node in row["tests"] if not exists(node)] == []
    assert row["tests"] or row["held"] == "no"
    assert row["held"] == "yes" or row["reason"]
    assert row["figure"]


def test_a_test_that_is_gone_is_noticed():
    assert exists("tests/architecture/test_reliability.py::test_a_test_that_is_gone_is_noticed")
    assert not exists("tests/architecture/test_reliability.py::test_that_is_gone")
    assert not exists("tests/gone.py::test_that_is_gone")


def test_the_page_is_written_from_the_data():
    assert PAGE.read_text("utf-8") == page(ROWS)
