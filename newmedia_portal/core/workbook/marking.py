"""Colouring single cells in a sheet's XML and adding the reasons (标红)."""

import copy
import re
from collections.abc import Sequence
from typing import Protocol

from lxml import etree
from openpyxl.utils import column_index_from_string, get_column_letter

from .scan import parser_options
from .text import clean, escape_marks

RED, AMBER = "FFF4B6B6", "FFFFE2A8"
_LETTERS = re.compile(r"[A-Z]+")


class Mark(Protocol):
    """One thing wrong at one cell, as an import found it; rows and columns count from 1."""

    @property
    def sheet(self) -> str:
        """The name of the sheet."""

    @property
    def row(self) -> int:
        """The row."""

    @property
    def column(self) -> int:
        """The column."""

    @property
    def kind(self) -> str:
        """The code of the kind."""

    @property
    def cell(self) -> str:
        """The name of the cell, such as F17."""

    @property
    def label(self) -> str:
        """The kind in words."""

    @property
    def message(self) -> str:
        """What is wrong and how to put it right."""

    @property
    def is_error(self) -> bool:
        """Whether it keeps its row out."""


class Styles:
    """The workbook's styles with coloured twins added on demand."""

    def __init__(self, content: bytes | None) -> None:
        self._twins: dict[tuple[int, str], int] = {}
        self._fills: dict[str, int] = {}
        self._root = etree.fromstring(content, etree.XMLParser(**parser_options())) if content else None

    def coloured(self, style: int, colour: str) -> int:
        """Return the number of the style like `style`, filled with a colour."""
        if self._root is None:
            return style
        if (style, colour) not in self._twins:
            formats = self._root.find("{*}cellXfs")
            twin = copy.deepcopy(formats[min(style, len(formats) - 1)])
            twin.set("fillId", str(self._fill(colour)))
            twin.set("applyFill", "1")
            formats.append(twin)
            formats.set("count", str(len(formats)))
            self._twins[style, colour] = len(formats) - 1
        return self._twins[style, colour]

    def content(self) -> bytes:
        """Return the styles as XML."""
        return etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def _fill(self, colour: str) -> int:
        if colour not in self._fills:
            fills = self._root.find("{*}fills")  # type: ignore[union-attr]
            space = etree.QName(fills).namespace
            fill = etree.SubElement(fills, f"{{{space}}}fill")
            pattern = etree.SubElement(fill, f"{{{space}}}patternFill", patternType="solid")
            etree.SubElement(pattern, f"{{{space}}}fgColor", rgb=colour)
            fills.set("count", str(len(fills)))
            self._fills[colour] = len(fills) - 1
        return self._fills[colour]


class Marker:
    """Rewrites single rows of one sheet; `opening` is the sheet's first tag, which declares the name spaces."""

    def __init__(self, opening: bytes, reason_column: int, styles: Styles) -> None:
        self._before = opening
        self._after = b"</" + opening[1:].split()[0].rstrip(b">") + b">"
        self._column, self._styles = reason_column, styles

    def mark(self, row: bytes, number: int, faults: Sequence[Mark]) -> bytes:
        """Return the row with its bad cells coloured and the reasons in the last column."""
        parser = etree.XMLParser(**parser_options())
        element = etree.fromstring(self._before + row + self._after, parser)[0]
        element.attrib.pop("spans", None)
        cells = self._places(element)
        for fault in faults:
            cell = cells.get(fault.column)
            if cell is None:
                cell = cells[fault.column] = self._new_cell(element, cells, fault.column, number)
            colour = RED if fault.is_error else AMBER
            cell.set("s", str(self._styles.coloured(int(cell.get("s", "0")), colour)))
        reasons = "；".join(f"{fault.cell} {fault.label}:{fault.message}" for fault in faults)
        self._write(element, cells, number, reasons, RED if any(f.is_error for f in faults) else AMBER)
        return etree.tostring(element)

    def _places(self, row: etree._Element) -> dict[int, etree._Element]:
        """Return the cells by column; cells that do not say where they are follow one another."""
        cells, column = {}, 0
        for cell in row.iterfind("{*}c"):
            letters = _LETTERS.match(cell.get("r") or "")
            column = column_index_from_string(letters.group()) if letters else column + 1
            cells[column] = cell
        return cells

    def _new_cell(
        self, row: etree._Element, cells: dict[int, etree._Element], column: int, number: int
    ) -> etree._Element:
        cell = etree.Element(f"{{{etree.QName(row).namespace}}}c", r=f"{get_column_letter(column)}{number}")
        following = [place for place in cells if place > column]
        if following:
            cells[min(following)].addprevious(cell)
        else:
            row.append(cell)
        return cell

    def _write(
        self, row: etree._Element, cells: dict[int, etree._Element], number: int, reasons: str, colour: str
    ) -> None:
        space = etree.QName(row).namespace
        cell = self._new_cell(row, cells, self._column, number)
        cell.set("s", str(self._styles.coloured(0, colour)))
        cell.set("t", "inlineStr")
        text = etree.SubElement(etree.SubElement(cell, f"{{{space}}}is"), f"{{{space}}}t")
        text.text = escape_marks(clean(reasons))
