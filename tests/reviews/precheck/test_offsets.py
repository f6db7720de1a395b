"""Marks against an oracle written apart: regular expressions over the original text."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.precheck import Entry, compile_lexicon

from .starter import found, hits

WORDS = ("甲乙丙", "乙丙丁戊", "丙甲", "X9", "己庚辛壬癸")
LEXICON = compile_lexicon([Entry("term", word, "P06", "warn") for word in WORDS], label="词")
WEAK = "*_~\u200b\u0336😀🏽𝄞"
FILLER = "的了在𠮷𡈽㐀"
LETTERS = {"X": "XxＸ𝐗ⓧ", "9": "9９⑨𝟗"} | {c: c for c in "甲乙丙丁戊己庚辛壬癸"}
PIECES = st.lists(
    st.one_of(
        st.sampled_from([*"甲乙丙丁戊己庚辛壬癸", *"XxＸ𝐗ⓧ9９⑨𝟗"]),
        st.sampled_from([*WEAK]),
        st.sampled_from([*FILLER]),
        st.sampled_from(WORDS),
    ),
    max_size=60,
).map("".join)


def oracle(text: str) -> set[tuple[int, int]]:
    """Every place where the letters of a word follow one another with weak signs between them."""
    places = set()
    for word in WORDS:
        gap = rf"[{WEAK}]{{0,32}}"
        pattern = gap.join(f"[{LETTERS[letter]}]" for letter in word)
        for start in range(len(text)):
            match = re.compile(pattern).match(text, start)
            if match and (word != "X9" or _alone(text, *match.span())):
                places.add(match.span())
    return places


def _alone(text: str, start: int, end: int) -> bool:
    inner = text[start + 1 : end - 1]
    hidden = not set(inner) & set("_~")
    before, after = text[start - 1 : start], text[end : end + 1]
    return hidden and not (before and before in LETTERS["X"]) and not (after and after in LETTERS["9"])


def merged(places: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest of places that overlap, then the first."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(places, key=lambda place: (place[0] - place[1], place[0])):
        if all(end <= first or last <= start for first, last in kept):
            kept.append((start, end))
    return sorted(kept)


@settings(max_examples=400, deadline=None)
@given(PIECES)
def test_every_mark_stands_where_a_naive_search_finds_it(text):
    got = [(hit.start, hit.end) for hit in hits(text, lexicon=LEXICON) if hit.rule == "term"]

    assert got == merged(oracle(text))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80), st.sampled_from(WORDS[:2]), st.text(max_size=40))
def test_whatever_stands_around_it_the_mark_is_on_the_word(before, word, after):
    text = f"{before}的{word}的{after}"

    assert (len(before) + 1, len(before) + 1 + len(word)) in [
        (hit.start, hit.end) for hit in hits(text, lexicon=LEXICON)
    ]


@pytest.mark.parametrize("lead", ["😀", "𠮷𠮷", "👨‍👩‍👧‍👦", "🇨🇳", "e\u0301", "\ud83d"])
def test_emoji_and_characters_beyond_the_basic_plane_count_as_code_points(lead):
    text = f"{lead}甲😀乙𝄞丙{lead}"

    assert found(text, "term", lexicon=LEXICON) == ["甲😀乙𝄞丙"]


def test_each_field_has_places_of_its_own():
    got = hits("甲乙丙", title="😀甲乙丙", lexicon=LEXICON)

    assert [(hit.field, hit.start, hit.end) for hit in got] == [("title", 1, 4), ("body", 0, 3)]


def test_no_word_reaches_from_one_field_into_the_next():
    assert hits("丙", title="甲乙", lexicon=LEXICON) == []
    assert hits("丙", title="甲 乙 ", lexicon=LEXICON) == []
