"""A sieve before the automaton (初筛): where in a text a pattern can begin at all.

The table of an automaton over 100,000 patterns does not fit into the cache, so a walk over a whole text waits for
memory. The sieve asks a small bit table for each three neighbours; the automaton then reads a few windows.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

# Bits per beginning, as a power of two: one place in 64 passes by chance.
SPARE = 6
FEWEST_BITS, MOST_BITS = 12, 24
# Where more than this part of a text may begin a pattern, the automaton reads all of it at once.
TOO_DENSE = 0.2
_FACTORS = tuple(np.uint32(factor) for factor in (2654435761, 2246822519, 3266489917))
_THREE, _SEVEN, _ONE = np.uint32(3), np.uint32(7), np.uint8(1)

Units = NDArray[np.uint16]


def _mixed(parts: Iterable[NDArray[np.uint32]], bits: int) -> NDArray[np.uint32]:
    mixed = None
    for part, factor in zip(parts, _FACTORS, strict=False):
        product = part * factor
        mixed = product if mixed is None else np.bitwise_xor(mixed, product, out=mixed)
    assert mixed is not None  # noqa: S101 - there is always a first part
    return np.right_shift(mixed, np.uint32(32 - bits), out=mixed)


class Sieve:
    """The beginnings of all patterns: of three units, and of those that are shorter."""

    def __init__(self, patterns: Iterable[bytes]) -> None:
        beginnings: dict[int, set[bytes]] = {1: set(), 2: set(), 3: set()}
        for pattern in patterns:
            size = min(3, len(pattern) // 2)
            beginnings[size].add(pattern[: 2 * size])
        self._tables = {size: self._table(size, found) for size, found in beginnings.items() if found}

    @staticmethod
    def _table(size: int, beginnings: set[bytes]) -> tuple[int, NDArray[np.uint8]]:
        bits = min(MOST_BITS, max(FEWEST_BITS, len(beginnings).bit_length() + SPARE))
        units = np.frombuffer(b"".join(beginnings), dtype="<u2").reshape(-1, size).astype(np.uint32)
        keys = _mixed((units[:, n] for n in range(size)), bits)
        table = np.zeros(1 << (bits - 3), dtype=np.uint8)
        np.bitwise_or.at(table, keys >> _THREE, _ONE << (keys & _SEVEN).astype(np.uint8))
        return bits, table

    def beginnings(self, units: Units) -> NDArray[np.intp]:
        """Return where a pattern may begin, in order; now and then a place where none does."""
        wide = units.astype(np.uint32)
        places = []
        for size, (bits, table) in self._tables.items():
            end = len(wide) - size + 1
            if end > 0:
                keys = _mixed((wide[n : end + n] for n in range(size)), bits)
                set_there = table.take(keys >> _THREE) >> (keys & _SEVEN).astype(np.uint8)
                places.append((set_there & _ONE).nonzero()[0])
        if len(places) == 1:
            return places[0]
        return np.unique(np.concatenate(places)) if places else np.zeros(0, dtype=np.intp)

    def windows(self, units: Units, longest: int) -> list[tuple[int, int]]:
        """Return the stretches in which every match lies; one over all where there are too many."""
        places = self.beginnings(units)
        if len(places) > TOO_DENSE * len(units):
            return [(0, len(units))]
        found: list[tuple[int, int]] = []
        begin = end = -1
        for place in places.tolist():
            if place > end:
                if end > 0:
                    found.append((begin, end))
                begin = place
            end = place + longest
        if end > 0:
            found.append((begin, min(end, len(units))))
        return found
