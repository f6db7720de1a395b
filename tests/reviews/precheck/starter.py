"""A small lexicon of artificial words, ways to disguise them, and the check under one edition."""

from collections.abc import Callable

import opencc
from pypinyin.pinyin_dict import pinyin_dict

from newmedia_portal.regimes.loader import shipped
from reviews.precheck import Entry, Facts, Hit, check, compile_lexicon
from reviews.precheck.variants import PARTS

LABEL = "示例词库 1"
# Word, category, grade. All of them mean nothing.
WORDS = (
    ("示例敏感词", "P06", "block"),
    ("测试违禁语", "P07", "block"),
    ("样本谣言句", "P06", "warn"),
    ("虚构煽动话", "P09", "warn"),
    ("演练机构名", "P10", "block"),
    ("假想贬损称", "P08", "warn"),
    ("强推转发链", "P24", "warn"),
    ("标记国门语", "P03", "block"),
    ("DemoWord", "P05", "warn"),
)
ENTRIES = tuple(
    Entry("term", text, category, grade, homophone=text.isascii() is False) for text, category, grade in WORDS
)
LEXICON = compile_lexicon(ENTRIES, label=LABEL)


def hits(text: str, *, edition: str = "gejiu", lexicon=LEXICON, title: str = "", **facts) -> list[Hit]:
    """Return the hits of a body."""
    return check({"title": title, "body": text}, edition=shipped(edition), lexicon=lexicon, facts=Facts(**facts))


def found(text: str, rule: str, **how) -> list[str]:
    """Return the marked places of one rule."""
    return [text[hit.start : hit.end] for hit in hits(text, **how) if hit.rule == rule]


def _full_width(word: str) -> str:
    return "".join(chr(ord(letter) + 0xFEE0) if letter.isascii() else letter for letter in word)


_homophones: dict[str, str] = {}


def homophone(letter: str) -> str:
    """Return another character whose only reading is the usual one of this character."""
    if not _homophones:
        for code, said in pinyin_dict.items():
            if "," not in said and 0x4E00 <= code <= 0x9FA5:
                _homophones.setdefault(said, chr(code))
    said = pinyin_dict.get(ord(letter), "").split(",")[0]
    return _homophones.get(said, letter)


_traditional = opencc.OpenCC("s2t")
_parts = {whole: left + right for (left, right), whole in PARTS.items()}

# Each keeps the word readable for a person; a word that a way cannot change comes back unaltered.
WAYS: dict[str, Callable[[str], str]] = {
    "spaced": " ".join,
    "wide_spaces": "\u3000".join,
    "zero_width": "\u200b".join,
    "joiners": "\u200d\u2060".join,
    "stars": "*".join,
    "dots": "·".join,
    "dashes": "-".join,
    "lines": "_".join,
    "pipes": "|".join,
    "slashes": "/".join,
    "emoji": "😀".join,
    "families": "👨‍👩‍👧".join,
    "commas": "，".join,
    "stops": "。".join,
    "line_ends": "\n".join,
    "brackets": lambda word: "".join(f"【{letter}】" for letter in word)[1:-1],
    "combining": lambda word: "\u0336".join(word),
    "accents": "\u0301".join,
    "one_space": lambda word: word[:2] + " " + word[2:],
    "one_star": lambda word: word[:1] + "*" + word[1:],
    "one_zero_width": lambda word: word[:3] + "\ufeff" + word[3:],
    "traditional": _traditional.convert,
    "sound_of_last": lambda word: word[:-1] + homophone(word[-1]),
    "sound_of_first": lambda word: homophone(word[0]) + word[1:],
    "sound_of_all": lambda word: "".join(map(homophone, word)),
    "in_parts": lambda word: "".join(_parts.get(letter, letter) for letter in word),
    "full_width": _full_width,
    "upper": str.upper,
    "lower": str.lower,
    "circled": lambda word: "".join(chr(0x24B6 + ord(c) - 65) if c.isascii() else c for c in word.upper()),
    "squared": lambda word: "".join(chr(0x1F170 + ord(c) - 65) if c.isascii() else c for c in word.upper()),
    "mathematical": lambda word: "".join(chr(0x1D400 + ord(c) - 65) if c.isascii() else c for c in word.upper()),
    "cyrillic": lambda word: word.translate(str.maketrans("oOeEdD", "оОеЕԁԀ")),
}
# Where a disguised word is put: before and after.
PLACES = (("", ""), ("昨天有人说", "，请大家注意。"), ("😀𠮷🇨🇳", "👩‍🚀完"), ("一\n二", "\n三"))


def disguised() -> list[tuple[str, str, str, str]]:
    """Return (way, word, its disguise, category) for all ways alone and for pairs of ways."""
    pairs = [
        (first, second)
        for first in ("traditional", "sound_of_last", "in_parts", "full_width", "upper")
        for second in ("zero_width", "stars", "emoji", "one_space", "lines")
    ]
    forms = []
    for word, category, _ in WORDS:
        for name, way in WAYS.items():
            forms.append((name, word, way(word), category))
        for first, second in pairs:
            forms.append((f"{first}+{second}", word, WAYS[second](WAYS[first](word)), category))
    forms = [form for form in forms if not (form[1].isascii() and form[0].endswith("one_space"))]
    seen: dict[str, tuple[str, str, str, str]] = {}
    for form in forms:
        if form[2] != form[1]:
            seen.setdefault(form[2], form)
    return list(seen.values())
