"""The one place that knows the automaton behind the search for many words (多模式匹配)."""

from collections.abc import Sequence

import ahocorasick_rs
import numpy as np
from numpy.typing import NDArray

from .characters import SIZE, Codes
from .sieve import Sieve

# A character takes two bytes, the first above 0x7F and the second below 0x80, so that no match can start or end
# inside of one. That leaves room for 16,383 characters beside the one that stands for all others.
MOST_LETTERS = 0x3FFF
LEFT_OUT = 0
OTHER = 0x0080

Span = tuple[int, int, int]


class TooManyLetters(ValueError):
    """The entries of a lexicon use more different characters than the automaton can tell apart."""


class Alphabet:
    """Numbers the characters of all patterns; every other character is `OTHER`."""

    def __init__(self, patterns: Sequence[str]) -> None:
        letters = sorted(set().union(*map(set, patterns))) if patterns else []
        if len(letters) > MOST_LETTERS:
            raise TooManyLetters(f"词条共用到 {len(letters)} 个不同的字,超过上限 {MOST_LETTERS} 个,请分成几个词库。")
        self._units = {letter: 0x80 | n >> 7 | (n & 0x7F) << 8 for n, letter in enumerate(letters, 1)}

    def table(self, fold: Codes) -> NDArray[np.uint16]:
        """Return the unit of every code point, by what it stands for."""
        units = np.full(SIZE, OTHER, dtype="<u2")
        for letter, unit in self._units.items():
            units[ord(letter)] = unit
        fits = np.where(fold < SIZE, fold, 0)
        table = units[fits]
        table[fold == 0] = LEFT_OUT
        return table

    def encode(self, pattern: str) -> bytes:
        """Return a pattern as the automaton reads it."""
        return b"".join(self._units[letter].to_bytes(2, "little") for letter in pattern)


class Automaton:
    """Finds all occurrences of all patterns, overlapping ones too."""

    def __init__(self, patterns: Sequence[bytes]) -> None:
        self._automaton = ahocorasick_rs.BytesAhoCorasick(patterns) if patterns else None
        self._sieve = Sieve(patterns)
        self._longest = max(map(len, patterns), default=0) // 2

    def find(self, units: NDArray[np.uint16]) -> list[Span]:
        """Return (pattern, start, end) in characters, in the order of the text."""
        if self._automaton is None:
            return []
        find, found = self._automaton.find_matches_as_indexes, []
        for begin, end in self._sieve.windows(units, self._longest):
            for number, start, stop in find(units[begin:end].tobytes(), overlapping=True):
                found.append((number, begin + (start >> 1), begin + (stop >> 1)))
        return found
