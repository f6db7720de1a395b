"""C9: writing a long export, against XlsxWriter in constant-memory mode; and the memory that it takes.

`python -m bench.exports ROWS` writes so many rows in a process of its own and prints its greatest memory in kilobytes.
"""

import io
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook

from newmedia_portal.core.workbook import Column, Kind, Sheet, write_xlsx

from .measure import Measured, compare

ROWS, FEW = 100_000, 10_000
AT = datetime(2026, 9, 18, 4, 0, tzinfo=UTC)
WORDS = ("单位", "账号", "平台", "状态", "类别", "链接", "说明", "备注", "主办", "承办", "地区", "等次")
HEADS = tuple(
    [Column(word) for word in WORDS]
    + [Column(f"数量{n}", kind=Kind.NUMBER) for n in range(4)]
    + [Column(f"得分{n}", kind=Kind.NUMBER) for n in range(2)]
    + [Column(f"日期{n}", kind=Kind.DATE) for n in range(2)]
)


def lines(count: int) -> Iterator[tuple[Any, ...]]:
    """Yield rows of 20 cells: texts, numbers, points and days, all different enough."""
    days = [date(2020 + n % 7, 1 + n % 12, 1 + n % 28) for n in range(336)]
    for n in range(count):
        texts = [f"示例{word}{n % 977}" for word in WORDS]
        points = (Decimal(n % 10_000) / 100, Decimal(n * 7 % 10_000) / 100)
        yield (*texts, n, n % 7, n * 3, n % 1000, *points, days[n % 336], days[n * 5 % 336])


def ours(count: int = ROWS) -> bytes:
    """Write with the portal's writer: styles, filter, print set-up, footer."""
    with tempfile.TemporaryFile() as target:
        write_xlsx(target, [Sheet("导出", HEADS, lines(count), frozen_columns=1)], by="示例", at=AT)
        target.seek(0)
        return target.read()


def theirs(count: int = ROWS) -> bytes:
    """Write with XlsxWriter row by row, texts as texts and days with a format; nothing else."""
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as target:
        book = xlsxwriter.Workbook(target.name, {"constant_memory": True})
        page, day = book.add_worksheet("导出"), book.add_format({"num_format": "yyyy-mm-dd"})
        for place, head in enumerate(HEADS):
            page.write_string(0, place, head.title)
        for number, row in enumerate(lines(count), start=1):
            for place, value in enumerate(row):
                if isinstance(value, str):
                    page.write_string(number, place, value)
                elif isinstance(value, date):
                    page.write_datetime(number, place, value, day)
                else:
                    page.write_number(number, place, value)
        book.close()
        target.seek(0)
        return target.read()


def same(mine: bytes, other: bytes) -> bool:
    """Whether another reader finds the same cells in both."""
    return cells(mine) == cells(other)


def cells(content: bytes) -> list[list[Any]]:
    """Return all cells as another reader sees them."""
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def peak(count: int) -> int:
    """Return the greatest memory of a process that writes so many rows, in kilobytes."""
    done = subprocess.run([sys.executable, "-m", "bench.exports", str(count)], check=True, capture_output=True)
    return int(done.stdout)


def against_xlsxwriter(rounds: int) -> list[Measured]:
    """C9: time beside XlsxWriter, and the greatest memory at a tenth and at all of the rows."""
    few, many = peak(FEW), peak(ROWS)
    measured = compare(
        ours, theirs, rounds=rounds, same=same, id="C9", job=f"导出 {ROWS:,} 行 × {len(HEADS)} 列",
        yardstick="XlsxWriter constant_memory", goal=1.15,
    )  # fmt: skip
    measured.note = f"峰值内存 {FEW:,} 行 {few // 1024} MB,{ROWS:,} 行 {many // 1024} MB,比值 {many / few:.3f}"
    return [measured]


if __name__ == "__main__":
    with tempfile.TemporaryFile() as out:
        write_xlsx(out, [Sheet("导出", HEADS, lines(int(sys.argv[1])), frozen_columns=1)], by="示例", at=AT)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
