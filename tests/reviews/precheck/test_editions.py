"""All 26 categories under the five editions: those switched on with their article, the others not at all."""

import pytest

from newmedia_portal.regimes.loader import shipped
from newmedia_portal.regimes.vocabulary import PROHIBITED, REGIME_CODES
from reviews.precheck import RULES, Entry, compile_lexicon

from .starter import hits

WORDS = {code: f"示例{chr(0x4E00 + n)}{chr(0x4E10 + n)}词" for n, code in enumerate(PROHIBITED)}
LEXICON = compile_lexicon([Entry("term", word, code) for code, word in WORDS.items()], label="词")
TEXT = "、".join(WORDS.values())


@pytest.mark.parametrize("code", REGIME_CODES)
def test_a_category_gives_hits_where_the_edition_switches_it_on_with_its_article(code):
    edition = shipped(code)

    got = {
        hit.category: (hit.article, hit.found)
        for hit in hits(TEXT, edition=code, lexicon=LEXICON)
        if hit.rule == "term"
    }

    assert got == {item.code: (item.article, WORDS[item.code]) for item in edition.prohibited}


@pytest.mark.parametrize("code", REGIME_CODES)
def test_general_faults_are_found_under_every_edition_and_cite_it_only_where_it_speaks(code):
    articles = {item.code: item.article for item in shipped(code).prohibited}

    got = hits("2026年2月30日，身份证11010519491231002X", edition=code, lexicon=LEXICON)

    assert [(hit.rule, hit.article) for hit in got] == [
        ("no_such_day", articles.get("P26", "")),
        ("resident_id", articles.get("P25", "")),
    ]
    assert all(hit.basis for hit in got)


def test_every_rule_belongs_to_the_catalogue():
    assert [rule.code for rule in RULES.values() if rule.category not in PROHIBITED or not rule.label] == []
