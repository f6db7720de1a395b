"""Editions as text: the layout is stable, the line index finds its way, every clause has its place."""

import tomllib
from pathlib import Path

import pytest

from newmedia_portal.core.access.roles import Role
from newmedia_portal.regimes import loader, vocabulary
from newmedia_portal.regimes.lines import LineIndex
from newmedia_portal.regimes.vocabulary import REGIME_CODES
from newmedia_portal.regimes.writer import HEADINGS, dump

CLAUSES = Path(__file__).parents[2] / "docs" / "clauses.toml"


@pytest.mark.parametrize("code", REGIME_CODES)
def test_writing_back_what_was_read_gives_the_same_text(code):
    text = loader.shipped_text(code)

    assert dump(tomllib.loads(text)) == text


def test_awkward_texts_survive_writing_and_reading():
    data = {
        "title": 'a "b" \\ c\n第二行\t\x7f',
        "list": ["x" * 60, "y" * 60],
        "settings": [{"key": "k", "value": False}],
    }

    assert tomllib.loads(dump(data)) == data


def test_every_part_has_a_heading():
    parsed = [tomllib.loads(loader.shipped_text(code)) for code in REGIME_CODES]
    parts = {key for edition in parsed for key, value in edition.items() if isinstance(value, dict)}

    assert parts <= set(HEADINGS)


@pytest.mark.parametrize("code", REGIME_CODES)
def test_the_edition_answers_every_clause_of_its_regulation(code):
    known = {
        clause
        for clause, facts in tomllib.loads(CLAUSES.read_text(encoding="utf-8")).items()
        if facts["regime"] == code
    }
    text = loader.shipped_text(code)

    assert sorted(clause for clause in known if f'"{clause}"' not in text) == []


def test_the_line_index_follows_nested_values():
    text = 'a = 1\nb = [\n  { c = "x", d = [1, 2] },\n  { c = "]}", d = [\n    3,\n  ] },\n]\n'
    text += "\n[[t]]\nk = 1\n\n[[t]]\nk = 2\n"
    index = LineIndex(text)

    found = [index.line_of(path) for path in [("a",), ("b", 0, "c"), ("b", 1, "d"), ("b", 1, "d", 0), ("t", 1, "k")]]

    assert found == [1, 3, 4, 5, 13]


def test_the_line_index_is_not_misled_by_long_strings_and_comments():
    text = 'a = """\n[[t]]\nk = 1\n"""\n# b = 1\nc = 2 # d = 3\n[t]\nk = 5\n'
    index = LineIndex(text)

    assert [index.line_of(path) for path in [("a",), ("c",), ("t", "k")]] == [1, 6, 8]


def test_an_unknown_path_falls_back_to_its_parent():
    assert LineIndex("[t]\nk = 1\n").line_of(("t", "missing")) == 1


def test_roles_of_posts_are_roles_of_the_vocabulary_with_the_same_codes():
    assert set(Role.values) <= set(vocabulary.ROLES)


def test_every_anchor_field_is_a_date_in_the_catalogue():
    fields = {field for _, field in vocabulary.ANCHORS.values() if field}

    assert {vocabulary.FIELDS[field].type for field in fields} == {"date"}


def test_every_choice_field_names_a_table():
    named = {spec.choices for spec in vocabulary.FIELDS.values() if spec.type in ("choice", "multi")}

    assert named == set(vocabulary.CHOICES)


@pytest.mark.parametrize("code", REGIME_CODES)
def test_texts_are_in_simplified_characters(code):
    assert not set("學號條規組織網絡應報變關閉") & set(loader.shipped_text(code))
