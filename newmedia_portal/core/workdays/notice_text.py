"""Reading what people paste: rows of date, name and 休/班; the notice's own sentences; or holiday JSON."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ..refusals import Refused
from ..ui.days import NotADay, read_day
from .notices import Fault, NoticeFaults, NoticeRow
from .prose import looks_like_prose, read_prose
from .terms import SpecialDay

LONGEST_TEXT = 20_000
LONGEST_RANGE = 20
OFF_WORDS = {"休", "放假", "休息", "放", "off"}
WORK_WORDS = {"班", "上班", "调休", "调休上班", "补班", "work"}
HEADINGS = {"日期", "时间", "date"}
SEPARATOR = re.compile(r"\s*[,;\t]\s*|\s{2,}")
RANGE = re.compile(r"\s*(?:至|到|~|--|—)\s*")
DOCUMENT = re.compile(r"国办发(?:明电)?[〔\[(]\d{4}[〕\])]\d+号")


@dataclass(frozen=True)
class ReadNotice:
    """What was found in a text: rows, and the document number if it was there."""

    rows: tuple[NoticeRow, ...]
    document: str = ""


def read_notice(text: str, year: int) -> ReadNotice:
    """Return the rows of a pasted notice; raises NoticeFaults with every line that cannot be understood."""
    if len(text) > LONGEST_TEXT:
        raise Refused("内容过长。请只粘贴放假安排部分。", field="rows")
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        raise Refused("请粘贴通知内容,或每行填写“日期,节日,休或班”。", field="rows")
    found = DOCUMENT.search(text)
    document = found.group() if found else ""
    if plain[0] in "{[":
        return ReadNotice(tuple(_json_rows(plain)), document)
    if looks_like_prose(plain):
        return ReadNotice(tuple(read_prose(plain, year)), document)
    return ReadNotice(read_lines([SEPARATOR.split(line.strip()) for line in plain.splitlines()]), document)


def read_lines(lines: list[list[Any]]) -> tuple[NoticeRow, ...]:
    """Return the rows of a table: date or range of dates, name, 休 or 班; empty lines and a heading are passed over."""
    rows: list[NoticeRow] = []
    faults: list[Fault] = []
    for number, cells in enumerate(lines, start=1):
        filled = [cell for cell in cells if cell is not None and str(cell).strip()]
        if not filled or str(filled[0]).strip().lower() in HEADINGS:
            continue
        try:
            rows.extend(_rows_of(f"第{number}行", filled))
        except ValueError as error:
            faults.append(Fault(f"第{number}行", str(error)))
    if faults:
        raise NoticeFaults(faults)
    return tuple(rows)


def as_line(day: SpecialDay) -> str:
    """Return a day as a line that `read_notice` reads back."""
    return f"{day.date},{day.name},{'班' if day.is_workday else '休'}"


def _rows_of(place: str, cells: list[Any]) -> Iterator[NoticeRow]:
    if len(cells) < 3:
        raise ValueError("应有日期、节日名称、休或班三项,请补齐")
    word = unicodedata.normalize("NFKC", str(cells[2])).strip().lower()
    if word not in OFF_WORDS | WORK_WORDS:
        raise ValueError(f"第三项“{str(cells[2])[:20]}”看不懂,请填“休”或“班”")
    name = str(cells[1]).strip()
    for day in _days_of(cells[0]):
        yield NoticeRow(place, special_day(day, name, works=word in WORK_WORDS))


def special_day(day: date, name: str, *, works: bool) -> SpecialDay:
    """Return a day with the name that the calendar shows; a worked weekend says for which festival."""
    return SpecialDay(day, works, f"调休上班({name})" if works and "上班" not in name and name else name)


def _days_of(cell: Any) -> Iterator[date]:
    if isinstance(cell, date):
        yield read_day(cell)
        return
    text = unicodedata.normalize("NFKC", str(cell)).strip()
    parts = RANGE.split(text)
    try:
        first, last = read_day(parts[0]), read_day(parts[-1])
    except NotADay as error:
        raise ValueError(f"日期“{text[:30]}”看不懂,请写成 2027-01-01 或 2027-01-01至2027-01-03") from error
    if len(parts) > 2 or not first <= last or (last - first).days >= LONGEST_RANGE:
        raise ValueError(f"日期范围“{text[:30]}”不对,起止应相差不超过{LONGEST_RANGE}天")
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def _json_rows(text: str) -> Iterator[NoticeRow]:
    """Read `{"days": [{"date", "name", "isOffDay"}]}` as the public holiday data sets write it."""
    try:
        data = json.loads(text)
        days = data["days"] if isinstance(data, dict) else data
        rows = [(date.fromisoformat(row["date"]), str(row["name"]), bool(row["isOffDay"])) for row in days]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Refused(
            "数据格式不对:应有 days 列表,每项含 date、name、isOffDay。请核对后重新粘贴。", field="rows"
        ) from error
    for number, (day, name, is_off) in enumerate(rows, start=1):
        if is_off or day.weekday() >= 5:
            yield NoticeRow(f"第{number}项", special_day(day, name, works=not is_off))
