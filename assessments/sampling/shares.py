"""How many accounts belong in the sample (应抽数): exact shares by unit and platform, the watch list taken first.

Each unit is owed its share of its accounts, and never less than its accounts on the watch list. Accounts on the list
count towards the share of their unit; what is left of the share is spread evenly over the unit's other accounts. Where
a unit's list is longer than its share, the unit exceeds it by that much and owes nothing more.
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple


class Cell(NamedTuple):
    """The accounts of one unit on one platform: how many, how many on the watch list, how many belong in the sample."""

    unit: str
    platform: str
    total: int
    watched: int
    due: Fraction


def cells_of(counts: Iterable[tuple[str, str, int, int]], share: Fraction) -> list[Cell]:
    """Return the cells, by unit and platform, from (unit, platform, accounts, watched) and the share (0..1)."""
    rows = sorted(counts)
    totals: dict[str, int] = {}
    watches: dict[str, int] = {}
    for unit, _, total, watched in rows:
        totals[unit] = totals.get(unit, 0) + total
        watches[unit] = watches.get(unit, 0) + watched
    rates = {unit: _rate(total, watches[unit], share) for unit, total in totals.items()}
    return [
        Cell(unit, platform, total, watched, watched + rates[unit] * (total - watched))
        for unit, platform, total, watched in rows
    ]


def _rate(total: int, watched: int, share: Fraction) -> Fraction:
    """Return the share of the accounts that are not on the list."""
    rest = total - watched
    return max(Fraction(0), share * total - watched) / rest if rest else Fraction(0)
