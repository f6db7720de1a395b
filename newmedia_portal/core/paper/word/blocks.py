"""The blocks of a paper as elements of a Word file."""

import io
from collections.abc import Iterator, Sequence
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from lxml.etree import _Element

from .. import codes
from ..model import (
    Block,
    Body,
    Changed,
    Checks,
    Content,
    Grid,
    Heading,
    Items,
    Layout,
    Note,
    Opinion,
    Paper,
    Paragraphs,
    Part,
    Picture,
    SignatureBox,
    Table,
)
from ..payload import numbered
from ..placing import ROOM, WHOLE_LINES, Line, Place, flows, place
from ..texts import day_text, lines_of
from .xml import BODY_FONT, HEAD_FONT, KAI_FONT, cell, dxa, paragraph, row, rows_like, run, spacer, table

TEXT_WIDTH = {Layout.FORM: 186, Layout.LETTER: 156, Layout.WIDE: 273}
SIZE = {Layout.FORM: 10.5, Layout.LETTER: 16.0, Layout.WIDE: 10.5}
SMALL = 9.5
#: Twenty-two lines of twenty-eight characters of 16 points in 156 mm by 225 mm (GB/T 9704): pitch in twips, and points.
LINE_PITCH = 579
SPREAD = -0.25
#: Room for the hand in a box of an opinion, and the width of a code, in millimetres.
OPINION_HEIGHT = 31
CODE = 28


class Writer:
    """Writes the blocks of one paper at the end of a document."""

    def __init__(self, document: Document, paper: Paper) -> None:
        self.document = document
        self.paper = paper
        self.layout = paper.layout
        self.size = SIZE[paper.layout]
        self.width = dxa(TEXT_WIDTH[paper.layout])
        self.letter = paper.layout is Layout.LETTER

    def write(self, block: Block) -> None:
        """Add one block."""
        for element in self._elements(block):
            self.add(element)

    def add(self, element: _Element) -> None:
        """Add one element before the settings of the last section."""
        self.document.element.body.sectPr.addprevious(element)

    def text(self, text: str, *, font: str = BODY_FONT, **look: Any) -> _Element:
        """Return a paragraph of running text in the size and the line pitch of the layout."""
        said = run(text, font=font, size=self.size, spread=SPREAD if self.letter else 0)
        return paragraph([said], size=self.size, line=LINE_PITCH if self.letter else 0, **look)

    def code(self) -> None:
        """Add the square code beside its lines, in one row that stays whole."""
        widths = [self.width - dxa(CODE + 6), dxa(CODE + 6)]
        said = [paragraph([run(line)], after=3) for line in self.paper.qr_lines] or [paragraph([])]
        shown = self.square(CODE)
        self.add(spacer())
        self.add(table(widths, [row([cell(said, widths[0]), cell(shown, widths[1])])]))
        self.add(spacer())

    def square(self, width: int) -> Sequence[_Element]:
        """Return the square code, `width` in millimetres."""
        return self._picture(codes.png(self.paper.qr_text), width, self.paper.qr_label, "")

    def _elements(self, block: Block) -> Iterator[_Element]:
        if isinstance(block, Grid):
            yield from self._grid(block)
        elif isinstance(block, SignatureBox):
            yield from self._box(block)
        elif isinstance(block, Table):
            yield from self._table(block)
        elif isinstance(block, Note):
            yield from _note(block)
        elif isinstance(block, Body):
            for part in block.parts:
                yield from self._part(part)
        else:
            yield from self._letter(block)

    def _grid(self, block: Grid) -> Iterator[_Element]:
        placed = place(block, self.layout)
        widths = [round(self.width * share / 100) for share in placed.widths]
        yield table(widths, [_grid_row(line, widths) for line in placed.lines])
        yield spacer()

    def _box(self, block: SignatureBox) -> Iterator[_Element]:
        said = [paragraph([run(block.label, font=HEAD_FONT)], after=4, keep=True), *_opinion(block.opinion)]
        whole = not flows(block.opinion, ROOM[self.layout])
        yield spacer()
        yield table(
            [self.width], [row([cell(said, self.width, middle=False)], whole=whole, height=dxa(OPINION_HEIGHT))]
        )
        yield spacer()

    def _table(self, block: Table) -> Iterator[_Element]:
        shares = block.widths or (1,) * len(block.heads)
        widths = [round(self.width * share / sum(shares)) for share in shares]
        rooms = [ROOM[self.layout] * share / sum(shares) for share in shares]
        if block.caption:
            yield paragraph([run(block.caption, font=HEAD_FONT)], align="center", after=4, keep=True)
        heads = [
            cell([paragraph([run(text, font=HEAD_FONT)], align="center")], width)
            for text, width in zip(block.heads, widths, strict=True)
        ]
        sides = ["right" if n in block.right else "" for n in range(len(widths))]
        models = [cell([paragraph([run("?")], align=side)], width) for width, side in zip(widths, sides, strict=True)]
        wholes = (
            all(lines_of(text, room) <= WHOLE_LINES for text, room in zip(texts, rooms, strict=True))
            for texts in block.rows
        )
        rows = [row(heads, head=True), *rows_like(models, block.rows, wholes)]
        yield table(widths, rows)
        yield spacer()

    def _letter(self, block: Paragraphs) -> Iterator[_Element]:
        if block.to:
            yield self.text(block.to)
        for part in block.body:
            yield from self._part(part)
        for n, text in enumerate(numbered(block.attachments)):
            label = "附件：" if n == 0 else "\u3000\u3000\u3000"
            yield self.text(label + text, indent=5, hanging=3, before=self.size if n == 0 else 0)
        signed = [text for text in (block.signer, day_text(block.on) if block.on else "") if text]
        for n, text in enumerate(signed):
            before, keep = (3 * self.size if n == 0 else 0), n < len(signed) - 1
            yield self.text(text, align="right", right=4, before=before, keep=keep)

    def _part(self, part: Part) -> Iterator[_Element]:
        if isinstance(part, Heading):
            level = min(max(part.level, 1), 3)
            font = (HEAD_FONT, KAI_FONT, BODY_FONT)[level - 1] if self.letter else HEAD_FONT
            look: dict[str, Any] = {"first": 2} if self.letter else {"before": 8, "after": 3}
            yield self.text(part.text, font=font, style=f"Heading{level}", keep=True, **look)
        elif isinstance(part, Items):
            for n, text in enumerate(part.texts, 1):
                mark = f"{n}. " if part.ordered else "• "
                yield self.text(mark + text, indent=3 if self.letter else 1.5, hanging=1)
        elif isinstance(part, Picture):
            yield from self._picture(part.data, part.width, part.alt, part.caption, known=bool(part.media_type))
        else:
            for line in part.split("\n"):
                yield self.text(line, first=2)

    def _picture(self, data: bytes, width: int, alt: str, caption: str, *, known: bool = True) -> Sequence[_Element]:
        """Return a picture with its words; a broken one says so."""
        held = self.document.add_paragraph()
        shown = held._p
        self.document.element.body.remove(shown)
        try:
            if not known:
                raise ValueError(alt)
            inline = held.add_run().add_picture(io.BytesIO(data), width=Mm(min(width, TEXT_WIDTH[self.layout])))
            inline._inline.docPr.set("descr", alt)
            look = paragraph([], align="center", keep=bool(caption)).find(qn("w:pPr"))
            shown.insert(0, look)
        except Exception:  # the reader of pictures raises whatever the bytes make it raise
            shown = paragraph([run(f"（图片无法显示：{alt}）")], align="center")
        under = [paragraph([run(caption, size=SMALL)], align="center", after=4)] if caption else []
        return [shown, *under]


