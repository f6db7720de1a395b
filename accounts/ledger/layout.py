"""Finding the tables in an office's workbook (版式): titles, heads of up to three rows, merges, totals."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from newmedia_portal.core.workbook.reader import Book, Merge, SheetValues
from newmedia_portal.core.workbook.typed import key_of, raw_text

from .columns import Heading, MappedColumn, meaning_of, propose, signature_of
from .fields import EXTRA, IDENTITY, IGNORE
from .platform_names import PlatformNames

HEAD_SEARCH_ROWS = 30
HEAD_ROWS = 3
_TOTAL = re.compile(r"(合计|总计|小计|共计|累计)([:：(（\d共一二三四五六七八九十].*)?")
_NOTE = re.compile(
    r"(注|备注|说明|附注|填表说明|填表人|填报人|制表人|制表|审核人|审核|填报单位|填报时间|填报日期|单位负责人|联系人|联系电话|"
    r"单位\(盖章\)|单位盖章|主要负责人签字|负责人签字)[:：\d].*"
)
_SECTION = re.compile(r"([一二三四五六七八九十]+[、.．]|\([一二三四五六七八九十\d]+\)).*")


_LINE_STARTS = "合总小共累注备说附填制审单联主负(（一二三四五六七八九十"


@dataclass(frozen=True)
class Table:
    """One sheet's table: where its head ends, what its columns mean, and which rows hold data."""

    sheet: SheetValues
    head_rows: tuple[int, ...]
    columns: tuple[MappedColumn, ...]
    signature: str
    data_rows: tuple[int, ...]
    other_rows: tuple[int, ...]
    """Rows that are neither empty nor data: titles, heads, totals, section lines, notes."""
    platform_hint: str | None
    merged: Mapping[tuple[int, int], Any]
    """Values of cells covered by a vertical merge, by row and column."""

    def column_of(self, field: str) -> MappedColumn | None:
        """Return the column that holds a field."""
        return self._by_field.get(field)

    def written(self, row: int, column: MappedColumn) -> str:
        """Return a cell as a person sees it, also under a vertical merge."""
        cell = self.sheet.rows[row - 1][column.column - 1]
        return raw_text(self.merged.get((row, column.column), cell))

    @cached_property
    def _by_field(self) -> dict[str, MappedColumn]:
        return {column.field: column for column in reversed(self.columns)}


def find_tables(
    book: Book,
    names: PlatformNames,
    *,
    chosen: Mapping[str, Mapping[str, str]] | None = None,
    remembered: Mapping[str, Mapping[str, str]] | None = None,
) -> list[Table]:
    """Return the tables of the visible sheets.

    `chosen` maps a sheet's name (or "*" for all) to heading → field; `remembered` maps a head's signature to the same.
    """
    tables = []
    for sheet in book.sheets:
        wishes = {**(chosen or {}).get("*", {}), **(chosen or {}).get(sheet.name, {})}
        head = _find_head(sheet, names, wishes) if sheet.visible else None
        if head is not None:
            tables.append(_table(sheet, head, names, wishes, remembered or {}))
    return tables


def _find_head(sheet: SheetValues, names: PlatformNames, wishes: Mapping[str, str]) -> tuple[int, int] | None:
    """Return first and last row of the head that makes the most columns known, or None."""
    wished = {key_of(key) for key in wishes}
    best: tuple[int, int, int] = (0, 0, 0)
    for first in range(1, min(HEAD_SEARCH_ROWS, len(sheet.rows)) + 1):
        for last in range(first, min(first + HEAD_ROWS, len(sheet.rows) + 1)):
            if last > first and not _is_stacked(sheet, first, last):
                break
            headings = _headings(sheet, first, last)
            known = {meaning_of(h, names) or (key_of(h.text) if key_of(h.text) in wished else None) for h in headings}
            known -= {None, IGNORE}
            named = "name" in known or any(key_of(h.text) in wished and wishes_name(h, wishes) for h in headings)
            score = len(known) * 4 - (last - first)
            if named and len(known) >= 2 and score > best[0]:
                best = (score, first, last)
    return (best[1], best[2]) if best[0] else None


def wishes_name(heading: Heading, wishes: Mapping[str, str]) -> bool:
    """Whether the unit has said that this heading is the account's name."""
    return any(key_of(key) == key_of(heading.text) and field == "name" for key, field in wishes.items())


def _is_stacked(sheet: SheetValues, first: int, last: int) -> bool:
    """Whether merged cells tie these rows into one head."""
    for top, left, bottom, right in sheet.merges:
        if top == last - 1 and bottom == last - 1 and right > left and _is_partial(sheet, top, left, right):
            return True
        if top <= last - 1 and bottom >= last and top >= first and bottom <= first + HEAD_ROWS - 1:
            return True
    return False


def _is_partial(sheet: SheetValues, row: int, left: int, right: int) -> bool:
    """Whether other cells of the row hold something too, so that it is no title line."""
    return any(
        raw_text(value).strip() for n, value in enumerate(sheet.rows[row - 1], start=1) if not left <= n <= right
    )


