"""Two people at one form (同时修改): a mark of what was shown, compared under the lock before saving."""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from django.db.models import Model

from .refusals import Conflict

WORDS = "您打开之后，他人已改过这里的内容。您的改动没有保存，仍在本页；请对照“他人已改动的内容”，改好后再保存。"


class Overtaken(Conflict):
    """Somebody saved other values since the form was opened; nothing was overwritten."""


def mark_of(values: Mapping[str, Any]) -> str:
    """Return a mark of what somebody sees: for each field a digest, so that the fields that moved can be named."""
    return json.dumps({name: _digest(value) for name, value in values.items()}, sort_keys=True)


def moved(seen: str, now: Mapping[str, Any]) -> list[str]:
    """Return the fields among `now` whose value is not the one seen; none for an empty or unreadable mark."""
    known = _read(seen)
    return [name for name, value in now.items() if name in known and known[name] != _digest(value)]


def refuse_overtaken(seen: str, now: Mapping[str, Any]) -> None:
    """Raise Overtaken where a value is not the one seen. Call it under the lock of the row."""
    if moved(seen, now):
        raise Overtaken(WORDS)


def _read(seen: str) -> dict[str, Any]:
    try:
        known = json.loads(seen) if seen else {}
    except ValueError:
        return {}
    return known if isinstance(known, dict) else {}


def _digest(value: Any) -> str:
    return sha256(_text(value).encode()).hexdigest()[:12]


def _text(value: Any) -> str:
    if isinstance(value, Model):
        return str(value.pk)
    if value is None:
        return ""
    if isinstance(value, Iterable) and not isinstance(value, str):
        return "、".join(_text(one) for one in value)
    return str(value)
