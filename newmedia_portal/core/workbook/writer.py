"""The one way to write a workbook or a CSV file (导出): text never becomes a formula, memory stays flat.

openpyxl makes the frame (styles, widths, print set-up); the rows are streamed into it as sheet XML. Every text is an
inline string with the text format, so that "=1+1" stays what it is on opening and on editing.
"""

import csv
import io
import math
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any, BinaryIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils import timezone
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

from .frame import Frame, build_frame
from .sheets import Cell, Formula, Kind, Look, Sheet
from .text import CELL_TEXT_LIMIT, clean, disarm, escape_marks

EXACT_DIGITS = 15
NUMERIC = frozenset({Kind.NUMBER, Kind.POINTS, Kind.PERCENT})
FLUSH_ROWS = 500
LINE_HEIGHT = 15
FIRST_DATE = date(1900, 3, 1)
"""Before it the serial numbers of spreadsheets are off by one; older dates are written as text."""


def write_xlsx(target: BinaryIO, sheets: Sequence[Sheet], *, by: str, at: datetime) -> int:
    """Write the sheets to a binary file and return the number of rows; `by` and `at` stand in the page footer.

    Rows are read once and streamed. `at` is an aware moment; it is shown in local time.
    """
    local = timezone.localtime(at) if timezone.is_aware(at) else at
    frame = build_frame(sheets, by=by, at=local, counts=[0] * len(sheets))
    counts = []
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=3) as archive:
        heads = [_split(frame, number)[0] for number in range(len(sheets))]
        tails = _Tails(sheets, by=by, at=local)
        for number, sheet in enumerate(sheets):
            with archive.open(_entry(frame.sheet_parts[number], local), "w", force_zip64=True) as part:
                part.write(heads[number] + b"<sheetData>")
                counts.append(_write_rows(part.write, sheet, frame))
                part.write(b"</sheetData>" + tails.of(number, counts))
        final = build_frame(sheets, by=by, at=local, counts=counts)
        for name, content in final.parts.items():
            if name not in frame.sheet_parts:
                archive.writestr(_entry(name, local), content)
    return sum(counts)


def write_csv(target: BinaryIO, sheet: Sheet) -> int:
    """Write a sheet as CSV (UTF-8 with mark, so that Excel shows Chinese) and return the number of rows.

    A text that looks like a formula gets an apostrophe in front; numbers stay numbers.
    """
    text = io.TextIOWrapper(target, encoding="utf-8-sig", newline="", write_through=True)
    lines = csv.writer(text)
    lines.writerow([_csv_value(column.title) for column in sheet.columns])
    count = 0
    for row in sheet.rows:
        lines.writerow([_csv_value(value) for value in row])
        count += 1
    text.flush()
    text.detach()
    return count


class _Tails:
    """What follows the rows of a sheet; the filter's range is known only then."""

    def __init__(self, sheets: Sequence[Sheet], *, by: str, at: datetime) -> None:
        self.sheets, self.by, self.at = sheets, by, at

    def of(self, number: int, counts: Sequence[int]) -> bytes:
        """Return the tail of a sheet, given the numbers of rows written so far."""
        known = [*counts, *[0] * (len(self.sheets) - len(counts))]
        return _split(build_frame(self.sheets, by=self.by, at=self.at, counts=known), number)[1]


def _split(frame: Frame, number: int) -> tuple[bytes, bytes]:
    """Cut a sheet without rows into what stands before and after them; its claimed size is dropped."""
    content = frame.parts[frame.sheet_parts[number]]
    head, _, tail = content.partition(b"<sheetData />")
    if not tail:
        head, _, tail = content.partition(b"<sheetData/>")
    if not tail:
        head, _, tail = content.partition(b"<sheetData></sheetData>")
    before, _, after = head.partition(b"<dimension")
    return (before + after.partition(b"/>")[2] if after else before), tail


def _entry(name: str, at: datetime) -> ZipInfo:
    entry = ZipInfo(name, at.timetuple()[:6])
    entry.compress_type = ZIP_DEFLATED
    return entry


