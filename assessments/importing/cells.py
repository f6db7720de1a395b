"""Cells of an export as values: figures such as 1.2万 or 10万+, days and moments in a back end's many forms."""

import math
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.workbook.dates import DAY, parse_date
from newmedia_portal.core.workbook.typed import has_control, is_blank, key_of, narrow, raw_text, tidy, wrong_at_sight

from ..telling.told import BIGGEST, TITLE_LIMIT, checked_link

Result = tuple[Any, str | None]
SCALES = {"": 1, "k": 1_000, "千": 1_000, "w": 10_000, "万": 10_000, "亿": 100_000_000}
MANY = 100_001
"""What 10万+ counts as: the platforms show no more than this, and WCI counts it so."""
_FIGURE = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*([kw千万亿]?)\s*(\+?)\s*[次人条]?", re.I)
_CLOCK = re.compile(r"(\d{1,2})[:时点](\d{1,2})(?:[:分](\d{1,2})(?:\.\d+)?秒?|分)?")
_STAMP = re.compile(r"(.+?)[ T]+(\d{1,2}[:时点].+)")
NOTHING = frozenset({"--", "—", "-", "/", "暂无", "无", "null", "none", "nan", "n/a", "未统计", "统计中", "计算中"})
ORIGINAL = frozenset({"是", "原创", "√", "y", "yes", "true", "1", "声明原创", "已声明原创", "首发"})
REPRINT = frozenset({"否", "非原创", "转载", "×", "n", "no", "false", "0", "未声明", "未声明原创", "转发"})


def read_figure(value: Any) -> Result:
    """Read a count; None for what the back end does not tell, which is not zero."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return (int(value), None) if 0 <= value <= BIGGEST and float(value).is_integer() else (None, "bad_number")
    text = narrow(raw_text(value))
    if is_blank(text) or text.casefold() in NOTHING:
        return None, None
    found = _FIGURE.fullmatch(text)
    if found is None:
        return None, "bad_number"
    digits, scale, more = found.groups()
    amount = float(digits.replace(",", ""))
    if amount > BIGGEST:
        return None, "bad_number"
    number = round(amount * SCALES[scale.casefold()])
    if more and number == MANY - 1:
        number = MANY
    whole = scale or amount.is_integer()
    return (number, None) if whole and number <= BIGGEST else (None, "bad_number")


def read_time(day_shift: int) -> Callable[[Any], Result]:
    """Return the reader of days and moments: (day, moment or None); a pure clock time gives (None, time)."""

    def read(value: Any) -> Result:
        if isinstance(value, datetime):
            return _moment(value.date(), value.time()), None
        if isinstance(value, time):
            return (None, value), None
        if isinstance(value, timedelta):
            return (None, _time_of(value.total_seconds())), None
        if isinstance(value, float) and not value.is_integer():
            return _serial(value, day_shift)
        text = narrow(raw_text(value))
        if is_blank(text):
            return None, None
        if clock := _clock(text):
            return (None, clock), None
        stamp = _STAMP.fullmatch(text)
        day = parse_date(stamp.group(1) if stamp else value, day_shift=day_shift)
        if day is None or day.precision != DAY:
            return None, "bad_date"
        at = _clock(stamp.group(2).strip()) if stamp else None
        return (_moment(day.day, at), None) if at or not stamp else (None, "bad_date")

    return read


def _serial(value: float, day_shift: int) -> Result:
    if not math.isfinite(value):
        return None, "bad_date"
    if 0 < value < 1:
        return (None, _time_of(value * 86_400)), None
    day = parse_date(int(value), day_shift=day_shift)
    if day is None or day.precision != DAY:
        return None, "bad_date"
    return _moment(day.day, _time_of((value - int(value)) * 86_400)), None


def _time_of(seconds: float) -> time:
    """Return the time of day so many seconds after midnight."""
    minutes, second = divmod(min(round(seconds), 86_399), 60)
    return time(minutes // 60 % 24, minutes % 60, second)


def _clock(text: str) -> time | None:
    found = _CLOCK.fullmatch(text)
    if found is None:
        return None
    hour, minute, second = (int(part or 0) for part in found.groups())
    return time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def _moment(day: date, at: time | None) -> tuple[date, datetime | None]:
    """Return the day with its moment; midnight to the second is how a day without a time is stored."""
    if at is None or at == time():
        return day, None
    return day, joined(day, at)


def joined(day: date, at: time) -> datetime:
    """Return a local moment."""
    return timezone.make_aware(datetime.combine(day, at.replace(second=0, microsecond=0)))


def read_title(value: Any) -> Result:
    """Read a title, or the beginning of a text that has none."""
    text = tidy(raw_text(value))
    if not text:
        return None, None
    return text[:TITLE_LIMIT].strip(), "control_characters" if has_control(text[:TITLE_LIMIT]) else None


def read_link(value: Any) -> Result:
    """Read a web address; a bare host gets https:// in front."""
    text = narrow(raw_text(value))
    if is_blank(text):
        return None, None
    if "://" not in text and "." in text and "/" in text:
        text = f"https://{text.lstrip('/')}"
    try:
        return checked_link(text), None
    except Refused:
        return None, "bad_link"


def read_original(value: Any) -> Result:
    """Read whether an item is original; what says neither is not known."""
    key = key_of(raw_text(value))
    if key in ORIGINAL:
        return True, None
    return (False, None) if key in REPRINT else (None, None)


def read_name(value: Any) -> Result:
    """Read the name or id of an account or a platform."""
    text = narrow(raw_text(value))
    return (None if is_blank(text) else tidy(text)), None


__all__ = ["joined", "read_figure", "read_link", "read_name", "read_original", "read_time", "read_title",
           "wrong_at_sight"]  # fmt: skip
