"""Texts of a paper: what no layer can hold is taken out, days are written as on official paper."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from typing import Any, TypeVar

from django.utils import timezone

T = TypeVar("T")
#: Room for a day that a hand will write.
NO_DAY = "\u3000\u3000年\u3000\u3000月\u3000\u3000日"
ZERO_WIDTH = "\u200b"

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LONG_RUN = re.compile(r"[^\s\u2e80-\U0003ffff]{13,}")


def clean(text: str) -> str:
    """Return the text without control characters and signs that turn the direction of writing; lines stay lines."""
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return _SURROGATE.sub("\ufffd", _FORBIDDEN.sub("", text.replace("\t", " ")))


def cleaned(thing: T) -> T:
    """Return the same data with every text in it cleaned."""
    return mapped(thing, clean)


def mapped(thing: T, change: Callable[[str], str]) -> T:
    """Return the same data with every text in it changed."""
    made: Any = thing
    if isinstance(thing, str) and type(thing) is str:
        made = change(thing)
    elif isinstance(thing, tuple | list):
        made = tuple(mapped(item, change) for item in thing)
    elif is_dataclass(thing) and not isinstance(thing, type):
        made = replace(thing, **{field.name: mapped(getattr(thing, field.name), change) for field in fields(thing)})
    return made  # type: ignore[no-any-return]


def breakable(text: str) -> str:
    """Let a line break inside long runs without a blank, such as addresses of pages."""
    return _LONG_RUN.sub(lambda run: ZERO_WIDTH.join(run.group()), text)


def day_text(value: date | None) -> str:
    """Return a day as 2026年9月18日, a moment with its time, or room for the hand."""
    if value is None:
        return NO_DAY
    if not isinstance(value, datetime):
        return f"{value.year}年{value.month}月{value.day}日"
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def width_of(text: str) -> float:
    """Return about how many Chinese characters wide a line is."""
    if text.isascii():
        return len(text) * 0.55
    return sum(1.0 if unicodedata.east_asian_width(sign) in "WFA" else 0.55 for sign in text)


def lines_of(text: str, room: float) -> int:
    """Return about how many lines a text takes where a line has room for so many Chinese characters."""
    return sum(int(width_of(line) // max(room, 1)) + 1 for line in text.split("\n"))
