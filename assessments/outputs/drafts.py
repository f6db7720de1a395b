"""What of a bulletin in draft may be typed (通报草稿): as a text to compare, and its mark."""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from ..models import Bulletin

HEAD = (
    ("title", "标题"),
    ("number", "文号"),
    ("to", "主送"),
    ("signer", "落款"),
    ("dated_on", "成文日期"),
    ("demand_on", "整改报告期限"),
)


def text_of(bulletin: Bulletin) -> str:
    """Return everything that may be typed as it is stored, a paragraph a line."""
    return typed({name: getattr(bulletin, name) for name, _ in HEAD}, _texts(bulletin), bulletin)


def typed(values: Mapping[str, Any], texts: Mapping[str, str], bulletin: Bulletin) -> str:
    """Return the same of what somebody typed; what is not named is taken from what is stored."""
    head = [f"{label}：{_word(values.get(name, getattr(bulletin, name)))}" for name, label in HEAD]
    body = [texts.get(code, stored) for code, stored in _texts(bulletin).items()]
    return "\n".join([*head, *body]).replace("\r\n", "\n")


def mark_of(bulletin: Bulletin) -> str:
    """Return what tells one state of the words from another."""
    return hashlib.sha256(text_of(bulletin).encode()).hexdigest()


def _texts(bulletin: Bulletin) -> dict[str, str]:
    return dict(bulletin.sections.order_by("place").values_list("code", "text"))  # type: ignore[attr-defined]


def _word(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")
