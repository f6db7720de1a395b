"""WCI V14.2 (微信传播指数), a published index of a vendor: shown for information, never scored by default.

It mixes reads, likes and forwards; see the decision record on published items. A pure function of the items of one
account and period.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log
from typing import NamedTuple

CAP = 100_000
CAPPED = 100_001
"""Reads above the cap count as one more than it, since the platform shows no more."""


class Figures(NamedTuple):
    """An item: the push it went out in and its figures; None is unknown."""

    push: str
    reads: int | None
    likes: int | None
    wows: int | None
    forwards: int | None


@dataclass(frozen=True)
class Formula:
    """The weights of one version: of reads, 在看, likes and forwards; of overall, average, headline and peak."""

    version: str
    reads: float
    wows: float
    likes: float
    forwards: float
    parts: tuple[float, float, float, float]
    factor: float


V14_2 = Formula("WCI V14.2", 0.70, 0.09, 0.06, 0.15, (0.6, 0.2, 0.1, 0.1), 1.2 * 10)


@dataclass(frozen=True)
class Index:
    """The value, the version, and which figures no item tells of (they count as 0, the value is too low then)."""

    value: float
    version: str
    missing: tuple[str, ...] = ()


def wci(items: Iterable[Figures], *, days: int, formula: Formula = V14_2) -> Index | None:
    """Return the index of a period of so many days (week 7, month 30, year 365, else the real number).

    None without items or where the reads of any are unknown. The headline of a push is taken to be its item with the
    most reads, since exports do not tell the position.
    """
    rows = list(items)
    reads = [row.reads for row in rows if row.reads is not None]
    if not rows or len(reads) < len(rows):
        return None
    capped = [_capped(row) for row in rows]
    heads: dict[str, tuple[int, int, int, int]] = {}
    for row, figures in zip(rows, capped, strict=True):
        if row.push not in heads or figures[0] > heads[row.push][0]:
            heads[row.push] = figures
    overall, headline = _sums(capped), _sums(list(heads.values()))
    peak = [max(column) for column in zip(*capped, strict=True)]
    parts = (
        _part(formula, [value / days for value in overall]),
        _part(formula, [value / len(rows) for value in overall]),
        _part(formula, [value / days for value in headline]),
        _part(formula, peak),
    )
    total = sum(weight * part for weight, part in zip(formula.parts, parts, strict=True))
    missing = tuple(name for name in ("wows", "likes", "forwards") if all(getattr(row, name) is None for row in rows))
    return Index(round(total**2 * formula.factor, 2), formula.version, missing)


def _capped(row: Figures) -> tuple[int, int, int, int]:
    reads = row.reads or 0
    return (CAPPED if reads > CAP else reads, row.wows or 0, row.likes or 0, row.forwards or 0)


def _sums(rows: Sequence[Sequence[int]]) -> list[float]:
    return [float(sum(column)) for column in zip(*rows, strict=True)]


def _part(formula: Formula, figures: Sequence[float]) -> float:
    reads, wows, likes, forwards = figures
    return (
        formula.reads * log(reads + 1)
        + formula.wows * log(10 * wows + 1)
        + formula.likes * log(10 * likes + 1)
        + formula.forwards * log(10 * forwards + 1)
    )
