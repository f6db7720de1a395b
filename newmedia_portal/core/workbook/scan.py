"""What the fast reader does not tell: formulas, hidden columns, the date system, and how far a sheet really reaches.

The sheet's XML is streamed: first a cheap pass over its bytes for the extent and for any sign of a formula, then, only
if there is one, a pass that names the formula cells. Neither pass holds the sheet in memory.
"""

import posixpath
import re
from dataclasses import dataclass, field
from zipfile import ZipFile

from lxml import etree
from openpyxl.utils import column_index_from_string

CHUNK = 1 << 20
OVERLAP = 256
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"

_COLUMN = re.compile(rb'<c r="([A-Z]{1,3})[0-9]+[^>]*[^/>]>')
_ROW = re.compile(rb'<row r="([0-9]{1,5})"')
_FAR_ROW = re.compile(rb'<c r="[A-Z]{1,3}([0-9]{6,9})[^>]*[^/>]>')
_ANY_PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Z]{0,3})([0-9]{1,9})["']""")
_FORMULA = re.compile(rb"[<:]f[\s/>]")
_ERROR = re.compile(rb"""\st=["']e["']""")
_PLACE = re.compile(r"([A-Z]+)([0-9]+)")


@dataclass
class SheetScan:
    """Facts about one sheet; rows and columns count from 1."""

    part: str
    rows: int = 0
    columns: int = 0
    cells: int = 0
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_columns: frozenset[int] = frozenset()


@dataclass(frozen=True)
class BookScan:
    """Facts about the workbook: its sheets by name, and whether it counts days from 1904."""

    sheets: dict[str, SheetScan]
    from_1904: bool


def parser_options() -> dict[str, bool]:
    """Return the options under which lxml may read a stranger's file."""
    return {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


def scan_book(archive: ZipFile) -> BookScan:
    """Scan every sheet of an opened workbook that has passed the guard."""
    book = etree.fromstring(archive.read(main_part(archive)), etree.XMLParser(**parser_options()))
    properties = book.find("{*}workbookPr")
    from_1904 = properties is not None and properties.get("date1904") in ("1", "true")
    return BookScan({name: _scan_sheet(archive, part) for name, part in sheet_parts(archive).items()}, from_1904)


def main_part(archive: ZipFile) -> str:
    """Return where the workbook part lies."""
    for link in _relations(archive, "_rels/.rels"):
        if link.get("Type", "").endswith("/officeDocument"):
            return link.get("Target", "").lstrip("/")
    return "xl/workbook.xml"


def sheet_parts(archive: ZipFile) -> dict[str, str]:
    """Return the part of every sheet by the sheet's name, in order."""
    main = main_part(archive)
    folder, name = posixpath.split(main)
    targets = {}
    for link in _relations(archive, f"{folder}/_rels/{name}.rels"):
        target = link.get("Target", "")
        targets[link.get("Id")] = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
    book = etree.fromstring(archive.read(main), etree.XMLParser(**parser_options()))
    parts = {}
    for sheet in book.iterfind("{*}sheets/{*}sheet"):
        part = targets.get(sheet.get(RELATION) or sheet.get(STRICT_RELATION))
        if part in archive.NameToInfo:
            parts[sheet.get("name", "")] = part
    return parts


def _relations(archive: ZipFile, part: str) -> list[etree._Element]:
    if part not in archive.NameToInfo:
        return []
    return list(etree.fromstring(archive.read(part), etree.XMLParser(**parser_options())))


def _scan_sheet(archive: ZipFile, part: str) -> SheetScan:
    scan = SheetScan(part)
    if _measure(archive, scan):
        _name_cells(archive, scan)
    scan.hidden_columns = _hidden_columns(archive, part)
    return scan


def _measure(archive: ZipFile, scan: SheetScan) -> bool:
    """Fill in the extent; return whether there is any sign of a formula or an error. Searches for plain bytes."""
    signs, letters, tail = False, set[bytes](), b""
    with archive.open(scan.part) as stream:
        while chunk := stream.read(CHUNK):
            text = tail + chunk
            cut = text.rfind(b"<", max(0, len(text) - OVERLAP))
            text, tail = (text[:cut], text[cut:]) if cut > 0 else (text, b"")
            cells = text.count(b"<c") + text.count(b":c")
            rows = _places(text, letters, usual=cells == text.count(b'<c r="') and b"<!" not in text)
            scan.rows = max(scan.rows, max(map(int, rows), default=0))
            scan.cells += cells
            signs = signs or ((b"<f" in text or b":f" in text) and _FORMULA.search(text) is not None)
            signs = signs or ((b'"e"' in text or b"'e'" in text) and _ERROR.search(text) is not None)
    scan.columns = max((column_index_from_string(column.decode()) for column in letters), default=0)
    return signs


def _places(text: bytes, letters: set[bytes], *, usual: bool) -> set[bytes]:
    """Add the column letters that occur; return the row numbers that matter for the extent.

    The usual way to write a cell is searched for as it stands; anything else, place by place. Cells that are only
    formatted do not count: some programs write them down to the last row and column.
    """
    if not usual:
        found = _ANY_PLACE.findall(text)
        letters.update(column for column, _ in found if column)
        return {row for _, row in found}
    letters.update(_COLUMN.findall(text))
    return {*_ROW.findall(text), *_FAR_ROW.findall(text)}


def _name_cells(archive: ZipFile, scan: SheetScan) -> None:
    """Read row by row and note every formula cell and every cell that holds an error value."""
    with archive.open(scan.part) as stream:
        row_number = 0
        for _, row in etree.iterparse(stream, tag=(f"{MAIN}row", f"{STRICT}row"), **parser_options()):
            row_number = int(row.get("r") or row_number + 1)
            for formula in row.iterfind("{*}c/{*}f"):
                cell = formula.getparent()
                scan.formulas[row_number, _column_of(row, cell)] = f"={formula.text or ''}"
            for cell in row.iterfind("{*}c[@t='e']"):
                scan.errors[row_number, _column_of(row, cell)] = cell.findtext("{*}v") or "#N/A"
            row.clear()
            while row.getprevious() is not None:
                del row.getparent()[0]


def _column_of(row: etree._Element, cell: etree._Element) -> int:
    place = _PLACE.fullmatch(cell.get("r") or "")
    return column_index_from_string(place.group(1)) if place else row.index(cell) + 1


def _hidden_columns(archive: ZipFile, part: str) -> frozenset[int]:
    """Read the column definitions, which stand before the rows."""
    hidden: set[int] = set()
    ends = tuple(f"{space}{name}" for space in (MAIN, STRICT) for name in ("col", "sheetData"))
    with archive.open(part) as stream:
        for _, element in etree.iterparse(stream, events=("start",), tag=ends, **parser_options()):
            if element.tag.endswith("}sheetData"):
                break
            if element.get("hidden") in ("1", "true"):
                first, last = int(element.get("min", "1")), int(element.get("max", "1"))
                hidden.update(range(first, min(last, first + 16_384) + 1))
    return frozenset(hidden)
