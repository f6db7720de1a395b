"""Chance from a seed (种子随机): SHA-256 of the seed and of what is decided, read as a number."""

import hashlib

ALL = 1 << 256


def number(seed: str, *words: str) -> int:
    """Return the number in 0..2^256 that this seed gives to these words; lengths keep words apart."""
    text = "".join(f"{len(word)}:{word}," for word in (seed, *words))
    return int.from_bytes(hashlib.sha256(text.encode("utf-8")).digest(), "big")


def happens(numerator: int, denominator: int, seed: str, *words: str) -> bool:
    """Decide something that happens with this chance."""
    return number(seed, *words) * denominator < numerator * ALL
