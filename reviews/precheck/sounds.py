"""Syllables of characters (读音), without tones: the usual reading of each character, all readings of a word."""

import unicodedata
from functools import lru_cache
from itertools import islice, product

from pypinyin import Style, lazy_pinyin
from pypinyin.pinyin_dict import pinyin_dict

MOST_READINGS = 8


def _toneless(reading: str) -> str:
    marks = unicodedata.normalize("NFD", reading)
    return "".join("v" if mark == "\u0308" else mark for mark in marks if mark.isalpha() or mark == "\u0308").replace(
        "uv", "v"
    )


@lru_cache(maxsize=1)
def readings() -> dict[str, tuple[str, ...]]:
    """Return the syllables of each character, the usual one first."""
    return {
        chr(code): tuple(dict.fromkeys(_toneless(part) for part in written.split(",")))
        for code, written in pinyin_dict.items()
    }


def ways_to_say(word: str) -> list[tuple[str, ...]]:
    """Return the syllables of a word of ideographs: as read in context first, then by other readings of its parts.

    Empty where a character has no reading.
    """
    known = readings()
    if any(letter not in known for letter in word):
        return []
    in_context = tuple(lazy_pinyin(word, style=Style.NORMAL, v_to_u=False))
    others = islice(product(*(known[letter][:3] for letter in word)), MOST_READINGS)
    return list(dict.fromkeys((in_context, *others) if len(in_context) == len(word) else others))
