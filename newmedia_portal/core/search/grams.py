"""Pieces of texts as numbers (字片): two characters each, three where they are ASCII, and pieces of their sound.

A number holds the kind of object (so that kinds do not share their lists), the kind of piece, and the piece itself.
"""

import zlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise

PAIR, TRIPLE, INITIALS, SYLLABLE, SYLLABLES, KEY = range(6)
KINDS = 1021
PAYLOAD = 45
WIDE, NARROW = 21, 7


def number_of(kind: str) -> int:
    """Return the number of a kind of object, by which its pieces are known."""
    return zlib.crc32(kind.encode()) % KINDS


@lru_cache(maxsize=256)
def base_of(kind: str, piece: int) -> int:
    """Return where the numbers of this kind of object and of piece begin."""
    return (number_of(kind) << 3 | piece) << PAYLOAD


def of_text(kind: str, text: str) -> set[int]:
    """Return the pieces of one folded text."""
    pairs, triples = base_of(kind, PAIR), base_of(kind, TRIPLE)
    codes = [ord(character) for character in text]
    found = {pairs + (one << WIDE | other) for one, other in pairwise(codes)}
    for one, other, third in zip(codes, codes[1:], codes[2:], strict=False):
        if one < 128 and other < 128 and third < 128:
            found.add(triples + ((one << NARROW | other) << NARROW | third))
    return found


def needed(kind: str, term: str, most: int) -> list[int]:
    """Return the pieces that a text must have to contain a term; those of three letters make the pairs idle.

    Of a term in Chinese the first pair and every second after the next are enough, since the texts decide and each
    piece is a walk through the index. Words mostly have two characters: one of the two rows of pairs runs over their
    borders, and such pairs are rare.
    """
    pairs, triples = base_of(kind, PAIR), base_of(kind, TRIPLE)
    codes = [ord(character) for character in term]
    narrow = [code < 128 for code in codes]
    if not any(narrow):
        places = [0, *range(1, len(codes) - 1, 2)]
        return _spread([pairs + (codes[place] << WIDE | codes[place + 1]) for place in places], most)
    found = []
    for place in range(len(codes) - 1):
        if all(narrow[place : place + 3]) and place + 2 < len(codes):
            one, other, third = codes[place : place + 3]
            found.append(triples + ((one << NARROW | other) << NARROW | third))
        elif not (narrow[place] and narrow[place + 1] and place and narrow[place - 1]):
            found.append(pairs + (codes[place] << WIDE | codes[place + 1]))
    return _spread(list(dict.fromkeys(found)), most)


def of_initials(kind: str, initials: Iterable[str]) -> set[int]:
    """Return the pieces of initials, two and three letters each."""
    base, found = base_of(kind, INITIALS), set()
    for line in initials:
        codes = [ord(letter) for letter in line]
        found.update(base + (one << NARROW | other) for one, other in pairwise(codes))
        triples = zip(codes, codes[1:], codes[2:], strict=False)
        found.update(base + ((one << NARROW | other) << NARROW | third) for one, other, third in triples)
    return found


def needed_initials(kind: str, letters: str, most: int) -> list[int]:
    """Return the pieces that initials must have to contain these letters."""
    base, codes = base_of(kind, INITIALS), [ord(letter) for letter in letters]
    if len(codes) == 2:
        return [base + (codes[0] << NARROW | codes[1])]
    triples = zip(codes, codes[1:], codes[2:], strict=False)
    found = [base + ((one << NARROW | other) << NARROW | third) for one, other, third in triples]
    return _spread(list(dict.fromkeys(found)), most)


def of_syllables(kind: str, way: Sequence[str]) -> set[int]:
    """Return the pieces of one way to read: each syllable, each two in a row."""
    single, double = base_of(kind, SYLLABLE), base_of(kind, SYLLABLES)
    return {single + _digest(one) for one in way} | {double + _digest(f"{a} {b}") for a, b in pairwise(way)}


def syllable(kind: str, one: str) -> int:
    """Return the piece of one syllable."""
    return base_of(kind, SYLLABLE) + _digest(one)


def two_syllables(kind: str, one: str, other: str) -> int:
    """Return the piece of two syllables in a row."""
    return base_of(kind, SYLLABLES) + _digest(f"{one} {other}")


def of_key(kind: str, key: str) -> int:
    """Return the piece of something that is only ever looked for as a whole, such as a link."""
    return base_of(kind, KEY) + _digest(key)


@lru_cache(maxsize=65_536)
def _digest(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big") >> (64 - PAYLOAD)


def _spread(found: list[int], most: int) -> list[int]:
    """Return at most so many, taken evenly from the beginning to the end."""
    if len(found) <= most:
        return found
    return [found[place * len(found) // most] for place in range(most)]
