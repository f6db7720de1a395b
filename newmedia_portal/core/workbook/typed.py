"""Normalising what people type: full-width digits and letters, spaces, invisible and control characters."""

import re
import unicodedata
from typing import Any

from .text import decode_marks

PLACEHOLDERS = frozenset(
    {"", "/", "\\", "-", "--", "—", "——", "–", "无", "暂无", "不详", "未知", "空", "n/a", "na", "无。"}
)
"""Texts by which people say that they have nothing to say."""

ERRORS = frozenset(("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"))

_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_INVISIBLE = dict.fromkeys([0x200B, 0x2060, 0xFEFF, 0x00AD])
_SPACES = re.compile(r"\s+")
_UNTIDY = re.compile("[\\s\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\u200b\u2060\ufeff\u00ad]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


def raw_text(value: Any) -> str:
    """Return a cell's value as the text a person would see: whole numbers without point, dates in ISO form."""
    if type(value) is str:
        return value
    if value is None:
        return ""
    if type(value) is float:
        return str(int(value)) if value.is_integer() and abs(value) < 1e16 else repr(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    text = str(value)
    return text.removesuffix(" 00:00:00")


def has_control(text: str) -> bool:
    """Whether a text holds control or direction-changing characters, also as the escape `_x0007_`."""
    return _CONTROL.search(decode_marks(text)) is not None


def wrong_at_sight(value: Any) -> str | None:
    """Return the fault that any text may have: an error value or control characters."""
    if type(value) is not str or (value.isprintable() and value[:1] != "#" and "_x" not in value):
        return None
    if value in ERRORS:
        return "error_value"
    return "control_characters" if has_control(value) else None


def tidy(text: str) -> str:
    """Return a name as it should stand: half-width digits and letters, single spaces, nothing at the ends."""
    if _UNTIDY.search(text) is None:
        return text
    return _SPACES.sub(" ", text.translate(_INVISIBLE).translate(_WIDE)).strip()


def narrow(text: str) -> str:
    """Return an id, phone or date in its half-width form without any spaces at the ends."""
    if text.isascii() or (_UNTIDY.search(text) is None and unicodedata.is_normalized("NFKC", text)):
        return text.strip()
    return unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).strip()


def is_blank(text: str) -> bool:
    """Whether a text says nothing: spaces only, or one of the usual placeholders."""
    if len(text) > 3 and not text[0].isspace() and text[0] not in "\u200b\ufeff":
        return False
    return narrow(text).casefold() in PLACEHOLDERS


def key_of(text: str) -> str:
    """Return the form under which names of platforms, units and headings are compared."""
    if _UNTIDY.search(text) is None and unicodedata.is_normalized("NFKC", text):
        return text.casefold().replace("帐号", "账号")
    return _SPACES.sub("", unicodedata.normalize("NFKC", text.translate(_INVISIBLE))).casefold().replace("帐号", "账号")
