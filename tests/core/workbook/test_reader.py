"""The reader gives values, and beside them what the fast reader loses."""

import io

import pytest
from openpyxl import Workbook

from newmedia_portal.core.workbook import WorkbookRefused
from newmedia_portal.core.workbook.reader import read_book

from .files import SHEET, SHEET_CLOSE, SHEET_OPEN, plain_workbook, repacked


def packed(book: Workbook) -> io.BytesIO:
    stream = io.BytesIO()
    book.save(stream)
    stream.seek(0)
    return stream


def sheet_with(rows: str) -> io.BytesIO:
    return io.BytesIO(repacked(plain_workbook(), changed={SHEET: (SHEET_OPEN + rows + SHEET_CLOSE).encode()}))


def test_formulas_are_named_beside_their_last_value() -> None:
    rows = '<row r="3"><c r="B3" t="str"><f>A1&amp;"x"</f><v>示例</v></c></row>'
    sheet = read_book(sheet_with(rows)).sheets[0]
    assert sheet.rows[2][1] == "示例"
    assert sheet.formulas == {(3, 2): '=A1&"x"'}


def test_formulas_are_named_where_cells_do_not_say_their_place() -> None:
    rows = "<row><c><v>1</v></c><c><f>A1</f><v>1</v></c></row><row><c><f>A1</f><v>1</v></c></row>"
    assert read_book(sheet_with(rows)).sheets[0].formulas == {(1, 2): "=A1", (2, 1): "=A1"}


def test_merged_ranges_hidden_columns_and_hidden_sheets_are_told() -> None:
    book = Workbook()
    book.active.append(["甲", "乙", "丙"])
    book.active.append(["丁", "", ""])
    book.active.merge_cells("A1:A2")
    book.active.column_dimensions["B"].hidden = True
    book.create_sheet("选项").sheet_state = "hidden"
    sheets = read_book(packed(book)).sheets
    assert (sheets[0].merges, sheets[0].hidden_columns, sheets[0].visible) == (((1, 1, 2, 1),), frozenset({2}), True)
    assert sheets[1].visible is False


def test_the_1904_date_system_is_told() -> None:
    book = Workbook()
    book.epoch = __import__("openpyxl").utils.datetime.CALENDAR_MAC_1904
    book.active.append([44902])
    assert read_book(packed(book)).day_shift == 1462


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row>',
        "<row r='1048576'><c r='A1048576'><v>1</v></c></row>",
        '<row r="1"><c r="A1048576"><v>1</v></c></row>',
    ],
)
def test_a_cell_far_below_is_refused_before_the_sheet_is_spread_out(rows: str) -> None:
    with pytest.raises(WorkbookRefused) as caught:
        read_book(sheet_with(rows))
    assert caught.value.message.startswith("工作表“Sheet”一直用到第 1048576 行,超过 200000 行。")


def test_a_cell_far_to_the_right_is_refused() -> None:
    with pytest.raises(WorkbookRefused) as caught:
        read_book(sheet_with('<row r="1"><c r="XFD1"><v>1</v></c></row>'))
    assert caught.value.message == "工作表“Sheet”超过 256 列。请删去数据右侧的空白列后再上传。"


def test_cells_and_rows_that_are_only_formatted_do_not_count() -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="AMJ1" s="0"/></row>'
        '<row r="200001"><c r="A200001" s="0"/></row><row r="1048576" hidden="1"/>'
    )
    assert read_book(sheet_with(rows)).sheets[0].rows == [[1.0]]


def test_broken_markup_is_refused() -> None:
    with pytest.raises(WorkbookRefused) as caught:
        read_book(sheet_with("<row><c><v>1</c></row>"))
    assert caught.value.message.startswith("文件内容已损坏")


def test_error_values_are_kept_as_their_text() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="e"><v>#REF!</v></c></row>'
    assert read_book(sheet_with(rows)).sheets[0].rows[0] == [1.0, "#REF!"]
