"""Elements of a Word file in the order that its schema asks for: runs, paragraphs, tables."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsmap, qn
from lxml.etree import _Element, tostring

ASCII_FONT = "Times New Roman"
BODY_FONT = "仿宋"
HEAD_FONT = "黑体"
TITLE_FONT = "方正小标宋简体"
KAI_FONT = "楷体"
SIGN_FONT = "Segoe UI Symbol"
#: The size of the style that everything is based on.
PLAIN_SIZE = 10.5
#: Signs that Chinese and Latin fonts share; the run says that they are Chinese here.
SHARED = frozenset("“”‘’…—·")
DECLARED = f' xmlns:w="{nsmap["w"]}"'
PER_MM = 1440 / 25.4


def dxa(millimetres: float) -> int:
    """Return millimetres in twentieths of a point."""
    return round(millimetres * PER_MM)


def el(tag: str, *children: _Element, **attributes: Any) -> _Element:
    """Return an element of the main namespace with its attributes and children."""
    made: _Element = OxmlElement(f"w:{tag}", attrs={qn(f"w:{key}"): str(value) for key, value in attributes.items()})
    for child in children:
        made.append(child)
    return made


def fonts(east_asia: str, ascii_font: str = ASCII_FONT) -> _Element:
    """Return the fonts of a run; the Chinese one decides for signs that both scripts have."""
    return el("rFonts", ascii=ascii_font, hAnsi=ascii_font, eastAsia=east_asia, hint="eastAsia")


def run(
    text: str, *, font: str = BODY_FONT, size: float = 0, strike: bool = False, sign: bool = False, spread: float = 0
) -> _Element:
    """Return a run; `size` in points, nothing for the size of the style, `spread` between characters in points."""
    made = el("r")
    look = el("rPr")
    if font != BODY_FONT or not SHARED.isdisjoint(text):
        look.append(fonts(font, SIGN_FONT if sign else ASCII_FONT))
    if strike:
        look.append(el("strike"))
    if spread:
        look.append(el("spacing", val=round(spread * 20)))
    if size and size != PLAIN_SIZE:
        look.append(el("sz", val=round(size * 2)))
        look.append(el("szCs", val=round(size * 2)))
    if len(look):
        made.append(look)
    for n, line in enumerate(text.split("\n")):
        if n:
            made.append(el("br"))
        said = el("t")
        said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        said.text = line
        made.append(said)
    return made


def field(code: str, size: float) -> list[_Element]:
    """Return a field such as PAGE, which the reader's program fills."""
    return [el("fldSimple", run("1", size=size), instr=code)]


def paragraph(
    runs: Iterable[_Element],
    *,
    style: str = "",
    align: str = "",
    indent: float = 0,
    hanging: float = 0,
    first: float = 0,
    right: float = 0,
    size: float = 10.5,
    line: int = 0,
    before: float = 0,
    after: float = 0,
    keep: bool = False,
) -> _Element:
    """Return a paragraph; indents in characters of `size` points, spaces in points, `line` the exact pitch in twips."""
    look = el("pPr")
    if style:
        look.append(el("pStyle", val=style))
    if keep:
        look.append(el("keepNext"))
        look.append(el("keepLines"))
    if before or after or line:
        exact = {"line": line, "lineRule": "exact"} if line else {}
        look.append(el("spacing", before=round(before * 20), after=round(after * 20), **exact))
    indents = {
        name: (round(characters * 100), round(characters * size * 20))
        for name, characters in (("left", indent), ("right", right), ("hanging", hanging), ("firstLine", first))
        if characters
    }
    if indents:
        both = {f"{name}Chars": hundredths for name, (hundredths, _) in indents.items()}
        look.append(el("ind", **both, **{name: twips for name, (_, twips) in indents.items()}))
    if align:
        look.append(el("jc", val=align))
    return el("p", *([look] if len(look) else []), *runs)


def cell(
    paragraphs: Sequence[_Element], width: int, *, across: int = 1, merge: str = "", middle: bool = True
) -> _Element:
    """Return a cell of `width` twips; `merge` is restart or continue for a cell that reaches down."""
    look = el("tcPr", el("tcW", w=width, type="dxa"))
    if across > 1:
        look.append(el("gridSpan", val=across))
    if merge:
        look.append(el("vMerge", val=merge))
    if middle:
        look.append(el("vAlign", val="center"))
    return el("tc", look, *(paragraphs or [el("p")]))


def row(cells: Iterable[_Element], *, whole: bool = True, head: bool = False, height: int = 0) -> _Element:
    """Return a row; a whole one is never split over pages, a head stands on every page."""
    look = el("trPr")
    if whole:
        look.append(el("cantSplit"))
    if height:
        look.append(el("trHeight", val=height, hRule="atLeast"))
    if head:
        look.append(el("tblHeader"))
    return el("tr", look, *cells)


def table(widths: Sequence[int], rows: Iterable[_Element], *, lined: bool = True) -> _Element:
    """Return a table with fixed columns and thin black lines, or none."""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    line = "single" if lined else "nil"
    lines = el("tblBorders", *(el(side, val=line, sz=4, space=0, color="000000") for side in sides))
    room = el("tblCellMar", *(el(side, w=w, type="dxa") for side, w in zip(sides, (40, 85, 40, 85), strict=False)))
    look = el(
        "tblPr",
        el("tblW", w=sum(widths), type="dxa"),
        el("jc", val="center"),
        lines,
        el("tblLayout", type="fixed"),
        room,
    )
    return el("tbl", look, el("tblGrid", *(el("gridCol", w=width) for width in widths)), *rows)


def rows_like(models: Sequence[_Element], rows: Iterable[Sequence[str]], wholes: Iterable[bool]) -> list[_Element]:
    """Return many rows whose cells look like the models, where "?" stands for the text; quick for thousands."""
    parts = [_bare(model).partition(">?<") for model in models]
    ends = [(f"{before}>", f"<{after}") for before, _, after in parts]
    opened = {whole: _bare(row([], whole=whole)).removesuffix("</w:tr>") for whole in (True, False)}
    lines = []
    for texts, whole in zip(rows, wholes, strict=True):
        cells = "".join(f"{a}{_lines(text)}{b}" for (a, b), text in zip(ends, texts, strict=True))
        lines.append(f"{opened[whole]}{cells}</w:tr>")
    return list(parse_xml(f"<w:tbl{DECLARED}>{''.join(lines)}</w:tbl>"))


def _bare(element: _Element) -> str:
    """Return an element as text without the declaration of its namespace."""
    return tostring(element, encoding="unicode").replace(DECLARED, "")


def _lines(text: str) -> str:
    return escape(text).replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')


def spacer() -> _Element:
    """Return the small paragraph that a table needs behind it."""
    return paragraph([], line=120)
