"""The workbook of a lexicon (词库工作簿): columns, template, export, reading with every fault at its cell."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, BinaryIO

from openpyxl.utils import get_column_letter

from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.workbook import Cell, Column, Look, Sheet, write_xlsx
from newmedia_portal.core.workbook.reader import read_book
from newmedia_portal.regimes.vocabulary import PROHIBITED

from ..precheck.entries import Entry, Kind
from ..precheck.hits import Grade
from .checks import TITLES, faults_of

SHEET = "词库"
PARTED = "；"
MOST_ROWS = 200_000
ROOM = 500
YES = frozenset(("是", "y", "yes", "1", "√", "true"))
NO = frozenset(("", "否", "n", "no", "0", "×", "false"))
_WIDTHS = {"text": 24, "right": 24, "exceptions": 28, "advice": 30, "category": 10, "grade": 8, "homophone": 8}
_CHOICES = {
    "kind": tuple(Kind.labels), "category": tuple(PROHIBITED), "grade": tuple(Grade.labels), "homophone": ("是", "否"),
}  # fmt: skip
COLUMNS = tuple(Column(title, _WIDTHS.get(name, 12), choices=_CHOICES.get(name, ())) for name, title in TITLES.items())
_BY_TITLE = {title: name for name, title in TITLES.items()}

Row = dict[str, str]
Fault = dict[str, Any]


def write(target: BinaryIO, entries: Iterable[Entry], *, by: str, at: datetime, room: int = 0) -> int:
    """Write entries as a workbook that can be read back; return how many rows."""
    rows = (list(as_row(entry).values()) for entry in entries)
    return write_xlsx(target, [Sheet(SHEET, COLUMNS, rows, frozen_columns=2, room=room)], by=by, at=at)


def as_row(entry: Entry) -> Row:
    """Return the cells of an entry by field."""
    labels = dict(Grade.choices)
    return {
        "kind": str(Kind(entry.kind).label), "text": entry.text, "category": entry.category,
        "grade": str(labels.get(entry.grade, "")), "right": entry.right, "exceptions": PARTED.join(entry.exceptions),
        "homophone": "是" if entry.homophone else "", "group": entry.group,
        "position": str(entry.position or ""), "advice": entry.advice,
    }  # fmt: skip


def read(source: BinaryIO) -> tuple[list[Row], list[Fault]]:
    """Return the rows by field and all faults (row, field, cell, message); row numbers are those of the sheet.

    Raises Refused (WorkbookRefused) for a file that is no workbook, or holds no table of this kind.
    """
    book = read_book(source, max_rows=MOST_ROWS)
    for sheet in book.sheets:
        for number, cells in enumerate(sheet.rows[:5], 1):
            names = [_BY_TITLE.get(_text(cell), "") for cell in cells]
            if {"kind", "text"} <= set(names):
                return _table(sheet.rows[number:], number + 1, names, sheet.formulas)
    raise Refused("没有找到词库表格：表头须有“类型”和“词条”两列。请下载模板填写。", field="file")


def _table(
    lines: Sequence[Sequence[Any]], first: int, names: list[str], formulas: dict[tuple[int, int], str]
) -> tuple[list[Row], list[Fault]]:
    rows: list[Row] = []
    faults: list[Fault] = []
    seen: dict[tuple[str, str, str], int] = {}
    letters = {name: get_column_letter(n) for n, name in enumerate(names, 1) if name}
    for number, cells in enumerate(lines, first):
        row = {name: _text(cell) for name, cell in zip(names, cells, strict=False) if name}
        if not any(row.values()):
            continue
        row = {name: row.get(name, "") for name in TITLES} | {"row": str(number)}
        found = list(_row_faults(row, seen, number))
        found += [
            (names[column - 1], "单元格是公式，请改为文字。")
            for (line, column) in formulas
            if line == number and column <= len(names) and names[column - 1]
        ]
        faults += [
            {"row": number, "field": name, "cell": f"{letters.get(name, letters['text'])}{number}", "message": message}
            for name, message in found
        ]
        rows.append(row)
    if not rows:
        raise Refused("表格里没有词条，请填写后再上传。", field="file")
    return rows, faults


def _row_faults(row: Row, seen: dict[tuple[str, str, str], int], number: int) -> Iterator[tuple[str, str]]:
    if row["homophone"].lower() not in YES | NO:
        yield "homophone", "谐音一列请写“是”或“否”。"
    if row["position"] and not row["position"].isdecimal():
        yield "position", "顺序须是从 1 开始的整数。"
    if row["grade"] and row["grade"] not in Grade.labels:
        yield "grade", f"等级只能是：{'、'.join(Grade.labels)}，或留空。"
    entry = as_entry(row)
    yield from faults_of(entry)
    key = (entry.kind, entry.text, entry.group)
    if key in seen:
        yield "text", f"与第 {seen[key]} 行重复，请删去一行。"
    seen.setdefault(key, number)


def as_entry(row: Row) -> Entry:
    """Return a row as an entry; what cannot be read stays as it is written and is found by the checks."""
    kinds = {str(label): value for value, label in Kind.choices}
    grades = {str(label): value for value, label in Grade.choices}
    return Entry(
        kind=kinds.get(row["kind"], row["kind"]),
        text=row["text"],
        category=row["category"][:3].upper(),
        grade=grades.get(row["grade"], ""),
        right=row["right"],
        exceptions=tuple(part.strip() for part in row["exceptions"].replace(";", PARTED).split(PARTED) if part.strip()),
        homophone=row["homophone"].lower() in YES,
        group=row["group"],
        position=int(row["position"]) if row["position"].isdecimal() and len(row["position"]) < 6 else 0,
        advice=row["advice"],
    )


def write_marked(target: BinaryIO, rows: Iterable[Row], faults: Iterable[Fault], *, by: str, at: datetime) -> int:
    """Write the rows back with bad cells marked and the reasons in a last column."""
    by_row: dict[int, list[Fault]] = {}
    for fault in faults:
        by_row.setdefault(int(fault["row"]), []).append(fault)

    def lines() -> Iterator[list[Any]]:
        for row in rows:
            found = by_row.get(int(row["row"]), [])
            bad = {fault["field"] for fault in found}
            reasons = "；".join(f"{TITLES[fault['field']]}：{fault['message']}" for fault in found)
            cells: list[Any] = [Cell(row[name], Look.BAD) if name in bad else row[name] for name in TITLES]
            yield [*cells, Cell(reasons, Look.BAD) if reasons else ""]

    columns = (*COLUMNS, Column("问题与改正办法", 60))
    return write_xlsx(target, [Sheet(SHEET, columns, lines(), frozen_columns=2)], by=by, at=at)


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell if cell is not None else "").strip()
