"""Reading a ledger from a workbook: rows as values, and everything that is wrong, in one go."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from newmedia_portal.core.workbook.reader import Book, SheetValues, read_book

from . import messages
from .cells import Reader, read_extra, readers, split_manager_phone, wrong_at_sight
from .checks import check_rows
from .columns import MappedColumn
from .faults import Fault, shown
from .fields import EXTRA, IGNORE, MANAGER_PHONE
from .layout import Table, find_tables
from .pace import many_objects
from .platform_names import PlatformNames
from .rows import LedgerRow
from .texts import raw_text

REQUIRED = ("name",)


@dataclass
class Ledger:
    """What a workbook says: its tables, its rows in order, and its faults in the order of the cells."""

    tables: list[Table]
    rows: list[LedgerRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def good_rows(self) -> list[LedgerRow]:
        """The rows without errors."""
        return [row for row in self.rows if not row.faulty]


def read_ledger(
    source: str | Path | BinaryIO | Book,
    *,
    today: date,
    names: PlatformNames | None = None,
    chosen: Mapping[str, Mapping[str, str]] | None = None,
    remembered: Mapping[str, Mapping[str, str]] | None = None,
    default_unit: str = "",
) -> Ledger:
    """Read and check a ledger; nothing is written.

    `today` decides what lies in the future. `default_unit` stands where a table has no unit column at all.
    Raises WorkbookRefused for a file that is not fit to be opened.
    """
    book = source if isinstance(source, Book) else read_book(source)
    names = names or PlatformNames()
    tables = find_tables(book, names, chosen=chosen, remembered=remembered)
    ledger = Ledger(tables)
    if not tables:
        ledger.faults.append(messages.no_table(book.sheets[0]))
        return ledger
    with many_objects():
        for table in tables:
            missing = messages.missing_columns(table)
            ledger.faults.extend(missing)
            if not missing:
                _read_table(table, ledger, readers(names, book.day_shift), default_unit)
        ledger.faults.extend(check_rows(ledger.rows, today=today))
    order = {table.sheet.name: number for number, table in enumerate(tables)}
    ledger.faults.sort(key=lambda fault: (order.get(fault.sheet, 0), fault.row, fault.column))
    return ledger


def _read_table(table: Table, ledger: Ledger, by_field: dict[str, Reader], default_unit: str) -> None:
    """Read the rows of one table, column by column."""
    sheet = table.sheet
    rows = [LedgerRow(sheet.name, number, table) for number in table.data_rows]
    for column in table.columns:
        if column.field == IGNORE:
            continue
        values = _values(sheet, table, column)
        if column.field == EXTRA:
            _keep(column, rows, values)
        elif column.field == MANAGER_PHONE:
            _read_both(column, rows, values, by_field, ledger.faults)
        else:
            _read_column(column, rows, values, by_field[column.field], ledger.faults)
    if table.column_of("platform") is None:
        for row in rows:
            row.values["platform"] = table.platform_hint
    if table.column_of("unit") is None:
        for row in rows:
            row.values["unit"] = default_unit
    ledger.rows.extend(rows)


def _values(sheet: SheetValues, table: Table, column: MappedColumn) -> Iterable[Any]:
    """Return the column's values in the rows of data; cells under a vertical merge have the value of its first."""
    index, merged = column.column - 1, table.merged
    if not any(place[1] == column.column for place in merged):
        return [sheet.rows[row - 1][index] for row in table.data_rows]
    return [merged.get((row, column.column), sheet.rows[row - 1][index]) for row in table.data_rows]


def _read_column(
    column: MappedColumn, rows: list[LedgerRow], values: Iterable[Any], read: Reader, faults: list[Fault]
) -> None:
    known: dict[Any, tuple[Any, str | None]] = {"": (None, None)}
    code, needed = column.field, column.field in ("unit", "name", "platform")
    formulas = {place[0]: text for place, text in formulas_of(rows).items() if place[1] == column.column}
    for row, value in zip(rows, values, strict=True):
        if formulas and row.number in formulas:
            row.blame(faults, column, "formula_cell", formulas[row.number])
            row.unknown = row.unknown | {code}
            continue
        result = known.get(value)
        if result is None:
            sight = wrong_at_sight(value)
            result = known[value] = (None, sight) if sight else read(value)
        parsed, kind = result
        if kind is None and parsed is None and needed:
            kind = f"missing_{code}"
        if kind is not None:
            row.blame(faults, column, kind, raw_text(value))
            row.unknown = row.unknown | {code}
            if kind not in ("name_too_long", "unclear_certified"):
                continue
        if parsed is not None:
            row.values[code] = parsed
            if code == "opened_on":
                row.opened_raw = raw_text(value)


def formulas_of(rows: list[LedgerRow]) -> dict[tuple[int, int], str]:
    """Return the formulas of the sheet the rows stand in."""
    return rows[0].table.sheet.formulas if rows else {}


def _read_both(
    column: MappedColumn,
    rows: list[LedgerRow],
    values: Iterable[Any],
    by_field: dict[str, Reader],
    faults: list[Fault],
) -> None:
    """Read a column that holds name and phone in one cell."""
    for row, value in zip(rows, values, strict=True):
        if (row.number, column.column) in row.table.sheet.formulas:
            row.blame(faults, column, "formula_cell", row.table.sheet.formulas[row.number, column.column])
            continue
        if kind := wrong_at_sight(value):
            row.blame(faults, column, kind, raw_text(value))
            continue
        parts = zip(("manager", "phone"), split_manager_phone(raw_text(value)), strict=True)
        for code, part in parts:
            parsed, kind = by_field[code](part)
            if kind:
                row.blame(faults, column, kind, part)
            elif parsed is not None:
                row.values[code] = parsed


def _keep(column: MappedColumn, rows: list[LedgerRow], values: Iterable[Any]) -> None:
    for row, value in zip(rows, values, strict=True):
        if value != "":
            text, _ = read_extra(value)
            if text is not None:
                row.extra[column.key] = shown(text, 500)
