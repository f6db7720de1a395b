"""Where the cells of a grid stand: columns only where a cell begins or ends, the same in all layers."""

import itertools
from dataclasses import dataclass

from .model import Cell, Changed, Checks, Content, Grid, Layout, Opinion
from .texts import lines_of

#: Chinese characters of small type in a line across the whole sheet.
ROOM = {Layout.FORM: 46, Layout.LETTER: 38, Layout.WIDE: 66}
#: A row of at most so many lines is never split over pages; a longer one has to be.
WHOLE_LINES = 24
#: An opinion of more lines flows over pages; its signature still stands whole.
OPINION_LINES = 18


@dataclass(frozen=True)
class Place:
    """A cell with the columns that it takes."""

    cell: Cell
    column: int
    across: int

    @property
    def kind(self) -> str:
        """What the cell holds: text, changed, checks or opinion."""
        return kind_of(self.cell.content)


@dataclass(frozen=True)
class Line:
    """A row of a grid: the cells that begin in it and those that reach down into it, from left to right."""

    begins: tuple[Place, ...]
    reached: tuple[Place, ...]
    whole: bool


@dataclass(frozen=True)
class Placed:
    """A grid with its columns as shares of a hundred."""

    widths: tuple[float, ...]
    lines: tuple[Line, ...]


def kind_of(content: Content) -> str:
    """Return the kind of a content in one word."""
    return "text" if isinstance(content, str) else type(content).__name__.lower()


def place(grid: Grid, layout: Layout = Layout.FORM) -> Placed:
    """Place the cells; refuses rows that are too short or too long (ValueError)."""
    units = sum(cell.span for cell in grid.rows[0]) if grid.rows else 0
    rows, edges = _starts(grid, units)
    borders = sorted(edges)
    index = {edge: n for n, edge in enumerate(borders)}
    widths = tuple(100 * (b - a) / units for a, b in itertools.pairwise(borders))
    room = ROOM[layout]
    lines: list[Line] = []
    reaching: list[tuple[int, Place]] = []
    for row in rows:
        reached = tuple(one for left, one in reaching if left > 0)
        begins = tuple(Place(cell, index[at], index[at + cell.span] - index[at]) for at, cell in row)
        whole = all(_lines(cell.content, room * cell.span / units) <= WHOLE_LINES for _, cell in row)
        lines.append(Line(begins, reached, whole))
        reaching = [(left - 1, one) for left, one in reaching if left > 1]
        reaching += [(one.cell.down - 1, one) for one in begins if one.cell.down > 1]
    return Placed(widths, tuple(lines))


def flows(opinion: Opinion, room: float) -> bool:
    """Say whether an opinion is too long to stand whole in its box."""
    return lines_of(opinion.text, room) > OPINION_LINES


def _starts(grid: Grid, units: int) -> tuple[list[list[tuple[int, Cell]]], set[int]]:
    """Return the unit at which each cell begins, and every edge between units that a cell uses."""
    taken_until = [0] * units
    edges = {0, units}
    rows = []
    for n, row in enumerate(grid.rows):
        at, starts = 0, []
        for cell in row:
            while at < units and taken_until[at] > n:
                at += 1
            span = range(at, at + cell.span)
            if at + cell.span > units or any(taken_until[unit] > n for unit in span):
                raise ValueError(f"row {n + 1} of the grid is too long")
            starts.append((at, cell))
            edges |= {at, at + cell.span}
            for unit in span:
                taken_until[unit] = n + cell.down
            at += cell.span
        if any(until <= n for until in taken_until):
            raise ValueError(f"row {n + 1} of the grid is too short")
        rows.append(starts)
    if any(until > len(grid.rows) for until in taken_until):
        raise ValueError("a cell reaches below the grid")
    return rows, edges


def _lines(content: Content, room: float) -> int:
    if isinstance(content, Opinion):
        return lines_of(content.text, room) + 4
    if isinstance(content, Checks):
        return lines_of(" ".join(f"□ {option.label}" for option in content.options), room)
    if isinstance(content, Changed):
        return lines_of(f"{content.old} {content.new}", room)
    return lines_of(content, room)
