"""Reading an export: rows as tellings, and everything that is wrong, in one go; nothing is written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, BinaryIO

from django.utils.timezone import localdate

from accounts.models import MediaAccount
from newmedia_portal.core.workbook.reader import Book, read_book
from newmedia_portal.core.workbook.typed import raw_text

from ..telling import FIGURES, Told, same_item
from ..telling.told import EARLIEST
from .cells import joined, read_figure, read_link, read_name, read_original, read_time, read_title, wrong_at_sight
from .columns import IGNORE, LAYOUTS, NUMBERS
from .faults import ItemFault
from .register import Known, Unclear
from .tables import Column, NoTable, Table, find_tables

Reader = Callable[[Any], tuple[Any, str | None]]


@dataclass
class Export:
    """What a workbook says: its tables, its items in order, its faults, and which rows are at fault."""

    tables: list[Table] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    places: list[tuple[str, str]] = field(default_factory=list)
    faults: list[ItemFault] = field(default_factory=list)
    read: int = 0
    faulty: int = 0

    @property
    def layout(self) -> str:
        """The layout of the first table."""
        return self.tables[0].layout if self.tables else ""

    @property
    def has_errors(self) -> bool:
        """Whether anything must be put right."""
        return any(fault.is_error for fault in self.faults)

    @property
    def period(self) -> tuple[date, date] | None:
        """The days that the file states, else those of its first and last item."""
        stated = [table.period for table in self.tables if table.period]
        days = [told.published_on for told in self.told]
        if stated:
            return min(first for first, _ in stated), max(last for _, last in stated)
        return (min(days), max(days)) if days else None


def read_export(
    source: BinaryIO | Book,
    *,
    account: MediaAccount | None,
    known: Known,
    at: datetime,
    figures_on: date | None = None,
    chosen: Mapping[str, Mapping[str, str]] | None = None,
    origin: str = "",
) -> Export:
    """Read and check an export of `account`, or of the accounts that its column of accounts names.

    `known` are the accounts the person may enter for. Raises WorkbookRefused for a file that is not fit to be opened.
    """
    book = source if isinstance(source, Book) else read_book(source)
    export = Export()
    found = find_tables(book, chosen=chosen)
    for sheet in found:
        if isinstance(sheet, Table):
            export.tables.append(sheet)
    for sheet in found if not export.tables else []:
        if isinstance(sheet, NoTable):
            kind = "daily_data" if sheet.daily else "no_table"
            export.faults.append(ItemFault(sheet.sheet.name, sheet.daily or 1, 1, "", "", kind, ""))
    if not found:
        export.faults.append(ItemFault(book.sheets[0].name, 1, 1, "", "", "no_table", ""))
    for table in export.tables:
        _TableReader(table, export, book.day_shift, account, known, localdate(at), figures_on, origin).read()
    return export


class _TableReader:
    """Reads the rows of one table."""

    def __init__(
        self, table: Table, export: Export, day_shift: int, account: MediaAccount | None, known: Known,
        today: date, figures_on: date | None, origin: str,
    ) -> None:  # fmt: skip
        self.table, self.export, self.known, self.account = table, export, known, account
        self.today, self.figures_on, self.origin = today, figures_on, origin
        self.columns = {column.field: column for column in table.columns if column.field != IGNORE}
        times = read_time(day_shift)
        self.readers: dict[str, Reader] = {
            "title": read_title, "published": times, "day": times, "link": read_link, "original": read_original,
            "account": read_name, "platform": read_name, **dict.fromkeys(NUMBERS, read_figure),
        }  # fmt: skip
        self.days: dict[tuple[int, date], list[tuple[Told, str]]] = {}

    def read(self) -> None:
        """Read all rows; a table that names no account at all is one fault."""
        if self.account is None and "account" not in self.columns:
            self._blame(self.table.head, None, "missing_account", "")
            return
        platforms = LAYOUTS[self.table.layout][1]
        if self.account is not None and platforms and self.account.platform.code not in platforms:
            self._blame(self.table.head, None, "other_platform", LAYOUTS[self.table.layout][0])
        for number in self.table.rows:
            self.export.read += 1
            told = self._row(number)
            if told is None:
                self.export.faulty += 1
            else:
                self._keep(told, number)

    def _row(self, number: int) -> Told | None:
        before = len(self.export.faults)
        values = {name: self._cell(number, column) for name, column in self.columns.items()}
        sound = not any(fault.is_error for fault in self.export.faults[before:])
        account = self._account(number, values)
        when = self._when(number, values) if sound or not self._blamed(number, ("day", "published")) else None
        if not values.get("title") and not self._blamed(number, ("title",)):
            self._blame(number, "title", "missing_title", "")
        if any(fault.is_error for fault in self.export.faults[before:]) or account is None or when is None:
            return None
        return Told(
            account=account, published_on=when[0], published_at=when[1], title=values["title"],
            link=values.get("link") or "", original=values.get("original"),
            figures={name: values.get(name) for name in FIGURES}, figures_on=self.figures_on, origin=self.origin,
        )  # fmt: skip

    def _cell(self, number: int, column: Column) -> Any:
        row = self.table.sheet.rows[number - 1]
        value = row[column.column - 1] if column.column <= len(row) else ""
        if (number, column.column) in self.table.sheet.formulas:
            self._blame(number, column.field, "formula_cell", self.table.sheet.formulas[number, column.column])
            return None
        kind = wrong_at_sight(value)
        if kind == "error_value" or (kind and column.field not in ("title", "account", "platform")):
            self._blame(number, column.field, kind, raw_text(value))
            return None
        found, fault = self.readers[column.field](value)
        if fault is not None:
            self._blame(number, column.field, fault, raw_text(value))
            return None
        return found

    def _account(self, number: int, values: Mapping[str, Any]) -> MediaAccount | None:
        if self.account is not None and "account" not in self.columns:
            return self.account
        name = values.get("account")
        if name is None:
            if self.account is None and not self._blamed(number, ("account",)):
                self._blame(number, "account", "unknown_account", "")
            return self.account
        try:
            return self.known.find(name, values.get("platform") or "", LAYOUTS[self.table.layout][1])
        except Unclear as unclear:
            self._blame(number, unclear.field if unclear.field in self.columns else "account", unclear.kind,
                        unclear.value)  # fmt: skip
            return None

    def _when(self, number: int, values: Mapping[str, Any]) -> tuple[date, datetime | None] | None:
        day, at = values.get("day"), values.get("published")
        field_ = "published" if "published" in self.columns else "day"
        if at is None or at[0] is None:
            clock = at[1] if at else None
            if day is None or day[0] is None:
                self._blame(number, field_, "missing_date", "")
                return None
            found = day if day[1] or not isinstance(clock, time) else (day[0], joined(day[0], clock))
        else:
            found = at
        if found[0] > self.today or found[0] < EARLIEST:
            self._blame(number, field_, "future_date" if found[0] > self.today else "too_early", str(found[0]))
            return None
        return found

    def _keep(self, told: Told, number: int) -> None:
        """Keep a telling; a second row of the same item is pointed out and counts once."""
        place = f"A{number}"
        others = self.days.setdefault((told.account.pk, told.published_on), [])
        twin = next((at for other, at in others if same_item(other, told, same_source=True)), None)
        if twin is not None:
            self._blame(number, "title", "duplicate_in_file", told.title, (self.table.sheet.name, twin))
        others.append((told, place))
        self.export.told.append(told)
        self.export.places.append((self.table.sheet.name, place))

    def _blamed(self, number: int, fields: tuple[str, ...]) -> bool:
        return any(
            fault.row == number and fault.field in fields and fault.sheet == self.table.sheet.name
            for fault in self.export.faults[-len(self.columns) - 2 :]
        )

    def _blame(
        self, number: int, name: str | None, kind: str, value: str, related: tuple[str, str] | None = None
    ) -> None:
        column = self.columns.get(name or "") or next(iter(self.columns.values()))
        self.export.faults.append(
            ItemFault(self.table.sheet.name, number, column.column, column.key, name or "", kind, value, related)
        )