def _grid_row(line: Line, widths: list[int]) -> _Element:
    """Return a row with the cells that begin in it and those that reach down into it, from left to right."""
    entries = [(one, "restart" if one.cell.down > 1 else "") for one in line.begins]
    entries += [(one, "continue") for one in line.reached]
    cells = []
    for one, merge in sorted(entries, key=lambda entry: entry[0].column):
        width = sum(widths[one.column : one.column + one.across])
        said = [paragraph([])] if merge == "continue" else _said(one)
        cells.append(cell(said, width, across=one.across, merge=merge))
    tall = any(one.kind == "opinion" for one in line.begins)
    return row(cells, whole=line.whole, height=dxa(OPINION_HEIGHT) if tall else 0)


def _said(one: Place) -> list[_Element]:
    content: Content = one.cell.content
    align = "center" if one.cell.head else ""
    if isinstance(content, Opinion):
        return _opinion(content)
    if isinstance(content, Checks):
        runs = []
        for n, option in enumerate(content.options):
            runs.append(run(("\u3000" if n else "") + ("☑" if option.on else "☐"), font="Segoe UI Symbol", sign=True))
            runs.append(run(f" {option.label}"))
        return [paragraph(runs)]
    if isinstance(content, Changed):
        return [paragraph([run(content.old, strike=True), run("\u3000"), run(content.new)])]
    return [paragraph([run(content)], align=align)]


def _opinion(opinion: Opinion) -> list[_Element]:
    """Return an opinion; name, seal and day keep together."""
    said = [paragraph([run(line)]) for line in opinion.text.split("\n")]
    open_name = "" if opinion.signer else "\u3000" * 6
    signs = [f"{opinion.signature}：{opinion.signer}{open_name}"] if opinion.signature or opinion.signer else []
    signs += [f"（{opinion.seal}）"] if opinion.seal else []
    said += [paragraph([run(text)], align="right", before=5, keep=True) for text in signs]
    return [*said, paragraph([run(opinion.day)], align="right", before=4)]


def _note(block: Note) -> Iterator[_Element]:
    if len(block.texts) == 1:
        yield paragraph([run(f"{block.label}：{block.texts[0]}", size=SMALL)])
        return
    yield paragraph([run(f"{block.label}：", size=SMALL)], keep=True)
    for n, text in enumerate(block.texts, 1):
        yield paragraph([run(f"{n}. {text}", size=SMALL)], indent=1.5, hanging=1.5, size=SMALL)
