"""A paper as the JSON that the PDF template reads; pictures go beside it as files."""

from collections.abc import Sequence
from typing import Any

from . import codes
from .model import (
    Block,
    Body,
    Changed,
    Checks,
    Content,
    Grid,
    Heading,
    Items,
    Note,
    Opinion,
    Paper,
    Paragraphs,
    Part,
    Picture,
    SignatureBox,
    Table,
)
from .placing import ROOM, WHOLE_LINES, flows, kind_of, place
from .texts import breakable, cleaned, day_text, lines_of

SUFFIX = {"image/png": "png", "image/jpeg": "jpg"}
#: From this width on an option may break within itself.
LONG_OPTION = 20


class Payload:
    """The data of some papers and the files of their pictures."""

    def __init__(self, papers: Sequence[Paper], *, pictures: bool = True) -> None:
        self.files: dict[str, bytes] = {}
        self.pictures = pictures
        self.papers = [cleaned(paper) for paper in papers]

    def data(self, fonts: dict[str, list[str]]) -> dict[str, Any]:
        """Return everything that the template reads."""
        return {
            "title": self.papers[0].title,
            "fonts": fonts,
            "papers": [self._paper(paper) for paper in self.papers],
            "sheets": [
                {"paper": n, "mark": breakable(mark)} for n, paper in enumerate(self.papers) for mark in paper.sheets
            ],
        }

    def _paper(self, paper: Paper) -> dict[str, Any]:
        lines = [breakable(line) for line in paper.qr_lines]
        code = {"svg": codes.svg(paper.qr_text), "lines": lines, "alt": paper.qr_label} if paper.qr_text else None
        return {
            "title": breakable(paper.title),
            "subtitle": breakable(paper.subtitle),
            "number": breakable(paper.head),
            "footer": breakable(paper.footer),
            "layout": paper.layout.value,
            "qr": None if paper.qr_head else code,
            "corner": code if paper.qr_head else None,
            "blocks": [{"kind": kind_of_block(block), **self._block(block, paper)} for block in paper.blocks],
        }

    def _block(self, block: Block, paper: Paper) -> dict[str, Any]:
        room = ROOM[paper.layout]
        if isinstance(block, Grid):
            return _grid(block, paper)
        if isinstance(block, SignatureBox):
            return {"label": breakable(block.label), "opinion": _opinion(block.opinion, room)}
        if isinstance(block, Table):
            return _table(block, room)
        if isinstance(block, Note):
            return {"label": block.label, "texts": [breakable(text) for text in block.texts]}
        if isinstance(block, Body):
            return {"parts": [self._part(part) for part in block.parts]}
        return self._letter(block)

    def _letter(self, block: Paragraphs) -> dict[str, Any]:
        return {
            "to": breakable(block.to),
            "parts": [self._part(part) for part in block.body],
            "attachments": [breakable(text) for text in numbered(block.attachments)],
            "signer": breakable(block.signer),
            "day": day_text(block.on) if block.on else "",
        }

    def _part(self, part: Part) -> dict[str, Any]:
        if isinstance(part, Heading):
            return {"kind": "heading", "text": breakable(part.text), "level": part.level}
        if isinstance(part, Items):
            return {"kind": "items", "texts": [breakable(text) for text in part.texts], "ordered": part.ordered}
        if isinstance(part, Picture):
            shown = {"alt": breakable(part.alt), "caption": breakable(part.caption), "width": part.width}
            return {"kind": "picture", "file": self._file(part), **shown}
        return {"kind": "paragraph", "text": breakable(part)}

    def _file(self, picture: Picture) -> str | None:
        suffix = SUFFIX.get(picture.media_type)
        if not suffix or not self.pictures:
            return None
        name = f"picture-{len(self.files)}.{suffix}"
        self.files[name] = picture.data
        return name


def kind_of_block(block: Block) -> str:
    """Return the kind of a block in one word."""
    return type(block).__name__.lower()


def numbered(texts: tuple[str, ...]) -> list[str]:
    """Return attachments as a letter lists them: a single one bare, several with their numbers."""
    return list(texts) if len(texts) < 2 else [f"{n}. {text}" for n, text in enumerate(texts, 1)]


def _grid(block: Grid, paper: Paper) -> dict[str, Any]:
    placed = place(block, paper.layout)
    rows = [
        [
            {
                "x": one.column,
                "y": y,
                "across": one.across,
                "down": one.cell.down,
                "head": one.cell.head,
                "whole": line.whole,
                "content": _content(
                    one.cell.content,
                    ROOM[paper.layout] * sum(placed.widths[one.column : one.column + one.across]) / 100,
                ),
            }
            for one in line.begins
        ]
        for y, line in enumerate(placed.lines)
    ]
    return {"widths": list(placed.widths), "rows": rows}


def _content(content: Content, room: float) -> dict[str, Any]:
    if isinstance(content, Opinion):
        return {"kind": "opinion", **_opinion(content, room)}
    if isinstance(content, Checks):
        options = [{"label": breakable(option.label), "on": option.on} for option in content.options]
        return {"kind": "checks", "options": options, "long": any(len(o.label) > LONG_OPTION for o in content.options)}
    if isinstance(content, Changed):
        return {"kind": "changed", "old": breakable(content.old), "new": breakable(content.new)}
    return {"kind": kind_of(content), "text": breakable(content)}


def _opinion(opinion: Opinion, room: float) -> dict[str, Any]:
    return {
        "text": breakable(opinion.text),
        "signature": breakable(opinion.signature),
        "signer": breakable(opinion.signer),
        "seal": breakable(opinion.seal),
        "day": opinion.day,
        "flows": flows(opinion, room),
    }


def _table(block: Table, room: float) -> dict[str, Any]:
    widths = block.widths or (1,) * len(block.heads)
    rooms = [room * width / sum(widths) for width in widths]
    rows = [
        {
            "cells": [breakable(text) for text in row],
            "whole": all(lines_of(text, own) <= WHOLE_LINES for text, own in zip(row, rooms, strict=True)),
        }
        for row in block.rows
    ]
    heads = [breakable(text) for text in block.heads]
    kept = {"right": sorted(block.right), "caption": breakable(block.caption)}
    return {"heads": heads, "rows": rows, "widths": list(widths), **kept}
