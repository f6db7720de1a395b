"""The starter set is whole and harmless to ordinary posts."""

from reviews.precheck import compile_lexicon
from reviews.wordlists import starter
from reviews.wordlists.checks import faults_of
from tests.reviews.precheck.starter import hits
from tests.reviews.precheck.test_clean import TEXTS

LEXICON = compile_lexicon(starter.entries(), label="共用词库")


def test_no_entry_has_a_fault_and_none_stands_twice():
    entries = starter.entries()

    assert [(entry.text, fault) for entry in entries for fault in faults_of(entry)] == []
    assert len({(entry.kind, entry.text, entry.group) for entry in entries}) == len(entries)


def test_every_slip_is_found_and_its_right_form_is_not():
    slips = [entry for entry in starter.entries() if entry.kind == "typo"]

    for slip in slips:
        assert [hit.rule for hit in hits(f"会上{slip.text}了", lexicon=LEXICON)] == ["typo"], slip.text
        assert hits(f"会上{slip.right}了", lexicon=LEXICON) == [], slip.right


def test_every_superlative_is_a_hint_but_not_in_its_exceptions():
    for word in (entry for entry in starter.entries() if entry.kind == "ad"):
        assert {(hit.rule, hit.grade) for hit in hits(f"本品{word.text}。", lexicon=LEXICON)} == {("ad", "hint")}
        for wording in word.exceptions:
            assert [hit for hit in hits(f"保护{wording}。", lexicon=LEXICON) if hit.rule == "ad"] == []


def test_ordinary_posts_give_no_hits():
    assert [hit for text in TEXTS.values() for hit in hits(text, lexicon=LEXICON)] == []
