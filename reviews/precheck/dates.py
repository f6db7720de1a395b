"""Dates and times that cannot be (日期与时间矛盾): days that do not exist, wrong weekdays, ends before beginnings."""

import re
from datetime import date

from .facts import Facts
from .report import Report

_DAY = re.compile(
    r"(?<!\d)(?:(?P<year>(?:1[89]|2[01])\d{2})\s*年\s*)?(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号]"
    r"(?:\s*[(（,，]?\s*(?:星期|周|礼拜)(?P<weekday>[一二三四五六日天])[)）]?)?"
)
_SIGNED = re.compile(
    r"(?<![\d./\-])(?P<year>(?:1[89]|2[01])\d{2})(?P<sign>[-/.])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})(?![\d./\-])"
    r"(?:\s*[(（,，]?\s*(?:星期|周|礼拜)(?P<weekday>[一二三四五六日天])[)）]?)?"
)
_MONTH = re.compile(r"(?<!\d)((?:1[89]|2[01])\d{2})\s*年\s*(\d{1,2})\s*月(?!\s*\d)")
_TO = r"\s*(?:至|到|—{1,2}|–|~|～|-)\s*"
_SAME_MONTH = re.compile(rf"(?<!\d)(\d{{1,2}})\s*月\s*(\d{{1,2}})\s*日?{_TO}(\d{{1,2}})\s*日")
_YEARS = re.compile(rf"(?<!\d)((?:1[89]|2[01])\d{{2}})\s*年?{_TO}((?:1[89]|2[01])\d{{2}})\s*年")
_HOURS = re.compile(
    rf"(?<!\d)([01]?\d|2[0-3])[:：]([0-5]\d){_TO}(次日|第二天|翌日|凌晨)?([01]?\d|2[0-3])[:：]([0-5]\d)(?!\d)"
)
_JOINED = re.compile(rf"{_TO}$")
# What follows a number that may begin a date, a time or a range.
_SIGNS = frozenset("年月-/.:：至到—–~")
_WEEKDAYS = "一二三四五六日"
# The longest February; a day without a year exists if some year has it.
_LEAP_YEAR = 2024


def check(report: Report, facts: Facts) -> None:
    """Note impossible dates. A date without a year takes the year named before it, or that of the draft."""
    reading = report.reading
    if not reading.numbers:
        return
    text = reading.ascii_text
    found: list[re.Match[str]] = []
    for start, end in reading.numbers:
        sign = text[end : end + 1]
        if sign == " ":
            sign = text[end : end + 2].lstrip()
        if sign in _SIGNS:
            _span_at(report, text, start, sign)
            pattern = _DAY if sign in "年月" else _SIGNED
            if match := pattern.match(text, start):
                found.append(match)
    _days(report, text, found, facts)


def _span_at(report: Report, text: str, start: int, sign: str) -> None:
    """Note ranges that are written in one piece: 3月15日至10日, 2025—2023年, 15:00—14:00."""
    if sign in ":：":
        match = _HOURS.match(text, start)
        if match and not match[3] and int(match[4]) * 60 + int(match[5]) < int(match[1]) * 60 + int(match[2]):
            report.add("backwards", *match.span(), "结束时间早于开始时间，请核对。")
    elif sign == "月":
        if (match := _SAME_MONTH.match(text, start)) and int(match[3]) < int(match[2]) <= 31:
            report.add("backwards", *match.span(), "结束日期早于开始日期，请核对。")
    else:
        if (match := _YEARS.match(text, start)) and int(match[2]) < int(match[1]):
            report.add("backwards", *match.span(), "结束年份早于开始年份，请核对。")
        elif (match := _MONTH.match(text, start)) and not 1 <= int(match[2]) <= 12:
            written = report.reading.text[match.start() : match.end()]
            report.add("no_such_day", *match.span(), f"“{written}”这个月份不存在，请核对。")


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _days(report: Report, text: str, found: list[re.Match[str]], facts: Facts) -> None:
    year = facts.written_on.year if facts.written_on else 0
    before: tuple[int, date, bool] | None = None
    done = 0
    for match in found:
        if match.start() < done:
            continue
        done = match.end()
        named = bool(match["year"])
        year = int(match["year"]) if named else year
        day = _day(year if year else _LEAP_YEAR, int(match["month"]), int(match["day"]))
        written = report.reading.text[match.start() : match.end()]
        if day is None and not year and _day(_LEAP_YEAR, int(match["month"]), int(match["day"])):
            continue
        if day is None:
            report.add("no_such_day", *match.span(), f"“{written}”这一天不存在，请核对。")
            before = None
            continue
        if match["weekday"] and year:
            right = _WEEKDAYS[day.weekday()]
            if match["weekday"].replace("天", "日") != right:
                advice = f"{day.year}年{day.month}月{day.day}日是星期{right}，请核对日期或星期。"
                report.add("weekday", *match.span(), advice)
        if before and _JOINED.fullmatch(text, before[0], match.start()) and _is_backwards(before, day, named):
            report.add("backwards", *match.span(), "结束日期早于开始日期，请核对。")
        before = (match.end(), day, named)


def _is_backwards(before: tuple[int, date, bool], day: date, named: bool) -> bool:
    """Whether the end comes first; without a year of its own the end may lie in the next year."""
    start = before[1]
    return day < start and (named or start.month - day.month < 6)
