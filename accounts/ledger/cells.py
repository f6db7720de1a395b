"""Turning one cell into one value (单元格): each reader returns the value and, where it is wrong, the kind of fault."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from newmedia_portal.core.workbook.dates import WrittenDate, parse_date
from newmedia_portal.core.workbook.typed import is_blank, key_of, narrow, raw_text, tidy

from .fields import BY_CODE
from .platform_names import PlatformNames

Result = tuple[Any, str | None]
Reader = Callable[[Any], Result]

YES = frozenset(("是", "√", "✓", "✔", "☑", "有", "已认证", "认证", "已", "y", "yes", "true", "1", "对"))
NO = frozenset(("否", "×", "x", "✗", "✘", "无", "没有", "未认证", "未", "不", "n", "no", "false", "0"))
SAME_STATUS = {"运行中": "正常", "正常运行": "正常", "运行正常": "正常", "在用": "正常", "正常更新": "正常"}
_HOST = re.compile(
    r"(?=.{4,253}$)([a-z0-9\u00a1-\uffff]([a-z0-9\u00a1-\uffff-]{0,61}[a-z0-9\u00a1-\uffff])?\.)+[a-z\u00a1-\uffff][a-z0-9\u00a1-\uffff-]{1,62}"
)
_USUAL = re.compile(r"https?://([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,62}([/?#][!-~]*)?")
_GAP = re.compile(r"\s")
_ADDRESS = re.compile(r"(\d{1,3}\.){3}\d{1,3}")
_BARE = re.compile(r"(www\.|[a-z0-9-]+\.(gov|org|edu|com|net)\.cn|[a-z0-9.-]+\.(cn|com|net|org|gov))([/:?].*)?", re.I)
_MANY = re.compile(r"[、,，;；/]\s*")
_NUMBER = re.compile(r"[-+]?[\d.,]+%?")
_PLAIN = re.compile("[0-9A-Za-z\u4e00-\u9fff][0-9A-Za-z_\u4e00-\u9fff-]{3,59}")
"""A text that every reader of texts would return as it is."""
_PLAIN_FIELDS = ("unit", "name", "leader", "deputy", "manager", "remark", "certificate_no", "platform_id", "phone")
_MARK = re.compile(
    r"^(.*?)[\s:：,，、/(（]*((?:\+?86[- ]?)?1[3-9]\d{9}|(?:0\d{2,3}[-—－ ]?)?\d{7,8}(?:-\d{1,6})?)[)）]?\s*$"
)


def read_text(code: str) -> Reader:
    """Return the reader of an ordinary text field."""
    limit = BY_CODE[code].limit
    long = "name_too_long" if code in ("name", "unit") else "text_too_long"

    def read(value: Any) -> Result:
        text = tidy(raw_text(value))
        if not text or is_blank(text):
            return None, None
        return (text, None) if len(text) <= limit else (text, long)

    return read


def read_id(value: Any) -> Result:
    """Read an account's id or number: half-width, without spaces at the ends."""
    text = narrow(raw_text(value))
    if is_blank(text):
        return None, None
    return (text, None) if len(text) <= BY_CODE["platform_id"].limit else (text, "text_too_long")


def read_phone(value: Any) -> Result:
    """Read a phone number; several in one cell stay together."""
    text = narrow(raw_text(value)).replace("—", "-")
    if is_blank(text):
        return None, None
    return (text, None) if len(text) <= BY_CODE["phone"].limit else (text, "text_too_long")


def read_date(day_shift: int) -> Reader:
    """Return the reader of a date column."""

    def read(value: Any) -> Result:
        if type(value) is str and is_blank(value):
            return None, None
        found = parse_date(value, day_shift=day_shift)
        return (found, None) if found else (raw_text(value), "bad_date")

    return read


def read_platform(names: PlatformNames) -> Reader:
    """Return the reader of the platform column."""

    def read(value: Any) -> Result:
        text = narrow(raw_text(value))
        if is_blank(text):
            return None, "missing_platform"
        code = names.code_of(text)
        return (code, None) if code else (None, "unknown_platform")

    return read


def read_certified(value: Any) -> Result:
    """Read yes or no in the many ways people tick a box."""
    key = key_of(raw_text(value))
    if key in NO:
        return False, None
    if is_blank(key):
        return None, None
    if key in YES or key.startswith("已认证"):
        return True, None
    return (False, None) if key.startswith("未认证") else (None, "unclear_certified")


def read_link(value: Any) -> Result:
    """Read a web address; a bare host gets http:// in front."""
    text = narrow(raw_text(value))
    if is_blank(text):
        return None, None
    if len(text) > BY_CODE["link"].limit:
        return text, "text_too_long"
    if "://" not in text and _BARE.fullmatch(text):
        text = f"http://{text}"
    return (text, None) if _is_address(text) else (text, "bad_link")


def _is_address(text: str) -> bool:
    if _USUAL.fullmatch(text):
        return True
    if _GAP.search(text):
        return False
    try:
        parts = urlsplit(text)
        host, _ = (parts.hostname or ""), parts.port
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or parts.username is not None:
        return False
    return bool(_HOST.fullmatch(host)) or bool(_ADDRESS.fullmatch(host))


def read_status(value: Any) -> Result:
    """Read the run status; the usual words for "normal" become one."""
    text, kind = read_text("run_status")(value)
    return SAME_STATUS.get(text, text) if text else text, kind


def read_extra(value: Any) -> Result:
    """Read a column that is kept as it is; numbers in full-width digits become plain ones."""
    text = raw_text(value)
    plain = narrow(text)
    return (plain if _NUMBER.fullmatch(plain) else tidy(text)) or None, None


def split_manager_phone(text: str) -> tuple[str, str]:
    """Split 张某一 0000-0000601 into name and phone; a cell with one of them gives the other as empty."""
    text = narrow(text)
    found = _MARK.match(text)
    return (found.group(1).strip(), found.group(2)) if found else (text, "")


@lru_cache(maxsize=16_384)
def people_in(text: str) -> tuple[str, ...]:
    """Split 张某一、李某二 into its people."""
    return tuple(name for name in (part.strip()[:40] for part in _MANY.split(text)) if name)


def is_plain(code: str) -> Callable[[str], Any]:
    """Return a quick test for texts of a field that stand as they should: kept as they are, without any fault."""
    if code == "link":
        limit = BY_CODE["link"].limit
        return lambda text: len(text) <= limit and _USUAL.fullmatch(text) and "_x" not in text
    if code in _PLAIN_FIELDS:
        return lambda text: _PLAIN.fullmatch(text) and "_x" not in text
    return lambda text: False


def readers(names: PlatformNames, day_shift: int) -> dict[str, Reader]:
    """Return the reader of every field."""
    plain = {
        code: read_text(code) for code in ("unit", "name", "leader", "deputy", "manager", "remark", "certificate_no")
    }
    dates = dict.fromkeys(("opened_on", "closed_on", "last_update"), read_date(day_shift))
    return {
        **plain,
        **dates,
        "platform": read_platform(names),
        "platform_id": read_id,
        "link": read_link,
        "certified": read_certified,
        "phone": read_phone,
        "run_status": read_status,
    }


__all__ = ["WrittenDate", "is_plain", "people_in", "readers", "split_manager_phone"]
