"""Reading filled-in sheets of duty work (导入表格): titles in any order, every fault at its cell with its remedy."""

import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import Any, BinaryIO

from django.utils import timezone
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import from_excel

from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.ui.days import NotADay, read_day
from newmedia_portal.core.workbook.guard import MEGABYTE, Limits
from newmedia_portal.core.workbook.reader import SheetValues, read_book

LIMITS = Limits(file_bytes=5 * MEGABYTE, unpacked_bytes=60 * MEGABYTE)
MOST_ROWS = 5000
HEAD_WITHIN = 10


@dataclass(frozen=True)
class Fault:
    """What is wrong in one cell, and what to do."""

    cell: str
    column: str
    message: str

    def stored(self) -> dict[str, str]:
        """Return it as it is kept with a batch."""
        return asdict(self)


class WrongCell(Exception):
    """A row cannot be taken because of one cell."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault


class Line:
    """One row of a sheet, asked by the titles of its columns."""

    def __init__(self, row: Sequence[Any], number: int, places: dict[str, int]) -> None:
        self.row, self.number, self.places = row, number, places

    def value(self, column: str) -> Any:
        """Return what a cell holds; nothing for a column that the sheet has not."""
        at = self.places.get(column)
        return self.row[at] if at is not None and at < len(self.row) else ""

    def text(self, column: str) -> str:
        """Return what a cell holds as text."""
        value = self.value(column)
        plain = str(int(value) if isinstance(value, float) and value.is_integer() else value)
        return plain.replace("\x00", "").strip()

    def cell(self, column: str) -> str:
        """Return the name of a cell, such as F17; of the row where the sheet has no such column."""
        return (
            f"{get_column_letter(self.places[column] + 1)}{self.number}" if column in self.places else f"{self.number}"
        )

    def wrong(self, column: str, message: str) -> WrongCell:
        """Return the fault of a cell, to be raised."""
        return WrongCell(Fault(self.cell(column), column, message))

    @property
    def is_empty(self) -> bool:
        """Whether no known column holds anything."""
        return not any(self.text(column) for column in self.places)

    def needed(self, column: str, longest: int) -> str:
        """Return a text that must be there."""
        text = self.text(column)
        if not text:
            raise self.wrong(column, f"没有填写。请填写{column}。")
        return self.short(column, longest)

    def short(self, column: str, longest: int) -> str:
        """Return a text that must not be too long."""
        text = self.text(column)
        if len(text) > longest:
            raise self.wrong(column, f"超过 {longest} 字。请缩短后再导入。")
        return text

    def chosen(self, column: str, choices: dict[str, str], default: str = "") -> str:
        """Return the code of a word from a list."""
        word = self.text(column)
        if not word and default:
            return default
        found = {label: code for code, label in choices.items()}.get(word)
        if found is None:
            raise self.wrong(column, f"“{word}”不在可填的范围内。请填写:{'、'.join(choices.values())}。")
        return found

    def moment(self, column: str) -> datetime | None:
        """Return a moment to the minute; None for an empty cell."""
        value = self.value(column)
        if value in ("", None):
            return None
        try:
            naive = _moment(value)
        except (NotADay, ValueError, OverflowError) as error:
            raise self.wrong(column, "时间看不懂。请写成 2026-3-5 9:30。") from error
        return timezone.make_aware(naive.replace(second=0, microsecond=0))

    def needed_moment(self, column: str) -> datetime:
        """Return a moment that must be there."""
        moment = self.moment(column)
        if moment is None:
            raise self.wrong(column, f"没有填写。请填写{column},写成 2026-3-5 9:30。")
        return moment


def read_lines(source: BinaryIO, *, needed: Sequence[str], known: Sequence[str]) -> list[Line]:
    """Return the rows below the titles of the first visible sheet that has them; raises Refused where none has."""
    book = read_book(source, limits=LIMITS, max_rows=MOST_ROWS)
    for sheet in book.sheets:
        head, places = _head(sheet, needed, known) if sheet.visible else (-1, {})
        if head >= 0:
            lines = [Line(row, at, places) for at, row in enumerate(sheet.rows[head + 1 :], start=head + 2)]
            return [line for line in lines if not line.is_empty]
    raise Refused(f"没有找到这几列:{'、'.join(needed)}。请下载模板填写后上传。", field="file")


def _head(sheet: SheetValues, needed: Sequence[str], known: Sequence[str]) -> tuple[int, dict[str, int]]:
    for at, row in enumerate(sheet.rows[:HEAD_WITHIN]):
        titles = {unicodedata.normalize("NFKC", str(value)).strip(): place for place, value in enumerate(row)}
        if all(title in titles for title in needed):
            return at, {title: titles[title] for title in known if title in titles}
    return -1, {}


def _moment(value: Any) -> datetime:
    """Return a moment as spreadsheets and people write it."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, date):
        return datetime.combine(value, time())
    if isinstance(value, (int, float)):
        made = from_excel(value)
        if not isinstance(made, datetime):
            raise ValueError(value)
        return made
    plain = " ".join(unicodedata.normalize("NFKC", str(value)).replace("T", " ").split())
    day, _, clock = plain.rpartition(" ") if ":" in plain else (plain, "", "")
    if not clock:
        return datetime.combine(read_day(day), time())
    hours, minutes, *_ = [int(part) for part in clock.split(":")]
    if hours == 24 and minutes == 0:
        return datetime.fromordinal(read_day(day).toordinal() + 1)
    return datetime.combine(read_day(day), time(hours, minutes))
