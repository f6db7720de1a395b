"""Reading a year's notice (放假安排): checked rows out of what a person typed, pasted or imported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..refusals import Refused
from .terms import SpecialDay, weekday_name

FESTIVALS = ("元旦", "春节", "清明", "劳动", "端午", "中秋", "国庆")
FIRST_YEAR, LAST_YEAR = 2004, 2099


@dataclass(frozen=True)
class Fault:
    """What is wrong, where, and what to do."""

    place: str
    message: str


class NoticeFaults(Refused):
    """The notice was not taken; every fault is listed."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        shown = ";".join(f"{fault.place}:{fault.message}" for fault in self.faults[:5])
        super().__init__(f"安排中有{len(self.faults)}处需要更正。{shown}", field="rows")


@dataclass(frozen=True)
class NoticeRow:
    """One day as read, with the place where it stood."""

    place: str
    day: SpecialDay


def check_notice(year: int, rows: Sequence[NoticeRow]) -> tuple[SpecialDay, ...]:
    """Return the days of a notice in order; raises NoticeFaults with everything that is wrong with it.

    Days lie in the year or in the December before. A weekday cannot be worked "in exchange", one day stands once,
    and all seven festivals have to be there.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused(f"年份应在{FIRST_YEAR}至{LAST_YEAR}之间。", field="year")
    faults = [fault for row in rows if (fault := _fault_of(year, row))]
    for day, count in Counter(row.day.date for row in rows).items():
        if count > 1:
            places = "、".join(row.place for row in rows if row.day.date == day)
            faults.append(Fault(places, f"{day}重复出现{count}次,请只保留一行"))
    faults += _missing(year, rows)
    if faults:
        raise NoticeFaults(faults)
    return tuple(sorted((row.day for row in rows), key=lambda day: day.date))


def _fault_of(year: int, row: NoticeRow) -> Fault | None:
    day = row.day
    if day.date.year != year and (day.date.year, day.date.month) != (year - 1, 12):
        return Fault(row.place, f"{day.date}不在{year}年,也不在上一年十二月,请核对年份")
    if not day.name:
        return Fault(row.place, f"{day.date}缺少节日名称,请补填")
    if len(day.name) > 60:
        return Fault(row.place, "节日名称超过60个字,请缩短")
    if day.is_workday and day.date.weekday() < 5:
        return Fault(row.place, f"{day.date}是{weekday_name(day.date)},本来就上班,不需要列为调休上班,请删去或改为放假")
    return None


def _missing(year: int, rows: Iterable[NoticeRow]) -> list[Fault]:
    names = "".join(row.day.name for row in rows if not row.day.is_workday)
    missing = [name for name in FESTIVALS if name not in names]
    if not missing:
        return []
    return [Fault("全文", f"没有找到{'、'.join(missing)}的放假日期,请对照通知补齐")]
