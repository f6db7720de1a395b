"""The office's own workbook comes back with its faults marked and everything else as it was."""

import io

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from accounts.ledger.faults import KINDS
from accounts.ledger.reading import read_ledger
from newmedia_portal.core.workbook import check_xlsx
from newmedia_portal.core.workbook.report import mark_workbook

from .books import HEAD, TODAY, ledger_file, plain_row, workbook

RED, AMBER = "FFF4B6B6", "FFFFE2A8"


def marked(source: io.BytesIO) -> tuple[Workbook, list]:
    faults = read_ledger(source, today=TODAY).faults
    target = io.BytesIO()
    mark_workbook(source, target, faults, summary=[("读取行数", "156")], kinds=KINDS)
    check_xlsx(target)
    return load_workbook(target), faults


def test_the_bad_cells_and_no_others_are_coloured() -> None:
    book, faults = marked(io.BytesIO(ledger_file("faulty").read_bytes()))
    page = book["台账"]
    coloured = {
        c.coordinate: c.fill.fgColor.rgb
        for row in page.iter_rows(max_col=16)
        for c in row
        if c.fill.fgColor.rgb in (RED, AMBER)
    }
    assert coloured == {fault.cell: RED if fault.is_error else AMBER for fault in faults}


def test_each_bad_row_carries_its_reasons_in_the_column_after_the_last() -> None:
    book, faults = marked(io.BytesIO(ledger_file("faulty").read_bytes()))
    page = book["台账"]
    written = {row: page.cell(row, 17).value for row in range(1, page.max_row + 1) if page.cell(row, 17).value}
    assert written == {fault.row: f"{fault.cell} {fault.label}:{fault.message}" for fault in faults}
    assert page.column_dimensions["Q"].width == 60


def test_all_other_cells_are_as_the_office_sent_them() -> None:
    content = ledger_file("faulty").read_bytes()
    book, _ = marked(io.BytesIO(content))
    before = [[c.value for c in row] for row in load_workbook(io.BytesIO(content))["台账"].iter_rows(max_col=16)]
    assert [[c.value for c in row] for row in book["台账"].iter_rows(max_col=16)] == before


def test_merged_cells_styles_and_hidden_columns_stay() -> None:
    rows = [["台账", None, None], HEAD[1:4], ["示例单位", "示例发布", "脸书"], [None, "示例二", "微博"]]
    source = workbook(rows, merges=["A1:C1", "A3:A4"])
    book, faults = marked(source)
    assert [(f.cell, f.kind) for f in faults] == [("C3", "unknown_platform")]
    assert sorted(map(str, book["台账"].merged_cells.ranges)) == ["A1:C1", "A3:A4"]


def test_the_totals_sheet_counts_every_kind() -> None:
    book, faults = marked(io.BytesIO(ledger_file("faulty").read_bytes()))
    lines = [[cell.value for cell in row] for row in book["检查汇总"].iter_rows()]
    assert lines[0][:2] == ["读取行数", 156]
    assert sum(line[1] for line in lines[3:]) == len(faults) == 40


def test_an_empty_cell_at_fault_is_made_and_coloured() -> None:
    row = plain_row(1, 单位名称=None)
    book, _ = marked(workbook([HEAD, row]))
    assert book["台账"]["B2"].fill.fgColor.rgb == RED
    assert [c.value for c in book["台账"][2]][2:4] == ["示例发布00001", "微博"]
