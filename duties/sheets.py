"""Telling many reposts by a workbook (批量登记转发): the template of a unit's open accounts, and reading it back."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, BinaryIO

from django.utils import timezone
from openpyxl.utils import get_column_letter

from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.ui.days import NotADay, read_day
from newmedia_portal.core.workbook.guard import MEGABYTE, Limits
from newmedia_portal.core.workbook.reader import SheetValues, read_book
from newmedia_portal.core.workbook.sheets import Column, Kind, Sheet
from newmedia_portal.core.workbook.writer import write_xlsx

from .actions.reposts import Told, checked_link
from .models import RepostTarget, RepostTask

NUMBER, LINK, DAY, TIME = "编号", "转发链接", "转发日期", "转发时间"
COLUMNS = (
    Column(NUMBER, 10, Kind.NUMBER),
    Column("账号名称", 28),
    Column("平台", 16),
    Column("主办单位", 28),
    Column(LINK, 50),
    Column(DAY, 14, Kind.DATE),
    Column(TIME, 12),
)
LIMITS = Limits(file_bytes=2 * MEGABYTE, unpacked_bytes=20 * MEGABYTE)
MOST_ROWS = 2000
HEAD_WITHIN = 5


@dataclass(frozen=True)
class Fault:
    """What is wrong in one cell, and what to do."""

    cell: str
    column: str
    message: str


@dataclass
class Reading:
    """What a workbook tells: good rows, faults, and how many rows were left empty."""

    told: list[Told] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    empty: int = 0


def write_template(target: BinaryIO, targets: Sequence[RepostTarget], *, by: str, at: datetime) -> int:
    """Write a workbook with a row for each account; link, day and time are to be filled in."""
    rows = [[t.pk, t.account_name, t.platform_name, t.unit_name, "", None, ""] for t in targets]
    return write_xlsx(target, [Sheet("登记转发", COLUMNS, rows, frozen_columns=2)], by=by, at=at)


def read_sheet(source: BinaryIO, task: RepostTask, targets: Sequence[RepostTarget], *, at: datetime) -> Reading:
    """Return what a filled-in template tells of these accounts; nothing is written.

    Rows without a link and a day are left out. Raises Refused for a file that is no such template.
    """
    book = read_book(source, limits=LIMITS, max_rows=MOST_ROWS)
    sheet = next((one for one in book.sheets if one.visible), book.sheets[0])
    head, places = _head(sheet)
    known, reading, used = {target.pk: target for target in targets}, Reading(), dict[str, str]()
    for number, row in enumerate(sheet.rows[head + 1 :], start=head + 2):
        line = _Line(row, number, places)
        if line.is_empty:
            reading.empty += bool(line.text(NUMBER))
            continue
        try:
            told = line.read(known, task, used, at)
        except _Wrong as wrong:
            reading.faults.append(wrong.fault)
        else:
            used[told.link] = line.cell(LINK)
            known.pop(told.target.pk)
            reading.told.append(told)
    return reading


class _Wrong(Exception):
    def __init__(self, fault: Fault) -> None:
        self.fault = fault


class _Line:
    """One row of the sheet."""

    def __init__(self, row: Sequence[Any], number: int, places: dict[str, int]) -> None:
        self.row, self.number, self.places = row, number, places

    def value(self, column: str) -> Any:
        at = self.places.get(column)
        return self.row[at] if at is not None and at < len(self.row) else ""

    def text(self, column: str) -> str:
        value = self.value(column)
        return str(int(value) if isinstance(value, float) and value.is_integer() else value).strip()

    def cell(self, column: str) -> str:
        return f"{get_column_letter(self.places[column] + 1)}{self.number}"

    @property
    def is_empty(self) -> bool:
        return not self.text(LINK) and not self.text(DAY)

    def wrong(self, column: str, message: str) -> _Wrong:
        return _Wrong(Fault(self.cell(column), column, message))

    def read(self, known: dict[int, RepostTarget], task: RepostTask, used: dict[str, str], at: datetime) -> Told:
        """Return what the row tells; raises _Wrong at the first cell that is wrong."""
        number = self.text(NUMBER)
        target = known.get(int(number)) if number.isdecimal() and len(number) < 16 else None
        if target is None:
            raise self.wrong(NUMBER, "不是本单位待转发的账号,或在表中重复。请用本任务的模板,编号不要改动。")
        posted_at = self._moment()
        if posted_at > at:
            raise self.wrong(DAY, "转发时间不能晚于现在。请在转发之后登记。")
        try:
            link = checked_link(target, task, self.text(LINK))
        except Refused as refused:
            raise self.wrong(LINK, refused.message) from refused
        if link in used:
            raise self.wrong(LINK, f"与 {used[link]} 的链接相同。每个账号填自己发布的链接。")
        return Told(target, link, posted_at)

    def _moment(self) -> datetime:
        value = self.value(DAY)
        try:
            day = read_day(value if isinstance(value, (date, datetime)) else self.text(DAY))
        except NotADay as error:
            raise self.wrong(DAY, "日期看不懂。请写成 2026-3-5。") from error
        clock = value.time() if isinstance(value, datetime) else time()
        if TIME in self.places and self.text(TIME):
            clock = self._clock(self.value(TIME))
        return timezone.make_aware(datetime.combine(day, clock.replace(second=0, microsecond=0)))

    def _clock(self, value: Any) -> time:
        if isinstance(value, datetime):
            return value.time()
        if isinstance(value, time):
            return value
        try:
            return datetime.strptime(unicodedata.normalize("NFKC", str(value)).strip()[:5], "%H:%M").time()  # noqa: DTZ007
        except ValueError as error:
            raise self.wrong(TIME, "时间看不懂。请写成 9:30,也可以留空。") from error


def _head(sheet: SheetValues) -> tuple[int, dict[str, int]]:
    """Return the row of titles and the place of each column."""
    for at, row in enumerate(sheet.rows[:HEAD_WITHIN]):
        places = {str(value).strip(): place for place, value in enumerate(row)}
        if all(title in places for title in (NUMBER, LINK, DAY)):
            return at, {title: places[title] for title in (NUMBER, LINK, DAY, TIME) if title in places}
    raise Refused(f"没有找到“{NUMBER}”“{LINK}”“{DAY}”三列。请下载本任务的模板填写后上传。", field="file")
