"""The draw itself (抽样): watch list first, then the accounts that chance puts first in each unit and platform."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from newmedia_portal.core.refusals import Refused

from .chance import number
from .rounding import rounded
from .shares import Cell, cells_of


class BadShare(Refused):
    """The share, the seed or the frame is not fit for a draw."""


class Candidate(NamedTuple):
    """An account that may be drawn (抽样框): its unit, its platform, and whether it is on the watch list."""

    id: str
    unit: str
    platform: str
    watched: bool = False


class Picked(NamedTuple):
    """An account of the sample: on the watch list, or drawn with its place in the order of chance."""

    id: str
    unit: str
    platform: str
    watched: bool
    place: int


class Stratum(NamedTuple):
    """What was done in one unit and platform: how many there are, on the list, owed, taken."""

    cell: Cell
    taken: int


class Draw(NamedTuple):
    """A draw with everything needed to repeat it (抽样结果)."""

    percent: Decimal
    seed: str
    total: int
    picked: tuple[Picked, ...]
    strata: tuple[Stratum, ...]


def draw(candidates: Iterable[Candidate], percent: Decimal | int, seed: str) -> Draw:
    """Return the sample of a share in percent; the order of the candidates makes no difference.

    Every account on the watch list is in. Each unit is within one account of its share, or of the length of its watch
    list where that is longer; without a list so are each platform, each unit on each platform, and the total, which is
    never below the share. Raises BadShare for a share that is not above 0 and at most 100, an empty seed, or an
    account that stands twice in the frame.
    """
    share = Decimal(percent)
    if not share.is_finite() or not 0 < share <= 100:
        raise BadShare("抽查比例应大于 0、不超过 100%，请改正。", field="percent")
    if not seed:
        raise BadShare("请写明抽样种子，以便日后按同一种子重现抽样结果。", field="seed")
    frame: dict[tuple[str, str], list[Candidate]] = {}
    seen: set[str] = set()
    for candidate in candidates:
        if candidate.id in seen:
            raise BadShare(f"账号 {candidate.id} 在抽样范围内重复出现，请先去重。")
        seen.add(candidate.id)
        frame.setdefault((candidate.unit, candidate.platform), []).append(candidate)
    counts = [(*key, len(rows), sum(row.watched for row in rows)) for key, rows in frame.items()]
    cells = cells_of(counts, Fraction(share) / 100)
    numbers = rounded(cells, seed)
    strata, picked = [], []
    for cell in cells:
        key = cell.unit, cell.platform
        chosen = _chosen(frame[key], numbers[key], seed)
        strata.append(Stratum(cell, len(chosen)))
        picked += chosen
    return Draw(share, seed, len(seen), tuple(picked), tuple(strata))


def draw_sentences(made: Draw) -> list[str]:
    """Return how a draw came about: the rule, then each unit on each platform."""
    watched = sum(one.watched for one in made.picked)
    found = [
        f"抽查范围 {made.total} 个账号，比例 {_number(made.percent)}%，种子“{made.seed}”；抽取 {len(made.picked)} 个，"
        f"其中重点关注 {watched} 个（全部纳入），随机 {len(made.picked) - watched} 个。"
    ]
    for stratum in made.strata:
        cell = stratum.cell
        due = round(Decimal(cell.due.numerator) / cell.due.denominator, 2)
        found.append(
            f"{cell.unit} · {cell.platform}：{cell.total} 个，重点关注 {cell.watched} 个，"
            f"应抽 {_number(due)} 个，抽取 {stratum.taken} 个。"
        )
    return found


def _chosen(rows: list[Candidate], size: int, seed: str) -> list[Picked]:
    order = sorted((not row.watched, number(seed, "account", row.id), row.id, row) for row in rows)
    return [
        Picked(row.id, row.unit, row.platform, row.watched, place)
        for place, (_, _, _, row) in enumerate(order[:size], 1)
    ]


def _number(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
