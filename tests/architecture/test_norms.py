"""The tables of norms are whole and true: every item of ASVS 5.0 and of 等保三级 stands there, every test exists."""

import re
from collections.abc import Iterator

import pytest

from scripts.norms import ASVS, CHAPTERS, DENGBAO, WORDS, asvs_page, chapter, clauses, dengbao_page

from .test_reliability import exists

#: The items of the standard by chapter: level 1, then level 2; "1-3" is a row of items.
ITEMS = {
    "V1": ("2.1-5 3.1-2 5.1", "1.1-2 2.6-9 3.3-11 4.1-3 5.2"),
    "V2": ("1.1 2.1-2 3.1", "1.2-3 2.3 3.2-4 4.1"),
    "V3": ("2.1-2 3.1 4.1-2 5.1-3", "3.2-4 4.3-6 5.4-5 7.1-2"),
    "V4": ("1.1 4.1", "1.2-3 2.1 3.1-2 4.2-4"),
    "V5": ("2.1-2 3.1-2", "1.1 2.3 4.1-3"),
    "V6": ("1.1 2.1-8 3.1-2 4.1-2", "1.2-3 2.9-12 3.3-4 4.3-4 5.1-5 6.1-3 8.1-4"),
    "V7": ("2.1-4 4.1-2", "1.1-3 3.1-2 4.3-5 5.1-2 6.1-2"),
    "V8": ("1.1 2.1-2 3.1", "1.2 2.3 4.1"),
    "V9": ("1.1-3 2.1", "2.2-4"),
    "V10": ("4.1-5", "1.1-2 2.1-2 3.1-4 4.6-11 5.1-5 6.1-2 7.1-3"),
    "V11": ("3.1-2 4.1", "1.1-2 2.1-3 3.3 4.2-4 5.1 6.1"),
    "V12": ("1.1 2.1-2", "1.2-3 3.1-4"),
    "V13": ("4.1", "1.1 2.1-5 3.1-2 4.2-5"),
    "V14": ("2.1 3.1", "1.1-2 2.2-4 3.2-3"),
    "V15": ("1.1 2.1 3.1", "1.2-3 2.2-3 3.2-7"),
    "V16": ("", "1.1 2.1-5 3.1-4 4.1-3 5.1-3"),
    "V17": ("", "1.1 2.1-4 3.1-2"),
}
EXTRAS = {"1.2.10", "2.3.5", "3.4.7", "5.2.4", "5.2.6"}
#: The lettered items of each control point of 8.1.4; an empty one has no letters.
LETTERS = {
    1: "abcd",
    2: "abcdefg",
    3: "abcd",
    4: "abcdef",
    5: "",
    6: "",
    7: "ab",
    8: "ab",
    9: "abc",
    10: "ab",
    11: "ab",
}


def spelled(code: str, rows: str) -> Iterator[str]:
    """Yield the ids that a row of items stands for."""
    for row in rows.split():
        section, _, places = row.partition(".")
        first, _, last = places.partition("-")
        for place in range(int(first), int(last or first) + 1):
            yield f"{code[1:]}.{section}.{place}"


ROWS = [(code, item) for code in CHAPTERS for item in chapter(code)["item"]]


def test_the_standard_has_seventy_items_of_level_one_and_one_hundred_and_eighty_three_of_level_two():
    for place, number in enumerate((70, 183)):
        assert sum(len(list(spelled(code, levels[place]))) for code, levels in ITEMS.items()) == number


@pytest.mark.parametrize("code", CHAPTERS)
def test_every_item_of_a_chapter_stands_once_with_its_level(code):
    wanted = {name: level for level, rows in enumerate(ITEMS[code], 1) for name in spelled(code, rows)}
    wanted |= dict.fromkeys((name for name in EXTRAS if name.split(".")[0] == code[1:]), 3)
    found = [(item["id"], item["level"]) for item in chapter(code)["item"]]

    assert chapter(code)["chapter"] == code
    assert len(found) == len(dict(found))
    assert dict(found) == wanted


def test_every_clause_of_the_protection_of_level_three_stands_once():
    wanted = [f"8.1.4.{point}" + (f" {letter})" if letter else "") for point, letters in LETTERS.items()
              for letter in letters or ("",)]  # fmt: skip
    assert [item["id"] for item in clauses()] == wanted


@pytest.mark.parametrize("item", [*(item for _, item in ROWS), *clauses()], ids=lambda item: item["id"])
def test_an_item_names_tests_that_exist_and_says_what_is_missing(item):
    tests = item.get("tests", [])
    assert item["held"] in WORDS
    assert item["what"]
    assert [node for node in tests if not exists(node)] == []
    assert len(tests) == len(set(tests))
    assert bool(tests and item.get("how")) or item["held"] in ("no", "na")
    assert item["held"] == "yes" or item.get("reason")
    assert item["held"] != "na" or not tests


def test_the_pages_are_written_from_the_data():
    assert ASVS.read_text("utf-8") == asvs_page()
    assert DENGBAO.read_text("utf-8") == dengbao_page()


def test_no_item_is_called_unneeded_without_a_word_on_what_is_absent():
    assert [
        item["id"] for _, item in ROWS if item["held"] == "na" and not re.search("没有|不|只", item["reason"])
    ] == []
