"""Plain text, passages and marks: one count of code points for all of them."""

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.richtext import Mark, length, mark, outline, passages, plain_text, sanitise

from .test_cleaning import SOURCES

BODY = sanitise(
    "<h2>一、总则</h2><p>甲<b>乙😀</b>丙<br>丁</p><ul><li>戊<ol><li>己</li></ol></li></ul>"
    "<p><img src='/reviews/pictures/1/'></p>"
    "<table><tr><td>庚</td><td></td><td>辛<p>壬</td></tr><tr><td></td></tr></table>"
    "<blockquote><p>𠮷葛\U000e0100</p></blockquote>"
)
PIECE = re.compile(r'<mark[^>]* data-mark="([^"]*)"[^>]*>|(</mark>)|<[^>]*>|([^<]+)')


def marked(html: str) -> dict[str, str]:
    """Return the marked characters of each mark, read off the HTML."""
    found: dict[str, str] = {}
    running: list[str] = []
    for begun, ended, words in PIECE.findall(html):
        if begun:
            running.append(begun)
        elif ended:
            running.pop()
        else:
            for name in running:
                found[name] = found.get(name, "") + unescape(words)
    return found


def test_paragraphs_items_and_rows_stand_on_lines_of_their_own_and_cells_are_parted_by_tabs():
    assert plain_text(BODY) == "一、总则\n甲乙😀丙\n丁\n戊\n己\n庚\t\t辛 壬\n𠮷葛\U000e0100"


def test_passages_name_the_place_of_each_line():
    text = plain_text(BODY)
    found = passages(BODY)

    assert [text[one.start : one.end] for one in found] == [one.text for one in found]
    assert [(one.number, one.start, one.end) for one in found] == [
        (1, 0, 4), (2, 5, 11), (3, 12, 13), (4, 14, 15), (5, 16, 22), (6, 23, 26),
    ]  # fmt: skip


def test_the_outline_is_the_headings():
    body = "<h1>一</h1><p>甲</p><h3>(一)</h3><h4>1.</h4>"

    assert [(one.level, one.text, one.start) for one in outline(sanitise(body))] == [
        (1, "一", 0),
        (2, "(一)", 4),
        (3, "1.", 8),
    ]


def test_length_counts_code_points_without_white_space():
    assert length("<p>甲 乙</p><p>😀𠮷</p>") == 4


def test_a_mark_is_cut_at_the_borders_of_elements_and_named_once():
    body = sanitise("<p>甲<b>乙丙</b>丁</p><p>戊</p>")

    assert mark(body, [Mark(0, 6, "hit", "a", '政治"词')]) == (
        '<p><mark id="mark-a" class="hit" data-mark="a" title="政治&quot;词">甲</mark>'
        '<strong><mark class="hit" data-mark="a" title="政治&quot;词">乙丙</mark></strong>'
        '<mark class="hit" data-mark="a" title="政治&quot;词">丁</mark></p>'
        '<p><mark class="hit" data-mark="a" title="政治&quot;词">戊</mark></p>'
    )


def test_marks_that_overlap_are_both_whole():
    body = "<p>甲乙丙丁</p>"
    shown = mark(body, [Mark(0, 3, "hit", "a"), Mark(1, 4, "hit", "b"), Mark(1, 2, "hit", "c")])

    assert marked(shown) == {"a": "甲乙丙", "b": "乙丙丁", "c": "乙"}


def test_marks_outside_the_text_or_without_extent_leave_no_trace():
    assert mark("<p>甲</p>", [Mark(1, 9, "hit", "a"), Mark(0, 0, "hit", "b"), Mark(7, 9, "hit", "c")]) == "<p>甲</p>"


def test_nothing_of_a_mark_breaks_out_of_its_attribute():
    shown = mark("<p>甲&lt;b&gt;</p>", [Mark(0, 9, 'x" onclick="y', 'i"><script>', "'><img src=x>")])

    assert re.sub(r'"[^"]*"', '""', shown) == '<p><mark id="" class="" data-mark="" title="">甲&lt;b&gt;</mark></p>'
    assert "<script" not in shown
    assert "<img" not in shown


@settings(max_examples=300, deadline=None)
@given(SOURCES, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6))
def test_every_mark_covers_exactly_its_code_points(source, ranges):
    body = sanitise(source)
    text = plain_text(body)
    marks = [Mark(start, start + size, "hit", f"m{n}") for n, (start, size) in enumerate(ranges)]
    shown = mark(body, marks)
    gaps = str.maketrans("", "", "\n\t ")
    wanted = {one.id: text[one.start : one.end].translate(gaps) for one in marks}

    assert re.sub(r"</?mark[^>]*>", "", shown) == body
    assert {name: words.translate(gaps) for name, words in marked(shown).items() if words.translate(gaps)} == {
        name: words for name, words in wanted.items() if words
    }


@pytest.mark.parametrize("words", ["👨‍👩‍👧", "🇨🇳", "é", "𠮷野家", "❤️"])
def test_a_mark_after_signs_of_several_code_points_falls_on_the_right_word(words):
    body = sanitise(f"<p>{words}<em>{words}</em>禁词{words}</p>")
    start = plain_text(body).index("禁词")

    assert marked(mark(body, [Mark(start, start + 2, "hit", "a")])) == {"a": "禁词"}
