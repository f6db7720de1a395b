"""Disguised words are found, each with its category and the mark on the original place."""

import pytest

from .starter import PLACES, WORDS, disguised, found, hits

FORMS = disguised()
ARTICLES = {"P03": "三", "P05": "五", "P06": "六", "P07": "七", "P08": "八", "P09": "九", "P10": "十"}


def test_there_are_more_than_three_hundred_forms():
    assert len({form[2] for form in FORMS}) > 300


@pytest.mark.parametrize(("way", "word", "written", "category"), FORMS, ids=[f"{form[0]}-{form[1]}" for form in FORMS])
def test_a_disguised_word_is_found_where_it_stands(way, word, written, category):
    before, after = PLACES[len(written) % len(PLACES)]
    text = before + written + after

    got = [hit for hit in hits(text) if hit.rule in {"term", "homophone"}]

    assert [(hit.start, hit.end, hit.found, hit.category) for hit in got] == [
        (len(before), len(before) + len(written), written, category)
    ]
    assert word in got[0].advice


@pytest.mark.parametrize(("word", "category", "grade"), WORDS)
def test_a_plain_word_carries_category_article_grade_and_lexicon(word, category, grade):
    (hit,) = hits(f"前文{word}后文")

    article = "第十七条" if category == "P24" else f"第十条第二款（{ARTICLES[category]}）"
    assert (hit.rule, hit.category, hit.article, hit.grade) == ("term", category, article, grade)
    assert (hit.field, hit.start, hit.end, hit.found, hit.basis) == ("body", 2, 2 + len(word), word, "示例词库 1")


@pytest.mark.parametrize(
    "text",
    [
        "示例，敏感词",
        "这是示例。敏感词在下文",
        "示例\n敏感词",
        "他说“示例”敏感词",
        "示例" + " " * 40 + "敏感词",
        "demowords",
        "mydemoword",
        "demo word",
        "de-moword",
        "示例敏感性词语",
        "敏感词示例",
    ],
)
def test_what_only_looks_like_a_disguise_is_no_hit(text):
    assert hits(text) == []


def test_letters_between_punctuation_are_a_word_of_their_own():
    assert found("(DemoWord)、demoword1。", "term") == ["DemoWord", "demoword"]


def test_a_character_spelt_in_letters_is_seen():
    assert found("示例敏gan词", "term") == ["示例敏gan词"]
    assert found("说 shiliminganci 吗", "term") == ["shiliminganci"]


def test_a_sign_that_stands_for_several_letters_keeps_places_right():
    text = "面积3㎡，№5，示例敏感词，10㎡ Ｄｅｍｏword"

    assert found(text, "term") == ["示例敏感词", "Ｄｅｍｏword"]
