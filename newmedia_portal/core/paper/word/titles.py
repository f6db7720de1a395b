"""What stands above the blocks of a paper in a Word file: title, number, copy, a code beside the title."""

from lxml.etree import _Element

from ..model import Layout
from .blocks import Writer
from .xml import HEAD_FONT, TITLE_FONT, cell, dxa, el, paragraph, row, run, table

#: The width of a code beside the title, and of the column that holds it, in millimetres.
CORNER, COLUMN = 20, 24


def write_titles(writer: Writer, mark: str) -> None:
    """Write the title, the line below it, the number and the label of the copy."""
    paper = writer.paper
    if paper.layout is Layout.LETTER:
        _letter(writer, mark)
        return
    titles = [paragraph([run(paper.title, font=HEAD_FONT, size=16)], style="Title", align="center", after=6)]
    if paper.subtitle:
        titles.append(paragraph([run(paper.subtitle)], align="center", after=4))
    for element in [_beside_a_code(writer, titles)] if paper.qr_text and paper.qr_head else titles:
        writer.add(element)
    if paper.head or mark:
        line = paragraph([run(paper.head), el("r", el("tab")), run(mark)], after=3)
        line[0].insert(0, el("tabs", el("tab", val="right", pos=writer.width)))
        writer.add(line)


def _beside_a_code(writer: Writer, titles: list[_Element]) -> _Element:
    """Return the titles in the middle with the code at their right, in a table without lines."""
    widths = [dxa(COLUMN), writer.width - 2 * dxa(COLUMN), dxa(COLUMN)]
    shown = writer.square(CORNER)
    return table(widths, [row([cell([], widths[0]), cell(titles, widths[1]), cell(shown, widths[2])])], lined=False)


def _letter(writer: Writer, mark: str) -> None:
    paper = writer.paper
    if mark:
        writer.add(writer.text(mark, font=HEAD_FONT))
    writer.add(paragraph([run(paper.title, font=TITLE_FONT, size=22)], style="Title", align="center", after=16))
    for text, after in ((paper.subtitle, 4), (paper.number, 16)):
        if text:
            writer.add(writer.text(text, align="center", after=after))
