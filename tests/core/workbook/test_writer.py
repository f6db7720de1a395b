"""What the writer puts into a cell comes back as it was, and text never becomes a formula."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from newmedia_portal.core.workbook import Cell, Column, Kind, Look, Sheet, check_xlsx, write_csv, write_xlsx
from newmedia_portal.core.workbook.reader import read_book

AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
PAYLOADS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "\0=1+1",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(A1)",
    '=HYPERLINK("https://example.com/","示例")',
    "=cmd|'/c calc'!A0",
]


def written(rows: list[list[object]], columns: list[Column] | None = None, **options: object) -> bytes:
    target = io.BytesIO()
    chosen = columns or [Column(f"列{number + 1}") for number in range(len(rows[0]))]
    write_xlsx(target, [Sheet("台账", chosen, rows, **options)], by="张某一", at=AT)  # type: ignore[arg-type]
    return target.getvalue()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_formula_look_alike_stays_text_in_a_workbook(payload: str) -> None:
    content = written([[payload]])
    cell = load_workbook(io.BytesIO(content)).active["A2"]
    assert cell.data_type == "s"
    assert cell.value.replace("\r", "\n") == payload.replace("\0", "").replace("\r", "\n")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f" not in archive.read("xl/worksheets/sheet1.xml").partition(b"</sheetData>")[0]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_formula_look_alike_gets_an_apostrophe_in_csv(payload: str) -> None:
    target = io.BytesIO()
    write_csv(target, Sheet("台账", [Column("名称")], [[payload]]))
    rows = list(csv.reader(io.StringIO(target.getvalue().decode("utf-8-sig"), newline="")))
    assert rows[1][0] == "'" + payload.replace("\0", "")


def test_negative_numbers_stay_numbers() -> None:
    cells = load_workbook(io.BytesIO(written([[-5, -0.25, Decimal("-1.5")]]))).active[2]
    assert [(cell.data_type, cell.value) for cell in cells] == [("n", -5), ("n", -0.25), ("n", -1.5)]
    target = io.BytesIO()
    write_csv(target, Sheet("台账", [Column("数"), Column("数")], [[-5, -0.25]]))
    assert target.getvalue().decode("utf-8-sig").splitlines()[1] == "-5,-0.25"


def test_long_digit_strings_and_long_numbers_are_text() -> None:
    cells = load_workbook(io.BytesIO(written([["110101199001011234", 1234567890123456789, "007"]]))).active[2]
    assert [(cell.data_type, cell.value) for cell in cells] == [
        ("s", "110101199001011234"),
        ("s", "1234567890123456789"),
        ("s", "007"),
    ]


def test_dates_are_real_dates_and_moments_are_local() -> None:
    content = written([[date(2026, 3, 5), AT]], [Column("日", kind=Kind.DATE), Column("时", kind=Kind.MOMENT)])
    day, moment = load_workbook(io.BytesIO(content)).active[2]
    assert (day.value, day.number_format) == (datetime(2026, 3, 5), "yyyy-mm-dd")  # noqa: DTZ001
    assert moment.value == datetime(2026, 11, 22, 11, 0)  # noqa: DTZ001


def test_control_characters_are_cleaned_and_the_escape_is_kept_literally() -> None:
    content = written([["示例\x07之\x7f声\x90", "示例_x0007_之声"]])
    assert read_book(io.BytesIO(content)).sheets[0].rows[1] == ["示例之声", "示例_x0007_之声"]


def test_text_longer_than_a_cell_is_cut_with_a_mark() -> None:
    value = load_workbook(io.BytesIO(written([["示" * 40_000]]))).active["A2"].value
    assert len(value) == 32_767
    assert value.endswith("…(过长,已截断)")


def test_the_page_is_ready_to_print_and_the_head_stays() -> None:
    page = load_workbook(io.BytesIO(written([["甲"], ["乙"]], title="示例台账"))).active
    assert (page.page_setup.orientation, page.page_setup.paperSize, page.page_setup.fitToWidth) == ("landscape", 9, 1)
    assert (page.freeze_panes, page.auto_filter.ref, page.print_title_rows) == ("A3", "A2:A4", "$2:$2")
    assert page.oddFooter.left.text == "导出人:张某一  2026-11-22 11:00"
    assert [page["A1"].value, page["A2"].value, page["A2"].font.b] == ["示例台账", "列1", True]


def test_choices_become_a_dropdown_that_covers_the_empty_room() -> None:
    content = written([], [Column("平台", choices=("微博", "抖音"))], room=50)
    book = load_workbook(io.BytesIO(content))
    rule = book["台账"].data_validations.dataValidation[0]
    assert (str(rule.sqref), rule.formula1, rule.type) == ("A2:A51", "选项!$A$1:$A$2", "list")
    assert [cell.value for cell in book["选项"]["A"]] == ["微博", "抖音"]
    assert book["选项"].sheet_state == "hidden"


def test_a_marked_cell_has_its_fill() -> None:
    cell = load_workbook(io.BytesIO(written([[Cell("去年春天", Look.BAD)]]))).active["A2"]
    assert (cell.value, cell.fill.fgColor.rgb) == ("去年春天", "FFF4B6B6")


def test_what_was_written_passes_the_guard() -> None:
    check_xlsx(io.BytesIO(written([["示例", 1, None, True]])))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=6))
def test_any_text_comes_back_without_its_control_characters(texts: list[str]) -> None:
    from newmedia_portal.core.workbook.text import clean

    page = load_workbook(io.BytesIO(written([list(texts)]))).active
    expected = [clean(text).replace("\r\n", "\n").replace("\r", "\n") for text in texts]
    assert [(cell.value or "").replace("\r", "\n") for cell in page[2]] == expected


def test_an_empty_sheet_says_why_and_a_tall_row_has_room_for_its_text() -> None:
    columns = [Column("项目", 10), Column("说明", 21)]
    nothing = load_workbook(io.BytesIO(written([], columns, empty="本期没有检查结果。", title="示例"))).active
    assert [[cell.value for cell in row] for row in nothing.iter_rows(min_row=3)] == [["本期没有检查结果。", None]]

    rows: list[list[object]] = [["一", "示例" * 5], ["二", "示例" * 30], ["三", Cell("甲\n乙")]]
    page = load_workbook(io.BytesIO(written(rows, columns, empty="无", tall=True))).active
    assert [page.row_dimensions[number].height for number in (2, 3, 4)] == [30, 105, 30]
    plain = load_workbook(io.BytesIO(written(rows, columns))).active
    assert [plain.row_dimensions[number].height for number in (2, 3, 4)] == [None, None, None]
