"""Exporting exactly what a list shows (导出所见): its filter, its order, its columns."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse
from django.utils.http import content_disposition_header

from ...audit.actions import record
from ...workbook.sheets import Column as SheetColumn
from ...workbook.sheets import Kind, Sheet
from ...workbook.writer import write_xlsx
from .columns import Column

IN_MEMORY = 2 * 1024 * 1024
CHUNK = 2000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def write_rows(
    target: Any,
    rows: QuerySet[Any],
    columns: Sequence[Column],
    *,
    title: str,
    by: Any,
    at: datetime,
    told: Callable[[int], None] = lambda done: None,
) -> int:
    """Write the rows as a workbook and return their number; `told` hears how many are read, chunk by chunk."""
    readers = [column.export_reader for column in columns]

    def lines() -> Iterator[list[Any]]:
        for number, row in enumerate(rows.iterator(CHUNK)):
            if number % CHUNK == 0:
                told(number)
            yield [read(row) for read in readers]

    heads = [SheetColumn(c.label, c.width, Kind.NUMBER if c.numeric else Kind.TEXT) for c in columns]
    return write_xlsx(target, [Sheet(title, heads, lines(), title=title, frozen_columns=1)], by=str(by), at=at)


def export_rows(rows: QuerySet[Any], columns: Sequence[Column], *, title: str, by: Any, at: datetime) -> FileResponse:
    """Return the rows as a workbook; records the export with its number of rows."""
    target = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    count = write_rows(target, rows, columns, title=title, by=by, at=at)
    record("export.made", by=by, at=at, after={"title": title, "rows": count})
    target.seek(0)
    name = f"{title}-{at:%Y%m%d}.xlsx"
    response = FileResponse(target, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response
