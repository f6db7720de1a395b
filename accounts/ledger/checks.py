"""Checks across cells and rows (核对): dates against each other and today, rows against rows."""

from collections.abc import Iterable
from datetime import date

from newmedia_portal.core.workbook.dates import WrittenDate
from newmedia_portal.core.workbook.typed import key_of, raw_text

from .columns import MappedColumn
from .faults import Fault
from .fields import DATES, MANAGER_PHONE
from .rows import LedgerRow

Place = tuple[str, str]


def check_rows(rows: Iterable[LedgerRow], *, today: date) -> list[Fault]:
    """Return the faults that only show when cells are held against each other; rows are marked faulty."""
    faults: list[Fault] = []
    seen_names: dict[tuple[str, str, str], LedgerRow] = {}
    seen_units: dict[tuple[str, str], LedgerRow] = {}
    seen_ids: dict[str, dict[str, LedgerRow]] = {}
    keys: dict[str, str] = {}
    for row in rows:
        unit = row.values.get("unit") or ""
        row.unit_key = keys.get(unit) or keys.setdefault(unit, key_of(unit))
        row.name_key = key_of(row.values.get("name") or "")
        _check_dates(row, today, faults)
        if not _check_name(row, seen_names, faults):
            _check_unit(row, seen_units, faults)
        _check_id(row, seen_ids, faults)
    return faults


def column_of(row: LedgerRow, field: str) -> MappedColumn:
    """Return the column where a row's field stands; the name's column stands for fields without one."""
    table = row.table
    column = table.column_of(field) or (table.column_of(MANAGER_PHONE) if field in ("manager", "phone") else None)
    return column or table.column_of("name") or table.columns[0]


def place_of(row: LedgerRow, field: str) -> Place:
    """Return sheet and cell of a row's field."""
    return row.sheet, f"{column_of(row, field).letter}{row.number}"


def _check_dates(row: LedgerRow, today: date, faults: list[Fault]) -> None:
    values = row.values
    found: WrittenDate | None
    for field in DATES:
        found = values.get(field)
        if found is not None and found.day > today:
            row.blame(faults, column_of(row, field), "future_date", _written(row, field))
            row.unknown = row.unknown | {field}
    closed, opened = values.get("closed_on"), values.get("opened_on")
    if closed and opened and not row.unknown & {"closed_on", "opened_on"} and closed.last < opened.day:
        row.blame(
            faults,
            column_of(row, "closed_on"),
            "closing_before_opening",
            _written(row, "closed_on"),
            place_of(row, "opened_on"),
        )


def _check_name(row: LedgerRow, seen: dict[tuple[str, str, str], LedgerRow], faults: list[Fault]) -> bool:
    """Blame a row that names the same account as an earlier one; return whether it did."""
    values = row.values
    unit, platform, name = values.get("unit"), values.get("platform"), values.get("name")
    if unit is None or platform is None or name is None:
        return False
    first = seen.setdefault((unit, platform, row.name_key), row)
    if first is row or _different_ids(first, row):
        return False
    row.blame(faults, column_of(row, "name"), "duplicate_in_file", name, place_of(first, "name"))
    return True


def _different_ids(first: LedgerRow, row: LedgerRow) -> bool:
    return bool(
        first.get("platform_id") and row.get("platform_id") and first.get("platform_id") != row.get("platform_id")
    )


def _check_unit(row: LedgerRow, seen: dict[tuple[str, str], LedgerRow], faults: list[Fault]) -> None:
    """Warn of a second running account of a unit on one platform (一个平台原则上只开一个账号)."""
    values = row.values
    unit, platform, name = values.get("unit"), values.get("platform"), values.get("name")
    if not unit or platform is None or row.is_group or name is None or values.get("closed_on"):
        return
    first = seen.setdefault((unit, platform), row)
    if first is not row:
        row.blame(faults, column_of(row, "name"), "two_on_one_platform", name, place_of(first, "name"))


def _check_id(row: LedgerRow, seen: dict[str, dict[str, LedgerRow]], faults: list[Fault]) -> None:
    """Blame an id that an earlier row has: on the same platform it is the same account, on another it is odd."""
    account_id, platform = row.values.get("platform_id"), row.values.get("platform")
    if account_id is None or platform is None:
        return
    earlier = seen.setdefault(account_id, {})
    same = earlier.get(platform)
    if same is not None:
        if not row.faulty:
            row.blame(
                faults, column_of(row, "platform_id"), "duplicate_in_file", account_id, place_of(same, "platform_id")
            )
        return
    if earlier:
        other = next(iter(earlier.values()))
        row.blame(
            faults,
            column_of(row, "platform_id"),
            "id_reused_across_platforms",
            account_id,
            place_of(other, "platform_id"),
        )
    earlier[platform] = row


def _written(row: LedgerRow, field: str) -> str:
    """Return a cell as it was written."""
    column = column_of(row, field)
    return raw_text(row.table.sheet.rows[row.number - 1][column.column - 1])
