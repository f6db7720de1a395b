"""Reading people from a workbook: rows as values, and everything that can be said of them without the portal."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.workbook import Limits
from newmedia_portal.core.workbook.pace import many_objects
from newmedia_portal.core.workbook.reader import Book, SheetValues, read_book
from newmedia_portal.core.workbook.typed import raw_text, wrong_at_sight

from .cells import readers
from .columns import PASSWORD, POST_FIELDS, SHEET, TITLES, meaning_of
from .faults import PersonFault

MOST_ROWS = 5_000
"""So many rows are read at once; the whole import is one transaction."""
LIMITS = Limits(file_bytes=5 * 1024 * 1024, unpacked_bytes=50 * 1024 * 1024)
HEAD_WITHIN = 10
ALIKE = 3
"""A row with so many known headings is the head."""


@dataclass(frozen=True)
class Column:
    """A column with its meaning: its place from 1, its heading, its field."""

    place: int
    heading: str
    code: str


@dataclass(slots=True)
class Row:
    """A row of data: its place, its values by field and its faults so far."""

    sheet: str
    number: int
    columns: dict[str, Column]
    values: dict[str, Any] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)
    """Fields whose cell was at fault: nothing more is concluded from them."""
    faulty: bool = False

    def get(self, code: str) -> Any:
        """Return the value of a field, or None."""
        return self.values.get(code)

    def cell(self, code: str) -> tuple[str, str]:
        """Return sheet and cell of a field."""
        return self.sheet, self.fault(code, "conflicting", "").cell

    def fault(self, code: str, kind: str, value: str, related: tuple[str, str] | None = None) -> PersonFault:
        """Return a fault at a field's cell; where its column is missing, at the log-in name."""
        column = self.columns.get(code) or next(iter(self.columns.values()))
        return PersonFault(self.sheet, self.number, column.place, column.heading, code, kind, value, related)


@dataclass
class Roster:
    """What a workbook says: its rows in order and its faults."""

    rows: list[Row] = field(default_factory=list)
    faults: list[PersonFault] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)
    whole: bool = True
    """Whether every head was as it should be; otherwise nothing may be imported."""

    def blame(self, row: Row, code: str, kind: str, value: Any = "", related: tuple[str, str] | None = None) -> None:
        """Note a fault at a field of a row."""
        found = row.fault(code, kind, raw_text(value), related)
        self.faults.append(found)
        if found.is_error:
            row.faulty = True
            row.unknown.add(code)


def read_roster(source: BinaryIO | Book) -> Roster:
    """Read a workbook of people; nothing is asked of the database and nothing written.

    Raises WorkbookRefused for a file unfit to be opened, Refused for too many rows at once.
    """
    book = source if isinstance(source, Book) else read_book(source, limits=LIMITS)
    roster = Roster(sheets=[sheet.name for sheet in book.sheets])
    found = False
    with many_objects():
        for sheet in book.sheets:
            head = _head(sheet) if sheet.visible else None
            if head is None:
                continue
            found = True
            columns = _columns(sheet, head, roster)
            if columns is not None:
                _read(sheet, head, columns, roster, book.day_shift)
    if not found:
        name = book.sheets[0].name
        roster.faults.append(PersonFault(name, 1, 1, "", "", "no_table", ""))
        roster.whole = False
    if len(roster.rows) > MOST_ROWS:
        raise Refused(
            f"名册有 {len(roster.rows)} 行，一次最多导入 {MOST_ROWS} 行。请分成几个文件后再上传。", field="file"
        )
    return roster


def _head(sheet: SheetValues) -> int | None:
    """Return the number of the row that holds the headings."""
    for number, row in enumerate(sheet.rows[:HEAD_WITHIN], start=1):
        known = {meaning_of(raw_text(value)) for value in row} - {None}
        if len(known) >= ALIKE or (sheet.name == SHEET and "username" in known):
            return number
    return None


def _columns(sheet: SheetValues, head: int, roster: Roster) -> dict[str, Column] | None:
    """Return the columns by field; None where the head itself is at fault."""
    columns: dict[str, Column] = {}
    faults = []
    for place, value in enumerate(sheet.rows[head - 1], start=1):
        heading = raw_text(value).strip()
        code = meaning_of(heading)
        if code is None:
            continue
        column = Column(place, heading, code)
        at = (sheet.name, head, place, heading, code)
        if code == PASSWORD:
            faults.append(PersonFault(*at, "password_column", heading))
        elif code in columns:
            first = PersonFault(sheet.name, head, columns[code].place, "", code, "duplicate_column", "")
            faults.append(PersonFault(*at, "duplicate_column", heading, (sheet.name, first.cell)))
        else:
            columns[code] = column
    wanted = ["username", *(POST_FIELDS if any(code in columns for code in POST_FIELDS) else ())]
    missing = [code for code in wanted if code not in columns]
    faults += [PersonFault(sheet.name, head, 1, "", code, "missing_column", TITLES[code]) for code in missing]
    if not faults:
        return {"username": columns.pop("username"), **columns}
    roster.faults += faults
    roster.whole = False
    return None


def _read(sheet: SheetValues, head: int, columns: dict[str, Column], roster: Roster, day_shift: int) -> None:
    by_field = readers(day_shift)
    merged = dict(_merged(sheet))
    for number in range(head + 1, len(sheet.rows) + 1):
        row = Row(sheet.name, number, columns)
        values = {code: _value(sheet, merged, number, column.place) for code, column in columns.items()}
        formulas = {code: sheet.formulas.get((number, column.place)) for code, column in columns.items()}
        if not any(raw_text(value).strip() for value in values.values()) and not any(formulas.values()):
            continue
        roster.rows.append(row)
        for code, value in values.items():
            if formulas[code] is not None:
                roster.blame(row, code, "formula_cell", formulas[code])
                continue
            kind = wrong_at_sight(value)
            parsed, wrong = (None, kind) if kind else by_field[code](value)
            if wrong:
                roster.blame(row, code, wrong, value)
            elif parsed is not None:
                row.values[code] = parsed


def _value(sheet: SheetValues, merged: dict[tuple[int, int], Any], number: int, place: int) -> Any:
    if (number, place) in merged:
        return merged[number, place]
    row = sheet.rows[number - 1]
    return row[place - 1] if place <= len(row) else ""


def _merged(sheet: SheetValues) -> Iterator[tuple[tuple[int, int], Any]]:
    """Yield the cells under a vertical merge with the value of its first: one person over several posts."""
    for top, left, bottom, right in sheet.merges:
        if left == right:
            value = sheet.rows[top - 1][left - 1]
            yield from (((row, left), value) for row in range(top + 1, bottom + 1))
