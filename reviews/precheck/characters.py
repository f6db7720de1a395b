"""What every character stands for (字符归一): width, case, variants, traditional forms; and what it is.

Two tables over all code points, built once per process: `fold` gives the plain character, 0 for what is only put
between characters, `MANY` for what stands for several; `kinds` holds the flags. One pass over a text is then two
look-ups in C, and offsets only move where something is left out.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import opencc
from numpy.typing import NDArray

from .variants import VARIANTS

Codes = NDArray[np.uint32]

SIZE = 0x110000
MANY = 0xFFFFFFFF
# Keeps the fields of a draft apart: a noncharacter, so no text holds it on purpose.
BREAK = "\uffff"

DIGIT, LATIN, STOP, SEVERAL, PERCENT, STAR, SECRET, INNER = (1 << n for n in range(8))
PLATE, COUNT, HOUSE, CHANGE, NUMERAL, ODD = (1 << n for n in range(8, 14))

_STOPS = "。！？；：，、,;!?:\n\r\t\v\f\x1c\x1d\x1e\x85…—“”‘’\"'《》〈〉"
_SIGNS = {
    PERCENT: "%％﹪‰百",
    STAR: "★☆✩✪✭✮✯⭐*＊﹡",
    SECRET: "密",
    INNER: "内泄扩阅传暂宜",
    PLATE: "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼",
    COUNT: "共项个条点方类名人件步",
    HOUSE: "号室栋幢",
    CHANGE: "增减升降长",
    NUMERAL: "一二三四五六七八九十两",
}
# Signs that every Chinese text is full of; patterns know them as they are.
_CHINESE_SIGNS = "，：；！？（）"
# Assigned code points outside these spans are ideographs (identity) or nothing.
_LOOKED_AT = ((0, 0x20000), (0x2F800, 0x2FA20))
_IDEOGRAPHS = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0x20000, 0x2EBE1), (0x30000, 0x323B0))


@lru_cache(maxsize=1)
def simplified() -> dict[str, str]:
    """Return traditional ideographs with their simplified forms, each converted by itself."""
    letters = [chr(code) for first, last in _IDEOGRAPHS for code in range(first, last)]
    converted = opencc.OpenCC("t2s").convert("\n".join(letters)).split("\n")
    return {old: new for old, new in zip(letters, converted, strict=True) if old != new and len(new) == 1}


def plain(letter: str) -> str:
    """Return what a character stands for: none, one or several plain letters, digits or ideographs."""
    if letter in VARIANTS:
        return VARIANTS[letter]
    hangul = 0xAC00 <= ord(letter) <= 0xD7A3
    taken_apart = letter if hangul else unicodedata.normalize("NFKD", letter)
    found = []
    for part in unicodedata.normalize("NFKD", taken_apart.casefold()) if not hangul else taken_apart:
        if unicodedata.category(part)[0] in "LN":
            part = simplified().get(part, part)
            found.append(VARIANTS.get(part, part))
    return "".join(found)


@dataclass(frozen=True)
class Tables:
    """The look-up tables and the few characters that stand for several."""

    fold: Codes
    kinds: NDArray[np.uint32]
    ascii_width: Codes
    counts: NDArray[np.bool_]
    several: dict[int, str]


def _ascii_width() -> Codes:
    """One to one: full-width signs and digits of any script as ASCII, blanks and what is invisible as a blank."""
    table = np.arange(SIZE, dtype=np.uint32)
    for code in range(0x80, 0x20000):
        letter = chr(code)
        if (digit := unicodedata.digit(letter, None)) is not None:
            table[code] = ord(str(digit))
        elif 0xFF01 <= code <= 0xFF5E and letter not in _CHINESE_SIGNS:
            table[code] = code - 0xFEE0
        elif unicodedata.category(letter) in {"Zs", "Cf", "Mn"}:
            table[code] = 0x20
    return table


def _visited() -> Iterator[int]:
    for first, last in _LOOKED_AT:
        yield from range(first, last)


@lru_cache(maxsize=1)
def tables() -> Tables:
    """Build the tables, once per process (about a second)."""
    fold = np.zeros(SIZE, dtype=np.uint32)
    for first, last in _IDEOGRAPHS:
        fold[first:last] = np.arange(first, last)
    kinds = np.zeros(SIZE, dtype=np.uint32)
    several: dict[int, str] = {}
    for code in _visited():
        meant = plain(chr(code))
        fold[code] = 0 if not meant else ord(meant) if len(meant) == 1 else MANY
        if len(meant) > 1:
            several[code] = meant
            kinds[code] |= SEVERAL
    for old, new in simplified().items():
        fold[ord(old)] = ord(VARIANTS.get(new, new))
    fold[ord(BREAK)] = ord(BREAK)
    _flag(fold, kinds)
    ascii_width = _ascii_width()
    kinds[ascii_width != np.arange(SIZE)] |= ODD
    return Tables(fold, kinds, ascii_width, fold != 0, several)


def _flag(fold: Codes, kinds: NDArray[np.uint32]) -> None:
    for flag, first, last in ((DIGIT, "0", "9"), (LATIN, "a", "z")):
        kinds[(fold >= ord(first)) & (fold <= ord(last))] |= flag
    for letter in _STOPS:
        kinds[ord(letter)] |= STOP
    for code in range(0x20000):
        if fold[code] == 0 and unicodedata.category(chr(code)) in {"Ps", "Pe", "Pi", "Pf", "Zl", "Zp"}:
            kinds[code] |= STOP
    for flag, letters in _SIGNS.items():
        for letter in letters:
            kinds[ord(letter)] |= flag


def code_points(text: str) -> Codes:
    """Return the code points of a text; lone surrogates are taken as they are."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def as_text(codes: NDArray[Any]) -> str:
    """Return code points as a text."""
    return codes.astype("<u4", copy=False).tobytes().decode("utf-32-le", "surrogatepass")


class _Folding(dict[int, str]):
    """The fold table as `str.translate` reads it, filled as characters come."""

    def __missing__(self, code: int) -> str:
        """Look a character up once."""
        meant = int(tables().fold[code])
        text = tables().several[code] if meant == MANY else chr(meant) if meant else ""
        self[code] = text
        return text


_folding = _Folding()


def folded(text: str) -> str:
    """Return the plain form of a short text: what the automaton compares."""
    return text.translate(_folding)
