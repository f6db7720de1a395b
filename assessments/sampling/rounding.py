"""Whole numbers for a table of shares (受控取整): cells, rows, columns and total all rounded up or down to a neighbour.

Rounding each cell for itself would let a unit with ten accounts on ten platforms have none or ten of them drawn at ten
percent. Here the fractions of the table, with one more row and column that fill every sum up to a whole number, form a
graph between units and platforms. As long as a circle of fractions exists, a part is moved round it, up and down by
turns, until one of them is whole; sums never change. What goes up is decided by chance in proportion, so that the
chance of every account stays close to its share; the total alone always goes up, so that a sample is never below it.
Chance orders the circles too, so that no unit or platform gains by its name.

With the fractions that are left as a forest, a way between a unit and a platform leads over units that have two of
them at least; there are fewer of these than platforms, so that a way is found at once.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor

from .chance import happens, number
from .shares import Cell

_FILL = ""
Edge = tuple[str, str]


def rounded(cells: Sequence[Cell], seed: str) -> dict[Edge, int]:
    """Return the number of accounts to draw by (unit, platform); the same cells and seed always give the same."""
    whole = {(cell.unit, cell.platform): floor(cell.due) for cell in cells}
    parts = {(cell.unit, cell.platform): cell.due - floor(cell.due) for cell in cells}
    forest = _Forest(seed)
    filled = {edge: part for edge, part in _filled(parts).items() if 0 < part < 1}
    for edge in sorted(filled, key=lambda edge: (edge == (_FILL, _FILL), number(seed, "order", *edge))):
        forest.add(edge, filled[edge])
    for edge, up in forest.settled.items():
        if _FILL not in edge:
            whole[edge] += up
    return whole


def _filled(parts: dict[Edge, Fraction]) -> dict[Edge, Fraction]:
    """Return the fractions with those that fill rows, columns and total up to whole numbers; the corner comes last."""
    rows: dict[str, Fraction] = {}
    columns: dict[str, Fraction] = {}
    for (unit, platform), part in parts.items():
        rows[unit] = rows.get(unit, Fraction(0)) + part
        columns[platform] = columns.get(platform, Fraction(0)) + part
    total = sum(rows.values(), Fraction(0))
    filled = dict(parts)
    filled.update({(unit, _FILL): ceil(part) - part for unit, part in rows.items()})
    filled.update({(_FILL, platform): ceil(part) - part for platform, part in columns.items()})
    filled[_FILL, _FILL] = total - floor(total)
    return filled


class _Forest:
    """Fractions without a circle between units and platforms; adding one settles every circle that it closes."""

    def __init__(self, seed: str) -> None:
        self.settled: dict[Edge, int] = {}
        self._seed = seed
        self._of_unit: dict[str, dict[str, Fraction]] = {}
        self._joints: dict[str, dict[str, None]] = {}

    def add(self, edge: Edge, part: Fraction) -> None:
        """Add a fraction; where it closes circles, move parts round them until none is left."""
        unit, platform = edge
        way = self._way(unit, platform)
        if way is None:
            self._put(unit, platform, part)
            return
        self._move(edge, part, way)

    def _move(self, edge: Edge, part: Fraction, way: list[Edge]) -> None:
        """Move a part round the circle of this edge and the way back, up and down by turns, until one is whole."""
        values = [part, *(self._of_unit[unit][platform] for unit, platform in way)]
        ups, downs = values[0::2], values[1::2]
        rise = min(min(1 - value for value in ups), min(downs))
        fall = min(min(ups), min(1 - value for value in downs))
        if edge == (_FILL, _FILL):
            first_up = True
        else:
            chance = fall / (rise + fall)
            first_up = happens(chance.numerator, chance.denominator, self._seed, "move", *edge)
        step = rise if first_up else -fall
        moved = [value + step if number % 2 == 0 else value - step for number, value in enumerate(values)]
        for (unit, platform), value in zip(way, moved[1:], strict=True):
            self._set(unit, platform, value)
        if 0 < moved[0] < 1:
            self.add(edge, moved[0])
        else:
            self.settled[edge] = int(moved[0])

    def _set(self, unit: str, platform: str, value: Fraction) -> None:
        if 0 < value < 1:
            self._of_unit[unit][platform] = value
            return
        self.settled[unit, platform] = int(value)
        del self._of_unit[unit][platform]
        self._joints.get(platform, {}).pop(unit, None)
        if len(self._of_unit[unit]) < 2:
            for other in self._of_unit[unit]:
                self._joints[other].pop(unit, None)

    def _put(self, unit: str, platform: str, part: Fraction) -> None:
        held = self._of_unit.setdefault(unit, {})
        held[platform] = part
        if len(held) >= 2:
            for one in held:
                self._joints.setdefault(one, {})[unit] = None

    def _way(self, unit: str, platform: str) -> list[Edge] | None:
        """Return the edges from the platform back to the unit, in order; None where they are not connected."""
        back: dict[str, list[Edge]] = {one: [(unit, one)] for one in self._of_unit.get(unit, ())}
        open_ends = list(back)
        for at in open_ends:
            if at == platform:
                return back[at][::-1]
            for joint in self._joints.get(at, ()):
                for onward in self._of_unit[joint]:
                    if onward not in back:
                        back[onward] = [*back[at], (joint, at), (joint, onward)]
                        open_ends.append(onward)
        return None
