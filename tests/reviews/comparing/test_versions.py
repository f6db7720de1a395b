"""Two versions side by side: nothing is lost, and a small change looks small."""

import time
from random import Random

import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.comparing import Change, Part, differences, folded, side_by_side

TEXTS = st.lists(st.text(alphabet="甲乙丙丁😀𠮷,。a1 ", max_size=12), max_size=8).map("\n".join)


def side(rows: list[Change], name: str) -> str:
    """Return one version, read off the rows."""
    found = [getattr(row, name) for row in rows]
    return "\n".join("".join(part.text for part in parts) for parts in found if parts)


def lines(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if line.strip())


@settings(max_examples=400, deadline=None)
@given(TEXTS, TEXTS)
def test_either_side_is_the_whole_version_and_only_edits_differ(old, new):
    rows = differences(old, new)

    assert (side(rows, "old"), side(rows, "new")) == (lines(old), lines(new))
    for row in rows:
        kept = ["".join(part.text for part in parts if not part.kind) for parts in (row.old, row.new)]
        assert kept[0] == kept[1] or row.kind in {"dropped", "added"}
        assert {part.kind for part in row.old} <= {"", "del"}
        assert {part.kind for part in row.new} <= {"", "ins"}


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_a_version_beside_itself_has_no_change(text):
    assert {row.kind for row in differences(text, text)} <= {"same"}


def test_one_changed_character_is_one_edit_in_one_paragraph():
    rows = differences("甲\n预计增长5.3%,不得拖欠。\n丙", "甲\n预计增长5.8%,不得拖欠。\n丙")

    assert rows == [
        Change("same", (Part("甲"),), (Part("甲"),), 1, 1),
        Change(
            "changed",
            (Part("预计增长5."), Part("3", "del"), Part("%,不得拖欠。")),
            (Part("预计增长5."), Part("8", "ins"), Part("%,不得拖欠。")),
            2, 2,
        ),
        Change("same", (Part("丙"),), (Part("丙"),), 3, 3),
    ]  # fmt: skip


def test_a_paragraph_that_came_in_stands_alone_and_the_next_ones_stay_beside_each_other():
    rows = differences("第一段讲目标。\n第二段讲措施。", "第一段讲目标。\n完全不同的新内容插入于此\n第二段讲了措施。")

    assert [(row.kind, row.old_number, row.new_number) for row in rows] == [
        ("same", 1, 1), ("added", 0, 2), ("changed", 2, 3),
    ]  # fmt: skip


def test_forty_changed_paragraphs_in_a_row_stay_beside_each_other():
    old = [f"第{n}段讲的是第{n}项工作的要求" for n in range(40)]
    rows = differences("\n".join(old), "\n".join(one.replace("要求", "安排") for one in old))

    assert [(row.kind, row.old_number, row.new_number) for row in rows] == [("changed", n, n) for n in range(1, 41)]


def test_an_edit_never_cuts_a_character_beyond_the_basic_plane():
    (row,) = differences("祝贺😀𠮷野家开业", "祝贺😁𠮷野家开业")

    assert (row.old[1], row.new[1]) == (Part("😀", "del"), Part("😁", "ins"))


def test_paragraphs_without_anything_in_common_stand_below_each_other():
    rows = differences("甲乙丙丁戊己", "天地玄黄宇宙")

    assert [row.kind for row in rows] == ["dropped", "added"]


def test_long_equal_stretches_are_folded_with_their_number():
    text = [f"第{n}段" for n in range(20)]
    rows = folded(differences("\n".join(text), "\n".join([*text[:10], "变", *text[11:]])), around=2)

    assert [(row.kind, row.count) for row in rows] == [
        ("gap", 8), ("same", 1), ("same", 1), ("dropped", 1), ("added", 1), ("same", 1), ("same", 1), ("gap", 7),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["one paragraph", "many paragraphs", "same words", "equal paragraphs"])
def test_long_texts_are_compared_in_bounded_time(kind):
    chance = Random(3)

    def text() -> str:
        signs = "甲乙" if kind == "same words" else [chr(chance.randrange(0x4E00, 0x9000)) for _ in range(2000)]
        parts = ["".join(chance.choices(signs, k=40)) for _ in range(4000)]
        if kind == "equal paragraphs":
            parts = chance.choices(["甲乙丙", "丁戊己", "庚辛壬"], k=20_000)
        return ("" if kind == "one paragraph" else "\n").join(parts)

    old, new = text(), text()
    begun = time.process_time()

    rows = differences(old, new)

    assert time.process_time() - begun < 20
    assert side(rows, "new") == new


def shown(old: str, new: str) -> str:
    return render_to_string("reviews/components/compare.html", side_by_side(old, new, "第1版", "第2版"))


def test_the_comparison_says_in_words_what_was_deleted_and_what_inserted():
    html = shown("甲\n预计增长5.3%左右\n<b>", "甲\n预计增长5.8%左右\n<b>\n新的一段")

    assert '<del><span class="diff-word">删</span>3</del>' in html
    assert '<ins><span class="diff-word">增</span>8</ins>' in html
    assert '<ins><span class="diff-word">增</span>新的一段</ins>' in html
    assert "&lt;b&gt;" in html
    assert "<b>" not in html


def test_a_comparison_without_change_says_so():
    assert "两个版本的文字完全相同" in shown("甲", "甲")
    assert "两个版本的文字完全相同" not in shown("甲", "乙")
