"""Finding the tables of an export (版式): title lines above the head, several sheets, totals between the rows."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from openpyxl.utils import get_column_letter

from newmedia_portal.core.workbook.dates import DAY, parse_date
from newmedia_portal.core.workbook.reader import Book, SheetValues
from newmedia_portal.core.workbook.typed import key_of, raw_text

from .columns import IGNORE, TITLES, is_daily, is_head, layout_of, propose

HEAD_SEARCH_ROWS = 30
_TOTAL = re.compile(r"(合计|总计|累计|小计|共计|平均值?)[:：]?.*")
_DATE = r"\d{4}(?:[-./年]\d{1,2}[-./月]\d{1,2}日?|\d{4})"
_PERIOD = re.compile(rf"({_DATE})\s*(?:至|到|[-~～—_]+)\s*({_DATE})")


@dataclass(frozen=True)
class Column:
    """A column with its meaning; `key` names it within its table."""

    column: int
    key: str
    field: str

    @property
    def letter(self) -> str:
        """The column's letter."""
        return get_column_letter(self.column)


@dataclass(frozen=True)
class Table:
    """One sheet's table: its head, what its columns mean, the layout, and which rows hold data."""

    sheet: SheetValues
    head: int
    columns: tuple[Column, ...]
    layout: str
    signature: str
    rows: tuple[int, ...]
    period: tuple[date, date] | None = None

    def column_of(self, field: str) -> Column | None:
        """Return the column that holds a field."""
        return next((column for column in self.columns if column.field == field), None)


@dataclass(frozen=True)
class NoTable:
    """A sheet that holds no table of items: its head row if it is one by day, else 0."""

    sheet: SheetValues
    daily: int = 0


def find_tables(book: Book, *, chosen: Mapping[str, Mapping[str, str]] | None = None) -> list[Table | NoTable]:
    """Return the tables of the visible sheets that hold anything; `chosen` maps sheet → heading → field."""
    found: list[Table | NoTable] = []
    for sheet in book.sheets:
        if sheet.visible and any(value != "" for row in sheet.rows for value in row):
            found.append(_table(sheet, (chosen or {}).get(sheet.name, {})))
    return found


def _table(sheet: SheetValues, wishes: Mapping[str, str]) -> Table | NoTable:
    daily = 0
    for number in range(1, min(HEAD_SEARCH_ROWS, len(sheet.rows)) + 1):
        headings = _headings(sheet, number)
        wished = {key_of(key) for key in wishes} & {key_of(text) for text in headings.values()}
        if is_head(headings) or (wishes and len(wished) == len(headings) > 1):
            return _made(sheet, number, headings, wishes)
        if is_daily(headings):
            daily = daily or number
    return NoTable(sheet, daily)


def _made(sheet: SheetValues, head: int, headings: dict[int, str], wishes: Mapping[str, str]) -> Table:
    meanings = propose(headings)
    keys = _keys(headings)
    taken: set[str] = set()
    columns = []
    for column, key in keys.items():
        field = wishes.get(key, meanings[column])
        field = IGNORE if field not in TITLES or field in taken else field
        taken |= {field} - {IGNORE}
        columns.append(Column(column, key, field))
    text = "|".join(key_of(heading) for heading in headings.values())
    above = " ".join(raw_text(value) for row in sheet.rows[: head - 1] for value in row)
    return Table(
        sheet=sheet,
        head=head,
        columns=tuple(columns),
        layout=layout_of(headings),
        signature=hashlib.sha256(text.encode()).hexdigest(),
        rows=tuple(_data(sheet, head, columns)),
        period=period_in(f"{above} {sheet.name}"),
    )


def _headings(sheet: SheetValues, number: int) -> dict[int, str]:
    row = sheet.rows[number - 1]
    texts = {column: raw_text(value).strip() for column, value in enumerate(row, start=1)}
    return {column: text for column, text in texts.items() if text}


def _keys(headings: Mapping[int, str]) -> dict[int, str]:
    """Name each column by its heading; twins get their letter added."""
    keys: dict[int, str] = {}
    for column, text in headings.items():
        name = re.sub(r"\s+", "", text)[:60]
        keys[column] = name if name not in keys.values() else f"{name}({get_column_letter(column)}列)"
    return keys


def _data(sheet: SheetValues, head: int, columns: list[Column]) -> list[int]:
    """Return the rows of data: no empty ones, no totals, no head printed again."""
    used = [column for column in columns if column.field != IGNORE]
    data = []
    for number, row in enumerate(sheet.rows[head:], start=head + 1):
        texts = {c.field: raw_text(row[c.column - 1]).strip() for c in used if c.column <= len(row)}
        if not any(texts.values()) or _TOTAL.fullmatch(next((t for t in map(raw_text, row) if t.strip()), "").strip()):
            continue
        if sum(key_of(texts.get(c.field, "")) == key_of(c.key) for c in used) * 2 > len(used):
            continue
        data.append(number)
    return data


def period_in(text: str) -> tuple[date, date] | None:
    """Return the period that a title line, a sheet's or a file's name states, such as 2026-09-01至2026-09-30."""
    for found in _PERIOD.finditer(text):
        days = [parse_date(part) for part in found.groups()]
        if all(day is not None and day.precision == DAY for day in days):
            first, last = (day.day for day in days if day is not None)
            if first <= last:
                return first, last
    return None
