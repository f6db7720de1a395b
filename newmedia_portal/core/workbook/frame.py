"""The workbook around the rows: styles, widths, frozen head, choices and print set-up, made by openpyxl."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.cell import Cell as OpenpyxlCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from .drawing import draw
from .sheets import Kind, Look, Sheet
from .text import clean

FORMATS = {
    Kind.TEXT: "@",
    Kind.NUMBER: "General",
    Kind.POINTS: "0.00",
    Kind.PERCENT: "0.00%",
    Kind.DATE: "yyyy-mm-dd",
    Kind.MOMENT: "yyyy-mm-dd hh:mm",
}
FILLS = {Look.BAD: "FFF4B6B6", Look.WARN: "FFFFE2A8", Look.STRONG: "FFE8EEF7"}
HEAD_FILL = "FFDCE6F2"
PAPER_A4 = 9
CHOICES_SHEET = "选项"
_LINE = Side(style="thin", color="FFB8C0CC")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


@dataclass(frozen=True)
class Frame:
    """The parts of the workbook without rows; `styles` gives the style number of (kind, look)."""

    parts: dict[str, bytes]
    sheet_parts: list[str]
    styles: dict[tuple[Kind, Look], int]
    head_style: int
    title_style: int
    note_style: int


def build_frame(sheets: Sequence[Sheet], *, by: str, at: datetime, counts: Sequence[int]) -> Frame:
    """Make the workbook around the rows; `counts` says how many rows each sheet has (zero while unknown)."""
    book = Workbook()
    book.remove(book.active)
    book.properties.creator = clean(by)
    book.properties.created = book.properties.modified = at.replace(tzinfo=None)
    pages = [book.create_sheet(sheet.name) for sheet in sheets]
    styles, head_style, title_style, note_style = _styles(pages[0])
    _choices(book, sheets, pages)
    for sheet, page, count in zip(sheets, pages, counts, strict=True):
        draw(sheet, page, count)
        _dress(sheet, page, count, f"导出人:{clean(by)}  {at:%Y-%m-%d %H:%M}")
    packed = BytesIO()
    book.save(packed)
    with ZipFile(packed) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    names = [f"xl/worksheets/sheet{number}.xml" for number in range(1, len(sheets) + 1)]
    return Frame(parts, names, styles, head_style, title_style, note_style)


def _styles(page: Worksheet) -> tuple[dict[tuple[Kind, Look], int], int, int, int]:
    """Register every style the rows will use and return their numbers."""
    found = {}
    for kind, number_format in FORMATS.items():
        for look in Look:
            cell = OpenpyxlCell(page, row=1, column=1)
            cell.number_format, cell.border = number_format, _BORDER
            cell.alignment = Alignment(vertical="center", wrap_text=kind is Kind.TEXT)
            if look in FILLS:
                cell.fill = PatternFill("solid", fgColor=FILLS[look])
            if look is Look.STRONG:
                cell.font = Font(bold=True)
            found[kind, look] = cell.style_id
    head = OpenpyxlCell(page, row=1, column=1)
    head.font, head.border, head.fill = Font(bold=True), _BORDER, PatternFill("solid", fgColor=HEAD_FILL)
    head.alignment, head.number_format = Alignment(horizontal="center", vertical="center", wrap_text=True), "@"
    title = OpenpyxlCell(page, row=1, column=1)
    title.font, title.number_format = Font(bold=True, size=14), "@"
    note = OpenpyxlCell(page, row=1, column=1)
    note.font, note.number_format = Font(italic=True), "@"
    return found, head.style_id, title.style_id, note.style_id


def _dress(sheet: Sheet, page: Worksheet, count: int, maker: str) -> None:
    """Widths, frozen head, filter and A4 landscape print set-up."""
    for position, column in enumerate(sheet.columns, start=1):
        page.column_dimensions[get_column_letter(position)].width = column.width
    head, last = sheet.head_row, get_column_letter(max(len(sheet.columns), 1))
    page.freeze_panes = f"{get_column_letter(sheet.frozen_columns + 1)}{head + 1}"
    page.print_title_rows = f"{head}:{head}"
    if sheet.filtered and sheet.columns:
        page.auto_filter.ref = f"A{head}:{last}{head + max(count, 1)}"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = PAPER_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_margins.left = page.page_margins.right = 0.4
    page.oddFooter.left.text = maker.replace("&", "&&")
    page.oddFooter.right.text = "第 &P 页 共 &N 页"


def _choices(book: Workbook, sheets: Sequence[Sheet], pages: Sequence[Worksheet]) -> None:
    """Put the words to choose from on a hidden sheet and point the columns' validations at it."""
    store: Worksheet | None = None
    position = 0
    for sheet, page in zip(sheets, pages, strict=True):
        for number, column in enumerate(sheet.columns, start=1):
            if not column.choices:
                continue
            if store is None:
                store = book.create_sheet(CHOICES_SHEET)
                store.sheet_state = "hidden"
            position += 1
            for row, word in enumerate(column.choices, start=1):
                cell = store.cell(row=row, column=position, value=clean(word))
                cell.data_type = "s"
            source = get_column_letter(position)
            rule = DataValidation(
                type="list", formula1=f"{CHOICES_SHEET}!${source}$1:${source}${len(column.choices)}", allow_blank=True
            )
            rule.showErrorMessage, rule.errorTitle, rule.error = True, "填写有误", "请从下拉列表中选择。"
            letter = get_column_letter(number)
            rule.add(f"{letter}{sheet.head_row + 1}:{letter}{sheet.head_row + max(sheet.room, 1)}")
            page.add_data_validation(rule)
