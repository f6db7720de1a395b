"""Rows that the audit log vouches for (审计封存): an event carries the seal of a row, verification compares them.

A chain of hashes proves that the log was not altered; a seal proves that the rows that it speaks of were not either.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import Model

from .models import AuditEvent

Row = Model | Any
Spelling = Callable[[Any], Any]

_kinds: dict[str, tuple[type[Model], Spelling, str]] = {}


def sealed(kind: str, model: type[Model], *, word: str, spelling: Spelling) -> None:
    """Let rows of a model be sealed under a name; `spelling` gives what of a row must never change."""
    _kinds[kind] = (model, spelling, word)


def seal(kind: str, row: Row) -> dict[str, Any]:
    """Return what an event stores of a row: `details |= seal("version", row)`."""
    return {f"{kind}_id": row.pk, f"{kind}_seal": _digest(_kinds[kind][1](row))}


def _digest(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, default=str, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def altered(events: Sequence[AuditEvent]) -> tuple[int, str] | None:
    """Return number and sentence of the first event whose sealed row was altered or is gone."""
    faults = [fault for kind in _kinds for fault in _faults(kind, events)]
    return min(faults, default=None)


def _faults(kind: str, events: Iterable[AuditEvent]) -> Iterable[tuple[int, str]]:
    model, spelling, word = _kinds[kind]
    carrying = [event for event in events if f"{kind}_id" in event.after]
    rows = model._base_manager.in_bulk({int(event.after[f"{kind}_id"]) for event in carrying}) if carrying else {}
    for event in carrying:
        row = rows.get(int(event.after[f"{kind}_id"]))
        if row is None:
            yield event.seq, f"第 {event.seq} 条所记的{word}已被删除"
        elif _digest(spelling(row)) != event.after[f"{kind}_seal"]:
            yield event.seq, f"第 {event.seq} 条所记的{word}被改动"
