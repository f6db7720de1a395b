"""Page set-up of a Word file: styles, margins, line grid, page numbers sheet by sheet."""

from datetime import UTC, datetime

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm
from lxml.etree import _Element

from ..model import Layout, Paper
from .xml import BODY_FONT, HEAD_FONT, PLAIN_SIZE, dxa, el, field, fonts, paragraph, run

#: Margins in millimetres: top, right, bottom, left.
MARGINS = {Layout.FORM: (15, 12, 18, 12), Layout.LETTER: (37, 26, 35, 28), Layout.WIDE: (15, 12, 18, 12)}
FOOTER = {Layout.FORM: 9, Layout.LETTER: 25, Layout.WIDE: 9}
FOOTER_SIZE = 9


def prepare(document: Document, title: str, at: datetime | None) -> None:
    """Set the styles and the data about the file; nothing of the template's own look stays."""
    styles = document.styles.element
    look = styles.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    _refill(
        look,
        fonts(BODY_FONT),
        el("sz", val=round(2 * PLAIN_SIZE)),
        el("szCs", val=round(2 * PLAIN_SIZE)),
        el("lang", val="en-US", eastAsia="zh-CN"),
    )
    _refill(styles.find(qn("w:docDefaults")).find(qn("w:pPrDefault")).find(qn("w:pPr")), el("wordWrap", val="0"))
    for name in ("Title", "Heading 1", "Heading 2", "Heading 3"):
        style = document.styles[name].element
        _refill(style.find(qn("w:rPr")), fonts(HEAD_FONT), el("color", val="000000"))
        level = [] if name == "Title" else [el("outlineLvl", val=int(name[-1]) - 1)]
        _refill(style.find(qn("w:pPr")), el("keepNext"), el("keepLines"), *level)
    document.settings.element.find(qn("w:themeFontLang")).set(qn("w:eastAsia"), "zh-CN")
    about = document.core_properties
    about.title, about.author, about.comments, about.language = title[:255], "", "", "zh-CN"
    about.revision = 1
    moment = at.astimezone(UTC).replace(tzinfo=None) if at else None
    for name in ("created", "modified"):
        if moment:
            setattr(about, name, moment)
        elif (old := about._element.find(qn(f"dcterms:{name}"))) is not None:
            about._element.remove(old)


def next_section(document: Document, *, first: bool) -> Section:
    """Return the section for the next sheet; it begins on a new page."""
    if first:
        return document.sections[0]
    section = document.add_section()
    breaking: _Element = document.element.body.sectPr.getprevious()
    breaking.find(qn("w:pPr")).insert(0, el("spacing", before=0, after=0, line=20, lineRule="exact"))
    return section


def set_up(section: Section, paper: Paper) -> None:
    """Give a section the paper, the margins and the footer of its layout; its pages count from one."""
    wide = paper.layout is Layout.WIDE
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(297), Mm(210)) if wide else (Mm(210), Mm(297))
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = (
        Mm(size) for size in MARGINS[paper.layout]
    )
    section.footer_distance, section.header_distance = Mm(FOOTER[paper.layout]), Mm(8)
    settings = section._sectPr
    for old in settings.findall(qn("w:pgNumType")) + settings.findall(qn("w:docGrid")):
        settings.remove(old)
    settings.find(qn("w:cols")).addprevious(el("pgNumType", start=1))
    _footer(section, paper)


def _footer(section: Section, paper: Paper) -> None:
    """Write 第 n 页 共 m 页, counted within the sheet, with the paper's own line before it."""
    section.footer.is_linked_to_previous = False
    held = section.footer._element
    for old in list(held):
        held.remove(old)
    size = FOOTER_SIZE
    number = [run("第 ", size=size), *field("PAGE", size), run(" 页 共 ", size=size)]
    number += [*field("SECTIONPAGES", size), run(" 页", size=size)]
    if not paper.footer:
        held.append(paragraph(number, align="center"))
        return
    right = dxa(297 - 24 if paper.layout is Layout.WIDE else 210 - sum(MARGINS[paper.layout][1::2]))
    line = paragraph([run(paper.footer, size=size), el("r", el("tab")), *number])
    line.insert(0, el("pPr", el("tabs", el("tab", val="right", pos=right))))
    held.append(line)


def _refill(look: _Element, *children: _Element) -> None:
    for old in list(look):
        look.remove(old)
    for child in children:
        look.append(child)
