"""Very long and hostile drafts answer within bounded time and memory, and say what was not looked at."""

import os
import time
import tracemalloc

import pytest

from reviews.precheck import Entry, compile_lexicon
from reviews.precheck.engine import MOST_HITS
from reviews.precheck.reading import MOST_CHARACTERS

from .starter import found, hits

MEGABYTE = 1_000_000
# Seconds of processor time and bytes of peak memory for one draft of a megabyte; generous, so that only a change of
# growth fails.
SECONDS, MEMORY = 30, 400_000_000
NESTED = compile_lexicon([Entry("term", "甲" * n, "P06", "warn") for n in range(2, 40)], label="词")
ORDERED = compile_lexicon([Entry("order", c, group="组", position=n) for n, c in enumerate("甲乙丙", 1)], label="词")

HOSTILE = {
    "clean": "示例文字，内容平常。" * (MEGABYTE // 30),
    "words": "示例敏感词" * (MEGABYTE // 15),
    "digits": "1" * MEGABYTE,
    "parted digits": "1 " * (MEGABYTE // 2),
    "dates": "2月30日" * (MEGABYTE // 12),
    "shares": "占50%" * (MEGABYTE // 6),
    "streets": "示例路1号" * (MEGABYTE // 14),
    "from": "由1到" * (MEGABYTE // 7),
    "of which": "其中1人" * (MEGABYTE // 10),
    "items": "共3项：一是" * (MEGABYTE // 15),
    "secret": "密密" * (MEGABYTE // 6),
    "links": "http://a.b/" * (MEGABYTE // 11),
    "dots": "a." * (MEGABYTE // 2),
    "letters": "a" * MEGABYTE,
    "zero width": "示" + "\u200b" * (MEGABYTE // 3),
    "several": "㎡" * (MEGABYTE // 3),
    "emoji": "😀" * (MEGABYTE // 4),
    "lists": "包括" + "甲、" * (MEGABYTE // 6) + "等3个",
    "homes": "家住" + "示" * (MEGABYTE // 3),
    "one line": "去年" * (MEGABYTE // 6),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_megabyte_answers_within_bounds(name):
    text = HOSTILE[name]
    began = time.process_time()

    got = hits(text)

    assert time.process_time() - began < SECONDS
    assert len(got) <= MOST_HITS + 2


@pytest.mark.parametrize(("text", "lexicon"), [("甲" * (MEGABYTE // 3), NESTED), ("丙乙甲" * (MEGABYTE // 9), ORDERED)])
def test_a_text_that_is_all_hits_stays_within_memory(text, lexicon):
    tracemalloc.start()
    began = time.process_time()
    try:
        got = hits(text, lexicon=lexicon)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert peak < MEMORY
    assert time.process_time() - began < 4 * SECONDS
    assert got[0].rule == "too_many"
    assert 1 < len(got) <= MOST_HITS + 1


def test_a_draft_beyond_the_limit_says_that_it_was_not_read_to_the_end():
    text = "示例敏感词" + "文" * MOST_CHARACTERS + "示例敏感词"

    got = hits(text)

    assert [hit.rule for hit in got] == ["too_long", "term"]
    assert got[0].advice == f"全文 {len(text)} 字，只检查了前 {MOST_CHARACTERS} 字，请分篇后再检查。"


def test_a_draft_just_within_the_limit_is_read_to_the_end():
    text = "文" * (MOST_CHARACTERS - 5) + "示例敏感词"

    assert found(text, "term") == ["示例敏感词"]


def test_a_word_across_two_stretches_is_found_once():
    for shift in range(6):
        text = "文" * (8192 - shift) + "示例敏感词" + "文" * 9000
        assert found(text, "term") == ["示例敏感词"]


@pytest.mark.parametrize("seed", range(3))
def test_random_bytes_never_break_it(seed):
    text = os.urandom(30_000 + 2 * seed).decode("utf-16-le", "surrogatepass")

    assert all(text[hit.start : hit.end] != "" or hit.end == 0 for hit in hits(text))
