"""Reading a stranger's workbook: guard, scan, then the fast reader for the values."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import BadZipFile, ZipFile

from lxml.etree import LxmlError
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from .guard import DEFAULT_LIMITS, Limits, WorkbookRefused, check_xlsx
from .scan import BookScan, SheetScan, scan_book

MAX_ROWS = 200_000
MAX_COLUMNS = 256
MAX_CELLS = 4_000_000
DAYS_1904 = 1462
UNREADABLE = "文件内容已损坏,读不出来。请用 Excel 或 WPS 打开原文件,另存为 .xlsx 后再上传。"
_MODIFIED = re.compile(rb"<dcterms:modified[^>]*>(\d{4}-\d\d-\d\d)T")

Merge = tuple[int, int, int, int]
"""A merged range: first row, first column, last row, last column, counted from 1."""


@dataclass(frozen=True)
class SheetValues:
    """The values of a sheet; `rows[0]` is row 1. Empty cells are empty texts."""

    name: str
    rows: Sequence[Sequence[Any]]
    merges: tuple[Merge, ...] = ()
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_columns: frozenset[int] = frozenset()
    visible: bool = True


@dataclass(frozen=True)
class Book:
    """A workbook as values; `day_shift` is added to serial day numbers (1904 date system)."""

    sheets: tuple[SheetValues, ...]
    day_shift: int = 0


def read_book(source: str | Path | BinaryIO, *, limits: Limits = DEFAULT_LIMITS, max_rows: int = MAX_ROWS) -> Book:
    """Read all sheets of an .xlsx; raises WorkbookRefused for anything unfit, with the remedy.

    Formula cells carry their last computed value; their places stand in `formulas`.
    """
    check_xlsx(source, limits)
    stream = io.BytesIO(Path(source).read_bytes()) if isinstance(source, (str, Path)) else source
    try:
        with ZipFile(stream) as archive:
            scan = scan_book(archive)
        _check_extent(scan, max_rows)
        stream.seek(0)
        with CalamineWorkbook.from_filelike(stream) as book:
            visible = {meta.name: meta.visible == SheetVisibleEnum.Visible for meta in book.sheets_metadata}
            sheets = [_read(book, name, found, visible.get(name, True)) for name, found in scan.sheets.items()]
    except (BadZipFile, CalamineError, LxmlError, KeyError, ValueError) as error:
        raise WorkbookRefused(UNREADABLE) from error
    if not sheets:
        raise WorkbookRefused("文件里没有工作表。请下载模板填写后再上传。")
    return Book(tuple(sheets), DAYS_1904 if scan.from_1904 else 0)


def count_rows(source: BinaryIO) -> int:
    """Return how many rows the sheets reach down to, without reading their values; the file is left at its start.

    The file must have passed the guard. Raises WorkbookRefused where its parts cannot be read.
    """
    try:
        with ZipFile(source) as archive:
            return sum(sheet.rows for sheet in scan_book(archive).sheets.values())
    except (KeyError, ValueError, SyntaxError) as error:
        raise WorkbookRefused(UNREADABLE) from error
    finally:
        source.seek(0)


def _check_extent(scan: BookScan, max_rows: int) -> None:
    """Refuse sheets whose cells lie so far apart that reading them would fill the memory."""
    for name, sheet in scan.sheets.items():
        if sheet.rows > max_rows:
            raise WorkbookRefused(
                f"工作表“{name}”一直用到第 {sheet.rows} 行,超过 {max_rows} 行。"
                "请删去数据下方的空白行,或拆成几个文件后再上传。"
            )
        if sheet.columns > MAX_COLUMNS:
            raise WorkbookRefused(f"工作表“{name}”超过 {MAX_COLUMNS} 列。请删去数据右侧的空白列后再上传。")
        if max(sheet.rows * sheet.columns, sheet.cells) > MAX_CELLS:
            raise WorkbookRefused(f"工作表“{name}”的单元格太多。请拆成几个文件后再上传。")


def _read(book: CalamineWorkbook, name: str, scan: SheetScan, visible: bool) -> SheetValues:
    sheet = book.get_sheet_by_name(name)
    merges = tuple(
        (top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    )
    rows = sheet.to_python(skip_empty_area=False)
    for (row, column), text in scan.errors.items():
        if row <= len(rows) and column <= len(rows[row - 1]):
            rows[row - 1][column - 1] = text
    return SheetValues(name, rows, merges, scan.formulas, scan.hidden_columns, visible)


def modified_on(source: BinaryIO) -> date | None:
    """Return the day on which a workbook says it was last written, if it does; the file is left at its start."""
    try:
        with ZipFile(source) as archive:
            found = _MODIFIED.search(archive.read("docProps/core.xml"))
        return date.fromisoformat(found.group(1).decode()) if found else None
    except (KeyError, ValueError, BadZipFile):
        return None
    finally:
        source.seek(0)
