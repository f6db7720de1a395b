"""Reading a ledger from a workbook: rows as values, and everything that is wrong, in one go."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from newmedia_portal.core.workbook.pace import many_objects
from newmedia_portal.core.workbook.reader import Book, SheetValues, read_book
from newmedia_portal.core.workbook.typed import raw_text, wrong_at_sight

from .cells import Reader, Result, is_plain, read_extra, readers, split_manager_phone
from .checks import check_rows
from .columns import MappedColumn
from .faults import Fault, missing_columns, no_table
from .fields import EXTRA, IGNORE, MANAGER_PHONE
from .layout import Table, find_tables
from .messages import shown
from .platform_names import PlatformNames
from .rows import LedgerRow

NEEDED = ("unit", "name", "platform")


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
        ledger.faults.append(no_table(book.sheets[0]))
        return ledger
    with many_objects():
        for table in tables:
            missing = missing_columns(table)
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
    found: dict[str, list[Any]] = {}
    for column in table.columns:
        if column.field == IGNORE:
            continue
        values = _values(sheet, table, column)
        if column.field == EXTRA:
            _keep(column, rows, values)
        elif column.field == MANAGER_PHONE:
            _read_both(column, rows, values, by_field, ledger.faults, found)
        else:
            _add(found, column.field, _read_column(column, rows, values, by_field[column.field], ledger.faults))
    if table.column_of("platform") is None:
        found["platform"] = [table.platform_hint] * len(rows)
    if table.column_of("unit") is None:
        found["unit"] = [default_unit] * len(rows)
    for row, line in zip(rows, zip(*found.values(), strict=True), strict=True):
        row.values = {code: value for code, value in zip(found, line, strict=True) if value is not None}
    ledger.rows.extend(rows)


def _add(found: dict[str, list[Any]], code: str, values: list[Any]) -> None:
    """Add a column's values; where two columns say the same thing, the later one counts unless it is empty."""
    earlier = found.get(code)
    found[code] = (
        values if earlier is None else [b if b is not None else a for a, b in zip(earlier, values, strict=True)]
    )


def _values(sheet: SheetValues, table: Table, column: MappedColumn) -> list[Any]:
    """Return the column's values in the rows of data; cells under a vertical merge have the value of its first."""
    index, merged = column.column - 1, table.merged
    if not any(place[1] == column.column for place in merged):
        return [sheet.rows[row - 1][index] for row in table.data_rows]
    return [merged.get((row, column.column), sheet.rows[row - 1][index]) for row in table.data_rows]


def _read_column(
    column: MappedColumn, rows: list[LedgerRow], values: list[Any], read: Reader, faults: list[Fault]
) -> list[Any]:
    """Return the column's values, None where the cell says nothing or is at fault; each text is read once."""
    code = column.field
    missing = f"missing_{code}" if code in NEEDED else None
    known: dict[Any, Result] = {"": (None, missing)}
    plain = is_plain(code)
    for value in dict.fromkeys(values):
        if type(value) is str and plain(value):
            known[value] = value, None
        elif value != "":
            known[value] = _read_cell(value, read, missing)
    parsed = [known[value][0] for value in values]
    formulas = {place[0]: text for place, text in formulas_of(rows).items() if place[1] == column.column}
    wrong = {value for value, (_, kind) in known.items() if kind is not None}
    if not formulas and not wrong:
        return parsed
    for place, (row, value) in enumerate(zip(rows, values, strict=True)):
        if row.number in formulas:
            _blame(row, faults, column, "formula_cell", formulas[row.number])
            parsed[place] = None
        elif value in wrong:
            kind = str(known[value][1])
            _blame(row, faults, column, kind, raw_text(value))
            if kind not in ("name_too_long", "unclear_certified"):
                parsed[place] = None
    return parsed


def _blame(row: LedgerRow, faults: list[Fault], column: MappedColumn, kind: str, value: str) -> None:
    row.blame(faults, column, kind, value)
    row.unknown = row.unknown | {column.field}


def _read_cell(value: Any, read: Reader, missing: str | None) -> Result:
    """Return the value and the fault of a cell; `missing` is the fault of a cell that says nothing."""
    if sight := wrong_at_sight(value):
        return None, sight
    parsed, kind = read(value)
    return parsed, missing if parsed is None and kind is None else kind


def formulas_of(rows: list[LedgerRow]) -> dict[tuple[int, int], str]:
    """Return the formulas of the sheet the rows stand in."""
    return rows[0].table.sheet.formulas if rows else {}


def _read_both(
    column: MappedColumn,
    rows: list[LedgerRow],
    values: list[Any],
    by_field: dict[str, Reader],
    faults: list[Fault],
    found: dict[str, list[Any]],
) -> None:
    """Read a column that holds name and phone in one cell."""
    both: dict[str, list[Any]] = {"manager": [None] * len(rows), "phone": [None] * len(rows)}
    for place, (row, value) in enumerate(zip(rows, values, strict=True)):
        if (row.number, column.column) in row.table.sheet.formulas:
            row.blame(faults, column, "formula_cell", row.table.sheet.formulas[row.number, column.column])
            continue
        if kind := wrong_at_sight(value):
            row.blame(faults, column, kind, raw_text(value))
            continue
        for code, part in zip(both, split_manager_phone(raw_text(value)), strict=True):
            parsed, kind = by_field[code](part)
            if kind:
                row.blame(faults, column, kind, part)
            else:
                both[code][place] = parsed
    for code, column_values in both.items():
        _add(found, code, column_values)


def _keep(column: MappedColumn, rows: list[LedgerRow], values: Iterable[Any]) -> None:
    for row, value in zip(rows, values, strict=True):
        if value != "":
            text, _ = read_extra(value)
            if text is not None:
                row.extra[column.key] = shown(text, 500)
