"""The paper as a page (打印页): one article per sheet, to be printed by the browser with the office's own fonts."""

import base64
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from . import codes
from .model import Block, Grid, Heading, Items, Paper, Papers, Paragraphs, Part, Picture, Table, several
from .payload import kind_of_block, numbered
from .placing import place
from .texts import cleaned, day_text


def to_html(papers: Papers) -> SafeString:
    """Return the sheets of every paper, to stand inside a page that loads css/paper.css."""
    sheets = []
    for paper in (cleaned(one) for one in several(papers)):
        blocks = [_block(block, paper) for block in paper.blocks]
        code = codes.data_uri(paper.qr_text) if paper.qr_text else ""
        sheets += [{"paper": paper, "mark": mark, "blocks": blocks, "code": code} for mark in paper.sheets]
    return render_to_string("paper/sheets.html", {"sheets": sheets, "numbered": len(sheets) == 1})


def _block(block: Block, paper: Paper) -> dict[str, Any]:
    shown: dict[str, Any] = {"template": f"paper/{kind_of_block(block)}.html", "block": block}
    if isinstance(block, Grid):
        placed = place(block, paper.layout)
        return {**shown, "widths": _shares(placed.widths), "lines": placed.lines}
    if isinstance(block, Table):
        return {**shown, "widths": _shares(block.widths or (1,) * len(block.heads))}
    if isinstance(block, Paragraphs):
        day = day_text(block.on) if block.on else ""
        return {**shown, "parts": _parts(block.body), "attachments": numbered(block.attachments), "day": day}
    return {**shown, "parts": _parts(getattr(block, "parts", ()))}


def _shares(widths: tuple[float, ...]) -> list[str]:
    """Return the widths of columns in hundredths, as the attribute of a column takes them."""
    return [f"{100 * width / sum(widths):.2f}%" for width in widths]


def _parts(parts: tuple[Part, ...]) -> list[dict[str, Any]]:
    return [_part(part) for part in parts]


def _part(part: Part) -> dict[str, Any]:
    if isinstance(part, Heading):
        return {"kind": "heading", "text": part.text, "level": part.level}
    if isinstance(part, Items):
        return {"kind": "items", "texts": part.texts, "ordered": part.ordered}
    if isinstance(part, Picture):
        kind, coded = part.media_type, base64.b64encode(part.data).decode()
        source = f"data:{kind};base64,{coded}" if kind else ""
        return {"kind": "picture", "source": source, "picture": part, "pixels": round(part.width * 96 / 25.4)}
    return {"kind": "paragraph", "lines": part.split("\n")}