def _write_rows(write: Callable[[bytes], Any], sheet: Sheet, frame: Frame) -> int:
    """Stream title, head and rows; return the number of rows."""
    letters = [get_column_letter(position) for position in range(1, len(sheet.columns) + 1)]
    if sheet.title:
        write(f'<row r="1" ht="24" customHeight="1">{_text("A1", frame.title_style, sheet.title)}</row>'.encode())
    head = sheet.head_row
    titles = (_text(f"{a}{head}", frame.head_style, c.title) for a, c in zip(letters, sheet.columns, strict=True))
    height = _height(_lines([column.title for column in sheet.columns], sheet, room=2))
    write(f'<row r="{head}"{height}>{"".join(titles)}</row>'.encode())
    plan = [(letter, column.kind) for letter, column in zip(letters, sheet.columns, strict=True)]
    count, waiting = 0, []
    for row in sheet.rows:
        count += 1
        waiting.append(_row(head + count, plan, row, frame, _height(_lines(row, sheet)) if sheet.tall else ""))
        if len(waiting) == FLUSH_ROWS:
            write("".join(waiting).encode())
            waiting.clear()
    if sheet.empty and not count:
        waiting.append(f'<row r="{head + 1}">{_text(f"A{head + 1}", frame.note_style, sheet.empty)}</row>')
    for number, row in enumerate(sheet.foot(head + 1, head + count) if sheet.foot else (), start=1):
        waiting.append(_row(head + count + number, plan, row, frame))
    write("".join(waiting).encode())
    return count


def _lines(row: Sequence[Any], sheet: Sheet, room: int = 1) -> int:
    """Return how many lines the longest text of a row takes; a Chinese sign is as wide as two others."""
    most = 1
    for value, column in zip(row, sheet.columns, strict=True):
        text = value.value if isinstance(value, Cell) else value
        if isinstance(text, str):
            wide = max(column.width - 1, 1)
            lines = (math.ceil((sum(1 if s.isascii() else 2 for s in line) + room) / wide) for line in text.split("\n"))
            most = max(most, sum(lines))
    return most


def _height(lines: int) -> str:
    """Return the attributes of a row of several lines; one line needs none. A row is at most 409 points high."""
    return f' ht="{min(LINE_HEIGHT * lines, 409)}" customHeight="1"' if lines > 1 else ""


def _row(number: int, plan: Iterable[tuple[str, Kind]], row: Sequence[Any], frame: Frame, height: str = "") -> str:
    cells = [f'<row r="{number}"{height}>']
    for (letter, kind), value in zip(plan, row, strict=True):
        look = Look.PLAIN
        if isinstance(value, Cell):
            value, look = value.value, value.look
        cells.append(_cell(f"{letter}{number}", kind, look, value, frame.styles))
    cells.append("</row>")
    return "".join(cells)


def _cell(place: str, kind: Kind, look: Look, value: Any, styles: dict[tuple[Kind, Look], int]) -> str:
    """Return the XML of one cell; what is not a plain number or date is text."""
    if type(value) is str:
        return _text(place, styles[Kind.TEXT, look], value)
    number = kind if kind in NUMERIC else Kind.NUMBER
    if isinstance(value, Formula):
        known = "" if value.value is None else f"<v>{value.value}</v>"
        return f'<c r="{place}" s="{styles[number, value.look]}"><f>{escape(value.text)}</f>{known}</c>'
    if value is None:
        return f'<c r="{place}" s="{styles[kind, look]}"/>'
    if isinstance(value, bool):
        return _text(place, styles[Kind.TEXT, look], "是" if value else "否")
    if isinstance(value, (int, float, Decimal)) and _is_exact(value):
        return f'<c r="{place}" s="{styles[number, look]}"><v>{value}</v></c>'
    if isinstance(value, datetime):
        local = (timezone.localtime(value) if timezone.is_aware(value) else value).replace(tzinfo=None, microsecond=0)
        if local.date() >= FIRST_DATE:
            return f'<c r="{place}" s="{styles[Kind.MOMENT, look]}"><v>{to_excel(local)}</v></c>'
    elif isinstance(value, date) and value >= FIRST_DATE:
        return f'<c r="{place}" s="{styles[Kind.DATE, look]}"><v>{_day_number(value)}</v></c>'
    return _text(place, styles[Kind.TEXT, look], str(value))


@lru_cache(maxsize=4096)
def _day_number(day: date) -> int:
    return int(to_excel(day))


def _is_exact(value: int | float | Decimal) -> bool:
    """Whether a spreadsheet holds the number without loss; longer ones are written as text."""
    if isinstance(value, int):
        return len(str(abs(value))) <= EXACT_DIGITS
    return math.isfinite(value)


def _text(place: str, style: int, value: str) -> str:
    plain = value.isalnum() and len(value) <= CELL_TEXT_LIMIT
    text = value if plain else escape(escape_marks(clean(value)))
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _csv_value(value: Any) -> Any:
    if isinstance(value, (Cell, Formula)):
        value = value.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, float, Decimal)) and _is_exact(value):
        return value
    if isinstance(value, datetime):
        return f"{timezone.localtime(value) if timezone.is_aware(value) else value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, (date, time)):
        return value.isoformat()
    return disarm(clean(str(value)))
