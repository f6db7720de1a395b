"""Formulas of our own and charts: a user's text never becomes one, other readers find both."""

import io
from datetime import UTC, datetime
from decimal import Decimal
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from newmedia_portal.core.workbook import Column, Formula, Kind, Sheet, SheetChart, write_xlsx

AT = datetime(2026, 9, 18, 4, 0, tzinfo=UTC)
COLUMNS = (Column("平台"), Column("检查数", kind=Kind.NUMBER), Column("合格率", kind=Kind.PERCENT))
ROWS = [("微信公众号", 3, Decimal("0.5")), ("=1+1", 4, Decimal("0.3333"))]


def total(first: int, last: int) -> list[tuple]:
    """Return a line of totals."""
    return [("合计", Formula(f"SUM(B{first}:B{last})", 7), Formula(f"ROUND(AVERAGE(C{first}:C{last}),4)", 0.4167))]


def written(**more) -> bytes:
    """Return a workbook of one sheet."""
    target = io.BytesIO()
    write_xlsx(target, [Sheet("汇总", COLUMNS, ROWS, title="示例", foot=total, **more)], by="张某一", at=AT)
    return target.getvalue()


def test_a_formula_stands_with_the_value_that_it_gives():
    content = written()
    formulas = load_workbook(io.BytesIO(content)).active
    values = load_workbook(io.BytesIO(content), data_only=True).active
    assert [cell.value for cell in formulas[5]] == ["合计", "=SUM(B3:B4)", "=ROUND(AVERAGE(C3:C4),4)"]
    assert [cell.value for cell in values[5]] == ["合计", 7, 0.4167]
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[-1] == ["合计", 7.0, 0.4167]


def test_a_text_that_looks_like_a_formula_stays_a_text():
    cell = load_workbook(io.BytesIO(written())).active["A4"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_only_the_table_is_filtered_and_totals_stand_below():
    assert load_workbook(io.BytesIO(written())).active.auto_filter.ref == "A2:C4"


def test_rates_are_shown_as_per_cent_with_two_decimals():
    page = load_workbook(io.BytesIO(written())).active
    assert [page["C3"].number_format, page["C5"].number_format] == ["0.00%", "0.00%"]


@pytest.mark.parametrize(
    "text",
    ["", "=1", "HYPERLINK(A1)", "SUM(A1)+CMD(B1)", "SUM('其他'!A1)", "A1&B1", "sum(A1)", "WEBSERVICE(A1)", "A1|B1"],
)
def test_what_is_not_built_from_known_functions_is_no_formula(text):
    with pytest.raises(ValueError, match="no formula of ours"):
        Formula(text, 0)


def test_charts_name_the_rows_of_their_table():
    charts = (SheetChart("检查数", 0, (1,)), SheetChart("合格率", 0, (2,), kind="line"))
    content = written(charts=charts)
    page = load_workbook(io.BytesIO(content)).active
    assert len(page._charts) == 2
    xml = ZipFile(io.BytesIO(content)).read("xl/charts/chart1.xml").decode()
    assert "'汇总'!$B$3:$B$4" in xml
    assert "'汇总'!$A$3:$A$4" in xml


def test_charts_stand_side_by_side_as_far_as_their_table_is_wide():
    charts = tuple(SheetChart(f"图{number}", 0, (1,)) for number in range(3))
    wide = [Column("单位", 40), Column("检查数", 50)]
    page = load_workbook(io.BytesIO(charted(wide, charts))).active
    places = [(chart.anchor._from.row, chart.anchor._from.col) for chart in page._charts]
    assert [row - places[0][0] for row, _ in places] == [0, 0, 17]
    assert [column for _, column in places] == [0, 1, 0]

    page = load_workbook(io.BytesIO(charted([Column("单位", 20), Column("检查数", 10)], charts[:2]))).active
    assert [chart.anchor._from.col for chart in page._charts] == [0, 0]


def charted(columns, charts):
    """Return a workbook with one row in these columns and the charts below."""
    target = io.BytesIO()
    write_xlsx(target, [Sheet("汇总", columns, [("示例", 3)], charts=charts)], by="张某一", at=AT)
    return target.getvalue()


def test_a_table_without_rows_has_no_chart():
    target = io.BytesIO()
    write_xlsx(target, [Sheet("空", COLUMNS, [], charts=(SheetChart("图", 0, (1,)),))], by="张某一", at=AT)
    assert load_workbook(io.BytesIO(target.getvalue())).active._charts == []
