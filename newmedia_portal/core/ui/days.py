"""Days as people write them (日期的各种写法): 2026-3-5, 2026.3.5, 2026年3月5日, full-width digits, Excel serials."""

import re
import unicodedata
from datetime import date, datetime, timedelta

EXCEL_EPOCH = date(1899, 12, 30)
# Excel serials of 1990-01-01 and 2099-12-31; other whole numbers are no day
FIRST_SERIAL, LAST_SERIAL = 32874, 73050
WRITTEN = re.compile(r"^(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?(?:\s*\(?周[一二三四五六日天]\)?)?$")
PACKED = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
SERIAL = re.compile(r"^(\d{5})(?:\.0+)?$")


class NotADay(ValueError):
    """The text names no day of the calendar."""


def read_day(value: str | date | datetime) -> date:
    """Return the day that a text names; refuse what could be read in two ways or does not exist."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = unicodedata.normalize("NFKC", value).strip().replace("。", ".").replace("—", "-").replace("−", "-")
    if match := WRITTEN.match(text) or PACKED.match(text):
        year, month, number = (int(part) for part in match.groups())
        if not 1949 <= year <= 2199:
            raise NotADay(value)
        try:
            return date(year, month, number)
        except ValueError as error:
            raise NotADay(value) from error
    if (match := SERIAL.match(text)) and FIRST_SERIAL <= int(match[1]) <= LAST_SERIAL:
        return EXCEL_EPOCH + timedelta(days=int(match[1]))
    raise NotADay(value)
