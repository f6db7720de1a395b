"""A body as plain data (正文结构): lines of formatted pieces in paragraphs, lists, quotes and tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Text:
    """Characters in one format; `formats` in the order of the vocabulary."""

    text: str
    formats: tuple[str, ...] = ()
    link: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that the portal serves."""

    address: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Break:
    """A line break inside a line."""


Piece = Text | Picture | Break


@dataclass(slots=True)
class Line:
    """One paragraph or heading (by its tag), or the words of a list item (li) or cell (td, th)."""

    kind: str
    pieces: list[Piece] = field(default_factory=list)

    def text(self, line_break: str = "\n") -> str:
        """Return the characters; a picture has none, and neither has a line of pictures only."""
        if not any(isinstance(piece, Text) for piece in self.pieces):
            return ""
        return "".join(
            piece.text if isinstance(piece, Text) else line_break if isinstance(piece, Break) else ""
            for piece in self.pieces
        )


@dataclass(slots=True)
class Items:
    """A list (列表) with its items; an item holds lines and further lists."""

    ordered: bool
    start: int = 1
    items: list[list[Line | Items]] = field(default_factory=list)


@dataclass(slots=True)
class Cell:
    """One cell of a table."""

    head: bool = False
    colspan: int = 1
    rowspan: int = 1
    line: Line = field(default_factory=lambda: Line("td"))


@dataclass(slots=True)
class Table:
    """A table (表格), row by row."""

    rows: list[list[Cell]] = field(default_factory=list)


@dataclass(slots=True)
class Quote:
    """A quotation (引用)."""

    blocks: list[Block] = field(default_factory=list)


Block = Line | Items | Table | Quote
Unit = Line | list[Cell]


def units(blocks: list[Block] | list[Line | Items]) -> Iterator[Unit]:
    """Yield in reading order what makes one line of the plain text each: a line, or a row of cells."""
    for block in blocks:
        if isinstance(block, Line):
            yield block
        elif isinstance(block, Quote):
            yield from units(block.blocks)
        elif isinstance(block, Table):
            yield from block.rows
        else:
            for item in block.items:
                yield from units(item)


def text_of(unit: Unit) -> str:
    """Return the plain text of a line or row; cells stand apart by a tab, and a row without text has none."""
    if isinstance(unit, Line):
        text = unit.text()
        return text if text.strip() else ""
    cells = [cell.line.text(" ") for cell in unit]
    return "\t".join(cells) if any(cell.strip() for cell in cells) else ""
