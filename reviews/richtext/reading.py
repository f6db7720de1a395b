"""From an HTML source of any kind to the plain data of a body; nothing nests deeper than the vocabulary allows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from .finishing import finished
from .lines import readable
from .model import Block, Break, Cell, Items, Line, Picture, Piece, Quote, Table, Text
from .state import Formats
from .tokens import Token, tokenise
from .vocabulary import DEEPEST_LIST, DEEPEST_QUOTE, picture

HEADING = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}
PARTS = {"ul", "ol", "li", "blockquote", "table", "tr", "td", "th", "caption"}
BLOCKS = {
    *HEADING, *PARTS, "p", "div", "section", "article", "aside", "main", "header", "footer", "nav", "address", "center",
    "figure", "figcaption", "form", "fieldset", "legend", "details", "summary", "dl", "dt", "dd", "pre", "listing",
    "hr", "body", "html", "thead", "tbody", "tfoot", "menu", "dir", "dialog", "hgroup", "search",
}  # fmt: skip
# What an end tag does not reach through.
BARRIERS: dict[str, set[str]] = {
    "table": set(), "tr": set(), "td": set(), "caption": set(), "li": {"td", "caption", "ul", "ol"},
}  # fmt: skip


@dataclass(slots=True)
class Frame:
    """A part of the body that is being read: `blocks` takes what comes next."""

    kind: str
    blocks: list[Block] = field(default_factory=list)
    items: Items | None = None
    table: Table | None = None


class Reader:
    """Takes tokens and builds the body; never deeper than a few frames, never two looks at one token."""

    def __init__(self) -> None:
        self.frames = [Frame("body")]
        self.formats = Formats()
        self.pieces: list[Piece] = []
        self.heading = ""
        self.inside_heading = 0
        self.ignored: Counter[str] = Counter()

    def read(self, tokens: Iterable[Token]) -> list[Block]:
        """Return the finished blocks."""
        for token in tokens:
            if token.kind == "text":
                self._text(token.text)
            elif token.kind == "open":
                self._open(token)
            elif token.kind == "close":
                self._close(token.name)
        self._flush()
        return finished(self.frames[0].blocks)

    def _text(self, text: str) -> None:
        if self.formats.hidden:
            return
        lines = text.replace("\r\n", "\n").split("\n") if self.formats.preformatted else [text]
        for number, line in enumerate(lines):
            if number:
                self.pieces.append(Break())
            if words := readable(line):
                self.pieces.append(Text(words, self.formats.now, self.formats.link))

    def _open(self, token: Token) -> None:
        name = token.name
        if name in BLOCKS:
            self._block(token)
        self.formats.begin(token)
        if self.formats.hidden:
            return
        if name == "br":
            self.pieces.append(Break())
        elif name == "img" and (address := picture(token.attributes.get("src", ""))):
            self.pieces.append(Picture(address, " ".join(readable(token.attributes.get("alt", "")).split())))

    def _block(self, token: Token) -> None:
        name = token.name
        if self.heading and name not in PARTS:
            self.pieces.append(Break())
            self.inside_heading += 1
            return
        self._flush()
        self.heading, self.inside_heading = "", 0
        if name in HEADING and self.frames[-1].kind in {"body", "blockquote"}:
            self.heading = HEADING[name]
        elif name in {"ul", "ol"}:
            self._list(token)
        elif name == "li":
            self._item()
        elif name == "blockquote":
            self._quote()
        elif name == "table":
            self._table()
        elif name == "caption" and self.frames[-1].kind == "table":
            self.frames.append(Frame("caption"))
        elif name in {"tr", "td", "th"}:
            self._row_or_cell(token)

    def _list(self, token: Token) -> None:
        if (
            self._has("td")
            or self.frames[-1].kind in {"table", "tr"}
            or sum(frame.kind in {"ul", "ol"} for frame in self.frames) >= DEEPEST_LIST
        ):
            self.ignored[token.name] += 1
            return
        if self.frames[-1].kind in {"ul", "ol"}:
            self._reopen_item()
        start = token.attributes.get("start", "")
        number = int(start) if token.name == "ol" and start.isascii() and start.isdigit() and len(start) < 5 else 1
        items = Items(token.name == "ol", max(number, 1))
        self.frames[-1].blocks.append(items)
        self.frames.append(Frame(token.name, items=items))

    def _reopen_item(self) -> None:
        """A list straight inside a list belongs to the item before it."""
        items = self.frames[-1].items
        if items:
            if not items.items:
                items.items.append([])
            self.frames.append(Frame("li", items.items[-1]))  # type: ignore[arg-type]

    def _item(self) -> None:
        place = self._find({"ul", "ol"}, barrier={"td", "blockquote", "caption"})
        items = self.frames[place].items if place else None
        if items:
            del self.frames[place + 1 :]
            items.items.append([])
            self.frames.append(Frame("li", items.items[-1]))  # type: ignore[arg-type]

    def _quote(self) -> None:
        deep = sum(frame.kind == "blockquote" for frame in self.frames) >= DEEPEST_QUOTE
        if deep or self.frames[-1].kind not in {"body", "blockquote"}:
            self.ignored["blockquote"] += 1
            return
        quote = Quote()
        self.frames[-1].blocks.append(quote)
        self.frames.append(Frame("blockquote", quote.blocks))

    def _table(self) -> None:
        if self.frames[-1].kind not in {"body", "blockquote"}:
            self.ignored["table"] += 1
            return
        table = Table()
        self.frames[-1].blocks.append(table)
        self.frames.append(Frame("table", table=table))

    def _row_or_cell(self, token: Token) -> None:
        if self.ignored["table"]:
            return
        place = self._find({"table"}, barrier=set())
        if not place:
            return
        if token.name == "tr":
            self._cut(place + 1)
            self._row()
        else:
            self._cut(place + 1 + (len(self.frames) > place + 1 and self.frames[place + 1].kind == "tr"))
            self._cell(Cell(token.name == "th", _span(token, "colspan"), _span(token, "rowspan")))

    def _row(self) -> None:
        table = self.frames[-1].table
        if table:
            table.rows.append([])
            self.frames.append(Frame("tr", table=table))

    def _cell(self, cell: Cell) -> None:
        """Begin a cell, in a row of its own where the source has none."""
        if self.frames[-1].kind == "table":
            self._row()
        table = self.frames[-1].table
        if table:
            table.rows[-1].append(cell)
            self.frames.append(Frame("td", [cell.line]))
            self.formats.put_aside()

    def _close(self, name: str) -> None:
        if name in BLOCKS and self.inside_heading and name not in HEADING:
            self.pieces.append(Break())
            self.inside_heading -= 1
        elif name in BLOCKS:
            self._flush()
            self.heading, self.inside_heading = "", 0
        if self.ignored[name] > 0:
            self.ignored[name] -= 1
        elif name in PARTS and not (self.ignored["table"] and name in {"tr", "td", "th", "caption"}):
            kind = "td" if name == "th" else name
            if place := self._find({kind}, barrier=BARRIERS.get(kind, {"td", "caption"})):
                self._cut(place)
        self.formats.end(name, block=name in BLOCKS)

    def _cut(self, place: int) -> None:
        """End the frames from this one on."""
        for frame in self.frames[place:]:
            if frame.kind == "td":
                self.formats.take_back()
            elif frame.kind == "caption":
                self._above_table(frame.blocks)
        del self.frames[place:]

    def _above_table(self, blocks: list[Block]) -> None:
        place = self._find({"table"}, barrier=set())
        above = self.frames[place - 1].blocks
        above[-1:-1] = blocks

    def _find(self, kinds: set[str], barrier: set[str]) -> int:
        """Return the place of the innermost such frame; 0 where there is none before a barrier."""
        for place in range(len(self.frames) - 1, 0, -1):
            if self.frames[place].kind in kinds:
                return place
            if self.frames[place].kind in barrier:
                return 0
        return 0

    def _has(self, kind: str) -> bool:
        return any(frame.kind == kind for frame in self.frames)

    def _flush(self) -> None:
        """End the line that is being read and put it where it belongs."""
        pieces, self.pieces = self.pieces, []
        if not any(not isinstance(piece, Text) or piece.text.strip() for piece in pieces):
            return
        outer = len(self.frames)
        if self.frames[-1].kind in {"ul", "ol"}:
            self._reopen_item()
        elif self.frames[-1].kind in {"table", "tr"}:
            self._cell(Cell())
        if self.frames[-1].kind == "td":
            self._into_cell(pieces)
        else:
            self.frames[-1].blocks.append(Line(self.heading or "p", pieces))
        self._cut(outer)

    def _into_cell(self, pieces: list[Piece]) -> None:
        """A cell holds one line; what would be paragraphs are breaks."""
        line = self.frames[-1].blocks[0]
        if isinstance(line, Line):
            line.pieces += [Break(), *pieces]


def _span(token: Token, name: str) -> int:
    """Return over how many columns or rows a cell goes."""
    text = token.attributes.get(name, "")
    return min(max(int(text), 1), 100) if text.isascii() and text.isdigit() and len(text) < 5 else 1


def read(source: str) -> list[Block]:
    """Return the body that a source describes."""
    return Reader().read(tokenise(source))
