"""The grid of hand scores as a workbook and back (评分表); faults are named by cell."""

import io
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, BinaryIO, NamedTuple

from openpyxl.utils import get_column_letter

from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.workbook.reader import SheetValues, read_book
from newmedia_portal.core.workbook.sheets import Column, Kind, Sheet
from newmedia_portal.core.workbook.writer import write_xlsx

from ..actions.quarters.hands import Given, limit_of, plain
from ..models import Entry, HandScore, Quarter
from ..scoring.schema import Indicator

CODE, NAME = "单位代码", "单位名称"
#: The second sheet says what stood in the cells when the workbook was taken.
PAGE, BASE = "评分表", "下载时评分（请勿改动）"


class Fault(NamedTuple):
    """A cell and what is wrong with it."""

    cell: str
    message: str


class Read(NamedTuple):
    """What a workbook says."""

    given: list[Given]
    faults: list[Fault]


def hand_indicators(quarter: Quarter) -> list[Indicator]:
    """Return the indicators that are scored by hand in the grid; bonus needs proof and is given unit by unit."""
    return [one for one in quarter.scheme.scheme.indicators if one.source == "hand" and not one.bonus]


def write_sheet(quarter: Quarter, *, by: str, at: datetime) -> BinaryIO:
    """Return the workbook of all units with their scores so far."""
    indicators = hand_indicators(quarter)
    scores = {
        (row.entry_id, row.indicator): row.value
        for row in HandScore.objects.filter(quarter=quarter, account__isnull=True)
    }
    rows = Entry.objects.filter(quarter=quarter, accounts__gt=0).select_related("unit").order_by("unit__path")
    columns = [Column(CODE, width=16), Column(NAME, width=36)]
    columns += [Column(one.label, kind=Kind.NUMBER, width=16) for one in indicators]
    lines = [
        [entry.unit.code, entry.unit_name, *(scores.get((entry.pk, one.code)) for one in indicators)]
        for entry in rows.defer("facts", "result")
    ]
    book = io.BytesIO()
    write_xlsx(book, [Sheet(PAGE, columns, lines), Sheet(BASE, columns, lines)], by=by, at=at)
    book.seek(0)
    return book


def read_sheet(quarter: Quarter, source: BinaryIO) -> Read:
    """Return what was changed in a workbook; a cell as it was handed out and an empty one leave the score as it is.

    A cell whose score somebody else has changed since the workbook was taken is a fault. Raises Refused without a
    header or without the sheet that says what was handed out.
    """
    sheets = read_book(source).sheets
    page = _Page.of(next((one for one in sheets if one.visible and one.name != BASE), None), quarter)
    base = _Page.of(next((one for one in sheets if one.name == BASE), None), quarter).scores()
    known = _Known.of(quarter)
    read = Read([], [])
    for number, code, cells in page.lines():
        if any(cells.values()) and code not in known.entries:
            place = get_column_letter(page.at + 1)
            read.faults.append(Fault(f"{place}{number}", f"单位代码“{code}”不在本期参评名单中。"))
            continue
        for place, text in cells.items():
            item = page.wanted[place]
            if text and (said := _cell(known, known.entries[code], item, text, base.get((code, item.code), ""))):
                if isinstance(said, Given):
                    read.given.append(said)
                else:
                    read.faults.append(Fault(f"{get_column_letter(place + 1)}{number}", said))
    return read


def _cell(known: "_Known", entry: int, item: Indicator, text: str, base: str) -> Given | str | None:
    """Return what a cell gives, what is wrong with it, or None where nothing was changed in it."""
    value, most = _number(text), limit_of(item)
    if value is None or not 0 <= value <= most:
        return f"“{item.label}”应为 0 到 {most.normalize():f} 的数，现在是“{text[:20]}”。"
    was = _number(base) if base else None
    if value == was:
        return None
    row = known.scores.get((entry, item.code))
    now = row.value if row else None
    if now not in (was, value):
        by, stored = row.by if row else "他人", plain(now) or "空"
        return (
            f"“{item.label}”在您下载之后由{by}改为 {stored}，下载时为 {plain(was) or '空'}，您填的是 {plain(value)}。"
            "请重新下载评分表，核对后再填。"
        )
    return Given(entry, item.code, value, shown=plain(was))


class _Known(NamedTuple):
    """The units of a quarter by code, and the scores that stand."""

    entries: dict[str, int]
    scores: dict[tuple[int, str], HandScore]

    @classmethod
    def of(cls, quarter: Quarter) -> "_Known":
        """Read them."""
        entries = dict(Entry.objects.filter(quarter=quarter).values_list("unit__code", "pk"))
        rows = HandScore.objects.filter(quarter=quarter, account__isnull=True).select_related("by")
        return cls(entries, {(row.entry_id, row.indicator): row for row in rows})


class _Page(NamedTuple):
    """One sheet: its rows, where its head is, where the codes and the indicators stand."""

    rows: list[Any]
    head: int
    at: int
    wanted: dict[int, Indicator]

    @classmethod
    def of(cls, values: SheetValues | None, quarter: Quarter) -> "_Page":
        """Find the head of a sheet; raises Refused."""
        rows = list(values.rows) if values is not None else []
        head = next((number for number, row in enumerate(rows[:20]) if CODE in [_text(cell) for cell in row]), None)
        if head is None:
            what = f"“{BASE}”一页" if values is None else f"“{CODE}”一列"
            raise Refused(f"表中没有{what}，请使用本页下载的评分表。", field="file")
        titles = [_text(cell) for cell in rows[head]]
        wanted = {titles.index(one.label): one for one in hand_indicators(quarter) if one.label in titles}
        return cls(rows, head, titles.index(CODE), wanted)

    def lines(self) -> Iterator[tuple[int, str, dict[int, str]]]:
        """Yield number, code of the unit and cells of each row."""
        for number, row in enumerate(self.rows[self.head + 1 :], self.head + 2):
            code = _text(row[self.at]) if self.at < len(row) else ""
            yield number, code, {place: _text(row[place]) for place in self.wanted if place < len(row)}

    def scores(self) -> dict[tuple[str, str], str]:
        """Return the cells by unit and indicator."""
        found = ((code, place, text) for _, code, cells in self.lines() for place, text in cells.items())
        return {(code, self.wanted[place].code): text for code, place, text in found}


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return round(value, 2) if value.is_finite() else None


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()
