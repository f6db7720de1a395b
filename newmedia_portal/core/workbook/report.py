"""The office's own workbook back (标注回执): bad cells coloured, a column of reasons, a sheet of totals.

The sheet's XML is changed only in the rows at fault; everything else stays byte for byte what the office sent.
"""

import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree
from openpyxl.utils import get_column_letter

from .marking import Mark, Marker, Styles
from .scan import main_part, parser_options, scan_book, sheet_parts
from .text import clean, escape_marks

TOTALS_SHEET = "检查汇总"
_ROW = re.compile(rb"<((?:\w+:)?)row(?=[\s/>])[^>]*?(?:/>|>.*?</\1row>)", re.S)
_NUMBER = re.compile(rb"^<[\w:]*row[^>]*?\sr\s*=\s*[\"'](\d+)[\"']")
_OPENING = re.compile(rb"<((?:\w+:)?)worksheet[^>]*>")


def mark_workbook(
    source: BinaryIO,
    target: BinaryIO,
    faults: Sequence[Mark],
    *,
    summary: Sequence[tuple[str, str]],
    kinds: Mapping[str, tuple[str, str]],
) -> None:
    """Write the workbook with its faults marked; `summary` are lines for the sheet of totals (label, value).

    `kinds` are label and severity by kind of fault. The source must have passed the guard.
    """
    source.seek(0)
    by_sheet: dict[str, list[Mark]] = defaultdict(list)
    for fault in faults:
        by_sheet[fault.sheet].append(fault)
    with ZipFile(source) as old, ZipFile(target, "w", ZIP_DEFLATED, compresslevel=3) as new:
        parts = sheet_parts(old)
        columns = {name: sheet.columns for name, sheet in scan_book(old).sheets.items()}
        styles_part = _styles_part(old)
        styles = Styles(old.read(styles_part) if styles_part else None)
        changed = {
            parts[name]: b"".join(_marked(old.read(parts[name]), found, columns[name] + 1, styles))
            for name, found in by_sheet.items()
            if name in parts
        }
        if styles_part:
            changed[styles_part] = styles.content()
        totals = _add_totals(old, changed, faults, summary, kinds)
        for item in old.infolist():
            new.writestr(item.filename, changed.pop(item.filename, b"") or old.read(item.filename))
        for name, content in (changed | totals).items():
            new.writestr(name, content)


def _styles_part(archive: ZipFile) -> str | None:
    name = posixpath.join(posixpath.dirname(main_part(archive)), "styles.xml")
    return name if name in archive.NameToInfo else None


def _marked(content: bytes, faults: Sequence[Mark], reason_column: int, styles: Styles) -> Iterator[bytes]:
    """Yield the sheet's XML with the rows at fault rewritten."""
    by_row: dict[int, list[Mark]] = defaultdict(list)
    for fault in faults:
        by_row[fault.row].append(fault)
    opening = _OPENING.search(content)
    marker = Marker(opening.group() if opening else b"<worksheet>", reason_column, styles)
    position, number = 0, 0
    for found in _ROW.finditer(content):
        stated = _NUMBER.match(found.group())
        number = int(stated.group(1)) if stated else number + 1
        if number in by_row:
            before = content[position : found.start()]
            yield before if position else _widened(before, reason_column)
            yield marker.mark(found.group(), number, by_row[number])
            position = found.end()
    yield content[position:]


def _widened(head: bytes, column: int) -> bytes:
    """Give the column of reasons some width, unless the office has said how wide it is."""
    widths = re.findall(rb"<(?:\w+:)?col\s[^>]*?max=[\"'](\d+)[\"']", head)
    if any(int(width) >= column for width in widths):
        return head
    width = f'<col min="{column}" max="{column}" width="60" customWidth="1"/>'.encode()
    if b"</cols>" in head:
        return head.replace(b"</cols>", width + b"</cols>", 1)
    if b"<sheetData>" in head and b"<cols" not in head:
        return head.replace(b"<sheetData>", b"<cols>" + width + b"</cols><sheetData>", 1)
    return head


