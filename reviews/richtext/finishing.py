"""The last hand at a body (收尾): lines in their one form, nothing empty left."""

from .lines import tidy
from .model import Block, Break, Cell, Items, Line, Quote, Table


def finished(blocks: list[Block]) -> list[Block]:
    """Return the blocks in their one form."""
    return [done for block in blocks for done in _block(block)]


def _block(block: Block) -> list[Block]:
    if isinstance(block, Line):
        return list(tidy(block))
    if isinstance(block, Quote):
        inner = finished(block.blocks)
        return [Quote(inner)] if inner else []
    if isinstance(block, Items):
        items = [done for item in block.items if (done := _item(item))]
        return [Items(block.ordered, block.start, items)] if items else []
    rows = [[_cell(cell) for cell in row] for row in block.rows if row]
    return [Table(rows)] if any(cell.line.pieces for row in rows for cell in row) else []


def _item(parts: list[Line | Items]) -> list[Line | Items]:
    """Return an item in which neighbouring lines are one line with breaks."""
    done: list[Line | Items] = []
    for part in parts:
        if isinstance(part, Items):
            done += [block for block in _block(part) if isinstance(block, Items)]
        elif done and isinstance(last := done[-1], Line):
            last.pieces += [Break(), *part.pieces]
        else:
            done.append(Line("li", list(part.pieces)))
    return [kept for part in done for kept in (tidy(part) if isinstance(part, Line) else [part])]


def _cell(cell: Cell) -> Cell:
    kind = "th" if cell.head else "td"
    lines = tidy(Line(kind, cell.line.pieces))
    return Cell(cell.head, cell.colspan, cell.rowspan, lines[0] if lines else Line(kind))
