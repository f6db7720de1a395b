"""Dates as people write them (日期): ten styles, month and year precision, serial day numbers."""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from .typed import narrow

DAY, MONTH, YEAR = "day", "month", "year"
FIRST_YEAR, LAST_YEAR = 1990, 2100
FIRST_SERIAL, LAST_SERIAL = 32_874, 73_415
"""The days 1990-01-01 and 2100-12-31 in spreadsheets."""
EPOCH = date(1899, 12, 30)

_TIME = r"(?:[ T]+\d{1,2}[:时]\d{1,2}(?:[:分]\d{1,2}(?:\.\d+)?秒?|分)?)?"
_DAY = re.compile(r"(\d{4})\s*([-./年])\s*(\d{1,2})\s*([-./月])\s*(\d{1,2})\s*[日号]?" + _TIME)
_MONTH = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*月?(?:份)?")
_YEAR = re.compile(r"(\d{4})\s*年?")
_CHINESE = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_CHINESE_DATE = re.compile(r"[〇○零一二三四五六七八九十]+年[一二三四五六七八九十]+月(?:[一二三四五六七八九十]+[日号])?")


class WrittenDate(NamedTuple):
    """A day and how exactly it is known; of a month or a year it is the first day."""

    day: date
    precision: str

    def __str__(self) -> str:
        """Return 2017-05-03, 2017-05 or 2017."""
        return self.day.isoformat()[: {DAY: 10, MONTH: 7, YEAR: 4}[self.precision]]

    @property
    def last(self) -> date:
        """The last day it can mean."""
        if self.precision == DAY:
            return self.day
        if self.precision == YEAR:
            return date(self.day.year, 12, 31)
        return date(self.day.year + self.day.month // 12, self.day.month % 12 + 1, 1) - timedelta(days=1)


def parse_date(value: Any, *, day_shift: int = 0) -> WrittenDate | None:
    """Return the date a cell means, or None where it is none; `day_shift` serves the 1904 date system."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return _exact(value.year, value.month, value.day)
    if isinstance(value, (int, float)):
        return _number(float(value), day_shift)
    return _text(narrow(str(value)), day_shift)


def _exact(year: int, month: int, day: int, precision: str = DAY) -> WrittenDate | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return WrittenDate(date(year, month, day), precision)
    except ValueError:
        return None


def _number(value: float, day_shift: int) -> WrittenDate | None:
    """A number is a year, a month (201905), a day (20190506) or a serial day number."""
    if value < 0 or value > 21_001_231 or (not value.is_integer() and value > LAST_SERIAL):
        return None
    whole = int(value)
    if FIRST_YEAR <= whole <= LAST_YEAR and value.is_integer():
        return _exact(whole, 1, 1, YEAR)
    if FIRST_SERIAL <= whole + day_shift <= LAST_SERIAL:
        found = EPOCH + timedelta(days=whole + day_shift)
        return WrittenDate(found, DAY)
    if 100_000 <= whole < 1_000_000:
        return _exact(whole // 100, whole % 100, 1, MONTH)
    if whole >= 10_000_000:
        return _exact(whole // 10_000, whole // 100 % 100, whole % 100)
    return None


@lru_cache(maxsize=65_536)
def _text(text: str, day_shift: int) -> WrittenDate | None:
    if found := _DAY.fullmatch(text):
        if (found.group(2) == "年") != (found.group(4) == "月"):
            return None
        return _exact(int(found.group(1)), int(found.group(3)), int(found.group(5)))
    if found := _MONTH.fullmatch(text):
        return _exact(int(found.group(1)), int(found.group(2)), 1, MONTH)
    if found := _YEAR.fullmatch(text):
        return _exact(int(found.group(1)), 1, 1, YEAR)
    if text.isdigit() and text.isascii():
        return _number(float(text), day_shift) if len(text) in (5, 6, 8) else None
    if _CHINESE_DATE.fullmatch(text):
        return _text(_in_digits(text), day_shift)
    return None


def _in_digits(text: str) -> str:
    """Turn 二〇一九年十二月二十三日 into 2019年12月23日."""
    return re.sub(r"[〇○零一二三四五六七八九十]+", lambda found: _digits(found.group()), text)


def _digits(word: str) -> str:
    if "十" not in word:
        return word.translate(_CHINESE)
    tens, _, ones = word.partition("十")
    return f"{tens.translate(_CHINESE) or '1'}{ones.translate(_CHINESE) or '0'}"