def _add_totals(
    archive: ZipFile,
    changed: dict[str, bytes],
    faults: Sequence[Mark],
    summary: Sequence[tuple[str, str]],
    kinds: Mapping[str, tuple[str, str]],
) -> dict[str, bytes]:
    """Register one more sheet in the workbook and return it."""
    main = main_part(archive)
    folder, base = posixpath.split(main)
    links = f"{folder}/_rels/{base}.rels"
    part = f"{folder}/worksheets/ledger_totals.xml"
    book = etree.fromstring(archive.read(main), etree.XMLParser(**parser_options()))
    sheets = book.find("{*}sheets")
    names = {sheet.get("name") for sheet in sheets}
    numbers = [int(sheet.get("sheetId", "0")) for sheet in sheets]
    entry = etree.SubElement(sheets, sheets[0].tag)
    name = next(n for n in (TOTALS_SHEET, *(f"{TOTALS_SHEET}{i}" for i in range(2, 1000))) if n not in names)
    entry.set("name", name)
    entry.set("sheetId", str(max(numbers) + 1))
    entry.set(next(key for key in sheets[0].attrib if key.endswith("}id")), "ledgerTotals")
    changed[main] = etree.tostring(book, xml_declaration=True, encoding="UTF-8", standalone=True)
    relations = etree.fromstring(archive.read(links), etree.XMLParser(**parser_options()))
    kind = next(link.get("Type") for link in relations if link.get("Type", "").endswith("/worksheet"))
    link = etree.SubElement(relations, relations[0].tag, Id="ledgerTotals", Type=kind, Target=f"/{part}")
    changed[links] = etree.tostring(link.getparent(), xml_declaration=True, encoding="UTF-8", standalone=True)
    types = etree.fromstring(archive.read("[Content_Types].xml"), etree.XMLParser(**parser_options()))
    override = etree.SubElement(types, "{http://schemas.openxmlformats.org/package/2006/content-types}Override")
    override.set("PartName", f"/{part}")
    override.set("ContentType", "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml")
    changed["[Content_Types].xml"] = etree.tostring(types, xml_declaration=True, encoding="UTF-8", standalone=True)
    return {part: _totals_sheet(etree.QName(book).namespace, faults, summary, kinds)}


def _totals_sheet(
    namespace: str,
    faults: Sequence[Mark],
    summary: Sequence[tuple[str, str]],
    kinds: Mapping[str, tuple[str, str]],
) -> bytes:
    counts = Counter(fault.kind for fault in faults)
    lines: list[Sequence[str]] = [*summary, ("", ""), ("问题", "处数", "如何处理")]
    for kind, (label, severity) in kinds.items():
        if counts[kind]:
            first = next(fault for fault in faults if fault.kind == kind)
            must = "须改正" if severity == "error" else "请核对"
            lines.append((label, str(counts[kind]), f"{must}。例如{first.sheet}!{first.cell}:{first.message}"))
    rows = "".join(_row(number, line) for number, line in enumerate(lines, start=1))
    widths = "".join(f'<col min="{n}" max="{n}" width="{w}" customWidth="1"/>' for n, w in ((1, 22), (2, 22), (3, 100)))
    body = f"<cols>{widths}</cols><sheetData>{rows}</sheetData>"
    return f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{namespace}">{body}</worksheet>'.encode()


def _row(number: int, line: Sequence[str]) -> str:
    cells = (_cell(f"{get_column_letter(n)}{number}", text) for n, text in enumerate(line, start=1))
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell(place: str, text: str) -> str:
    if text.isascii() and text.isdigit():
        return f'<c r="{place}"><v>{text}</v></c>'
    words = escape(escape_marks(clean(text)))
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{words}</t></is></c>'