def _headings(sheet: SheetValues, first: int, last: int) -> list[Heading]:
    """Return one heading per column: the lowest text of the head, with the text above as its group."""
    covers = _covers(sheet.merges, first, last)
    width = max((len(sheet.rows[row - 1]) for row in range(first, last + 1)), default=0)
    headings = []
    for column in range(1, width + 1):
        texts: list[str] = []
        for row in range(first, last + 1):
            top, left = covers.get((row, column), (row, column))
            text = _text(sheet, top, left) if top >= first else ""
            if text and (not texts or texts[-1] != text):
                texts.append(text)
        if texts:
            headings.append(Heading(column, texts[-1], texts[0] if len(texts) > 1 else ""))
    return headings


def _covers(merges: Sequence[Merge], first: int, last: int) -> dict[tuple[int, int], tuple[int, int]]:
    return {
        (row, column): (top, left)
        for top, left, bottom, right in merges
        if top <= last and bottom >= first
        for row in range(max(top, first), min(bottom, last) + 1)
        for column in range(left, right + 1)
    }


def _text(sheet: SheetValues, row: int, column: int) -> str:
    values = sheet.rows[row - 1]
    return raw_text(values[column - 1]).strip() if column <= len(values) else ""


def _table(
    sheet: SheetValues,
    head: tuple[int, int],
    names: PlatformNames,
    wishes: Mapping[str, str],
    remembered: Mapping[str, Mapping[str, str]],
) -> Table:
    headings = _headings(sheet, *head)
    signature = signature_of(headings)
    columns = propose(headings, names, chosen={**remembered.get(signature, {}), **wishes}, hidden=sheet.hidden_columns)
    data, other = _sort_rows(sheet, head[1], columns)
    above = [
        row for row in range(1, head[1] + 1) if any(_text(sheet, row, c + 1) for c in range(len(sheet.rows[row - 1])))
    ]
    merged = _fill(sheet, head[1], columns)
    hint = names.named_in(sheet.name) or next(filter(None, (names.named_in(h.text) for h in headings)), None)
    return Table(
        sheet, tuple(range(head[0], head[1] + 1)), columns, signature, tuple(data), (*above, *other), hint, merged
    )


def _sort_rows(sheet: SheetValues, head_end: int, columns: Sequence[MappedColumn]) -> tuple[list[int], list[int]]:
    """Tell rows of data from empty rows, totals, section lines, repeated heads and notes."""
    identity = [column.column - 1 for column in columns if column.field in IDENTITY]
    name = next((column.column - 1 for column in columns if column.field == "name"), -1)
    numbers = {column.column - 1 for column in columns if column.field == IGNORE}
    head = [key_of(_text(sheet, head_end, column.column)) for column in columns]
    data: list[int] = []
    other: list[int] = []
    for row, values in enumerate(sheet.rows[head_end:], start=head_end + 1):
        first = values[0] if values else ""
        if first == "" and (first := next((value for value in values if value != ""), "")) == "":
            continue
        own = values[name] if name >= 0 else ""
        if type(own) is str and own and not own.isspace() and not _suspect(first) and key_of(own) not in head:
            data.append(row)
        elif not any(raw_text(value).strip() for value in values):
            continue
        elif type(first) is str and _is_line(first, values, name, numbers):
            other.append(row)
        elif any(values[i] != "" and raw_text(values[i]).strip() for i in identity if i < len(values)):
            (other if _repeats(values, columns, head) else data).append(row)
        elif any(raw_text(value).strip() for i, value in enumerate(values) if i not in numbers):
            other.append(row)
    return data, other


def _suspect(first: object) -> bool:
    """Whether a row's first cell could begin a total, a note or a section line."""
    return type(first) is str and (first[0] in _LINE_STARTS or first[0].isspace())


def _is_line(first: str, values: Sequence[Any], name: int, numbers: set[int]) -> bool:
    """Whether the row is a total, a note or a section line by what its first cell says."""
    text = key_of(first)
    if _TOTAL.fullmatch(text):
        return True
    filled = sum(1 for i, value in enumerate(values) if i not in numbers and raw_text(value).strip())
    nameless = not (0 <= name < len(values)) or not raw_text(values[name]).strip() or values[name] == first
    return (
        nameless
        and filled <= 4
        and (_NOTE.fullmatch(text) is not None or (filled <= 1 and bool(_SECTION.fullmatch(text))))
    )


def _repeats(values: Sequence[Any], columns: Sequence[MappedColumn], head: Sequence[str]) -> bool:
    """Whether the row is the head once more, as printed on every page."""
    same = [key_of(raw_text(values[c.column - 1])) == h for c, h in zip(columns, head, strict=True) if h]
    return len(same) > 1 and sum(same) * 2 > len(same)


def _fill(sheet: SheetValues, head_end: int, columns: Sequence[MappedColumn]) -> dict[tuple[int, int], Any]:
    """Give every cell under a vertical merge the value of its first cell."""
    used = {column.column for column in columns if column.field != IGNORE}
    return {
        (row, left): sheet.rows[top - 1][left - 1]
        for top, left, bottom, _ in _vertical(sheet.merges)
        if top > head_end and left in used and left <= len(sheet.rows[top - 1])
        for row in range(top + 1, bottom + 1)
    }


def _vertical(merges: Sequence[Merge]) -> Iterator[Merge]:
    return (merge for merge in merges if merge[2] > merge[0])


def extras(columns: Sequence[MappedColumn]) -> list[MappedColumn]:
    """Return the columns that are kept as they are."""
    return [column for column in columns if column.field == EXTRA]
