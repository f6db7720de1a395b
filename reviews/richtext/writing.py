"""From the plain data of a body to its one HTML text, with marks where they are asked for (输出)."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from .model import Block, Cell, Items, Line, Picture, Quote, Table, Text, text_of
from .vocabulary import RELATION


@dataclass(frozen=True, slots=True)
class Mark:
    """A range of the plain text, in code points, that is to be marked: class, id and title of the element."""

    start: int
    end: int
    css: str
    id: str
    title: str = ""


class Writer:
    """Writes blocks and knows at every piece where in the plain text it stands."""

    def __init__(self, marks: Sequence[Mark] = ()) -> None:
        self.out: list[str] = []
        self.offset = 0
        self.begun = False
        self.coming = sorted((m for m in marks if m.start < m.end), key=lambda m: (m.start, -m.end, m.id), reverse=True)
        self.running: list[Mark] = []
        self.named: set[str] = set()

    def write(self, blocks: list[Block]) -> str:
        """Return the blocks as HTML."""
        self._blocks(blocks)
        return "".join(self.out)

    def _blocks(self, blocks: Sequence[Block]) -> None:
        for block in blocks:
            if isinstance(block, Line):
                self._element(block.kind, block)
            elif isinstance(block, Items):
                self._items(block)
            elif isinstance(block, Table):
                self._table(block)
            elif isinstance(block, Quote):
                self.out.append("<blockquote>")
                self._blocks(block.blocks)
                self.out.append("</blockquote>")

    def _element(self, tag: str, line: Line) -> None:
        self.out.append(f"<{tag}>")
        self._part(line)
        self.out.append(f"</{tag}>")

    def _items(self, items: Items) -> None:
        tag = "ol" if items.ordered else "ul"
        start = f' start="{items.start}"' if items.ordered and items.start > 1 else ""
        self.out.append(f"<{tag}{start}>")
        for item in items.items:
            self.out.append("<li>")
            for part in item:
                if isinstance(part, Line):
                    self._part(part)
                else:
                    self._items(part)
            self.out.append("</li>")
        self.out.append(f"</{tag}>")

    def _table(self, table: Table) -> None:
        self.out.append("<table><tbody>")
        for row in table.rows:
            self.out.append("<tr>")
            self._step(row)
            for number, cell in enumerate(row):
                self.offset += bool(number and text_of(row))
                self._cell(cell)
            self.out.append("</tr>")
        self.out.append("</tbody></table>")

    def _cell(self, cell: Cell) -> None:
        tag = "th" if cell.head else "td"
        spans = "".join(f' {n}="{v}"' for n, v in (("colspan", cell.colspan), ("rowspan", cell.rowspan)) if v > 1)
        self.out.append(f"<{tag}{spans}>")
        self._line(cell.line)
        self.out.append(f"</{tag}>")

    def _part(self, line: Line) -> None:
        self._step(line)
        self._line(line)

    def _step(self, unit: Line | list[Cell]) -> None:
        """Count the line end before a line of the plain text."""
        if text_of(unit):
            self.offset += self.begun
            self.begun = True

    def _line(self, line: Line) -> None:
        opened: list[str] = []
        counted = any(isinstance(piece, Text) for piece in line.pieces)
        for piece in line.pieces:
            tags = _tags(piece) if isinstance(piece, Text) else []
            same = 0
            while same < min(len(opened), len(tags)) and opened[same] == tags[same]:
                same += 1
            self.out += [f"</{tag.split(' ')[0]}>" for tag in reversed(opened[same:])]
            self.out += [f"<{tag}>" for tag in tags[same:]]
            opened = tags
            if isinstance(piece, Text):
                self._characters(piece.text)
            elif isinstance(piece, Picture):
                self.out.append(f'<img src="{piece.address}" alt="{_attribute(piece.words)}">')
            else:
                self.out.append("<br>")
                self.offset += counted
        self.out += [f"</{tag.split(' ')[0]}>" for tag in reversed(opened)]

    def _characters(self, text: str) -> None:
        place, end = self.offset, self.offset + len(text)
        while place < end:
            while self.coming and self.coming[-1].start <= place:
                self.running.append(self.coming.pop())
            self.running = [mark for mark in self.running if mark.end > place]
            stops = [mark.end for mark in self.running] + [mark.start for mark in self.coming[-1:]]
            stop = min([end, *stops])
            words = _words(text[place - self.offset : stop - self.offset])
            self.out += [self._mark(mark) for mark in self.running] + [words] + ["</mark>"] * len(self.running)
            place = stop
        self.offset = end

    def _mark(self, mark: Mark) -> str:
        name = _attribute(mark.id)
        first = "" if mark.id in self.named else f' id="mark-{name}"'
        self.named.add(mark.id)
        title = f' title="{_attribute(mark.title)}"' if mark.title else ""
        return f'<mark{first} class="{_attribute(mark.css)}" data-mark="{name}"{title}>'


def _tags(piece: Text) -> list[str]:
    outer = [f'a href="{_attribute(piece.link)}" rel="{RELATION}"'] if piece.link else []
    return [*outer, *piece.formats]


def _words(text: str) -> str:
    return escape(text, quote=False)


def _attribute(text: str) -> str:
    return escape(text, quote=False).replace('"', "&quot;")
