"""The digest of one result (结果指纹): over its own text and the texts of its cards, which are stored as they are."""

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

from ..scoring import Result, YearResult
from .encoding import ExactEncoder
from .thawing import bare

ENCODE = ExactEncoder().encode


class Written(NamedTuple):
    """A result in writing: the text of the unit, the text of each card by account, and the digest of all."""

    unit: str
    cards: dict[str, str]
    digest: str


def written(result: Result | YearResult) -> Written:
    """Return a result in writing; equal results, and only those, have the same digest."""
    if isinstance(result, YearResult):
        text = ENCODE(result)
        return Written(text, {}, hashlib.sha256(text.encode()).hexdigest())
    text = ENCODE(bare(result))
    cards = {card.account: ENCODE(card) for part in result.parts for card in part.cards}
    return Written(text, cards, digest_over(text, [cards[account] for account in sorted(cards)]))


def digest_over(unit: str, cards: Iterable[str]) -> str:
    """Return the digest of a unit's text and the texts of its cards, these in the order of their accounts' names."""
    return hashlib.sha256("\n".join((unit, *cards)).encode()).hexdigest()


def digest_of(result: Result | YearResult) -> str:
    """Return the digest alone."""
    return written(result).digest
