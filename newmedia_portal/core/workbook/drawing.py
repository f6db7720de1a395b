"""Charts of a workbook (工作簿图表), made by openpyxl over the rows of their sheet."""

from bisect import bisect_right
from itertools import accumulate

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.utils.units import cm_to_EMU, pixels_to_EMU
from openpyxl.worksheet.worksheet import Worksheet

from .sheets import Sheet, SheetChart
from .text import clean

HEIGHT, WIDTH = 7.5, 15.0
"""Of a chart that stands alone, in centimetres; several share the width of their table."""
NARROWEST = 8.0
ROWS_EACH = 17
FOOT_ROWS = 5
COLOURS = ("2F6DB5", "C8811B", "3E8E57", "8A8F98", "B5423C")
_SIGN, _MARGIN = 7, 5
"""A column is so many pixels wide for each sign, and so many more."""


def draw(sheet: Sheet, page: Worksheet, count: int) -> None:
    """Put the charts of a sheet below its rows, side by side as far as the table is wide; without rows there is none.

    Fitted to the width of a page, a sheet keeps no break of its own, so charts below one another would be cut.
    """
    if not count or not sheet.charts:
        return
    edges = _edges(sheet)
    beside = max(1, min(len(sheet.charts), int(_cm(edges[-1]) // NARROWEST)))
    for number, wanted in enumerate(sheet.charts):
        line, place = divmod(number, beside)
        chart = _chart(sheet, page, wanted, min(count, wanted.most))
        chart.width = min(WIDTH, _cm(edges[-1]) / beside) if beside > 1 else WIDTH
        row = sheet.head_row + count + FOOT_ROWS + line * ROWS_EACH
        chart.anchor = _anchor(edges, edges[-1] * place // beside, row, chart)
        page.add_chart(chart)


def _cm(pixels: int) -> float:
    return pixels * 2.54 / 96


def _edges(sheet: Sheet) -> list[int]:
    """Return where each column of a sheet begins, and where the last one ends, in pixels."""
    return [0, *accumulate(int(column.width * _SIGN) + _MARGIN for column in sheet.columns)]


def _anchor(edges: list[int], left: int, row: int, chart: BarChart | LineChart) -> OneCellAnchor:
    """Return the place of a chart that begins so many pixels from the left at a row, counted from 1."""
    column = bisect_right(edges, left) - 1
    start = AnchorMarker(col=column, colOff=pixels_to_EMU(left - edges[column]), row=row - 1, rowOff=0)
    size = XDRPositiveSize2D(cm_to_EMU(chart.width), cm_to_EMU(chart.height))
    return OneCellAnchor(_from=start, ext=size)


def _chart(sheet: Sheet, page: Worksheet, wanted: SheetChart, count: int) -> BarChart | LineChart:
    chart = LineChart() if wanted.kind == "line" else BarChart()
    chart.title, chart.height, chart.width = clean(wanted.title), HEIGHT, WIDTH
    head, last = sheet.head_row, sheet.head_row + count
    for number, column in enumerate(wanted.values):
        chart.add_data(Reference(page, min_col=column + 1, min_row=head, max_row=last), titles_from_data=True)
        colour = COLOURS[number % len(COLOURS)]
        series = chart.series[number]
        series.graphicalProperties.line.solidFill = colour
        if wanted.kind == "bar":
            series.graphicalProperties.solidFill = colour
        else:
            series.smooth = False
    chart.set_categories(Reference(page, min_col=wanted.labels + 1, min_row=head + 1, max_row=last))
    chart.y_axis.title, chart.x_axis.title = clean(wanted.unit) or None, None
    chart.y_axis.scaling.min = 0
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.legend.position = "b"
    if len(wanted.values) == 1:
        chart.legend = None
        chart.dataLabels = DataLabelList()
        chart.dataLabels.showVal = True
        chart.dataLabels.showSerName = chart.dataLabels.showCatName = chart.dataLabels.showLegendKey = False
    return chart
