"""Changing the key of personal data (密钥轮换): batch by batch, each its own transaction, so that it may stop anywhere.

What is under the newest key already is left alone; a second run therefore goes on where the first was stopped.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from ..access.secrets import fingerprint, key_of, keys, seal, unseal
from ..audit import record, register
from ..transactions import unit_of_work
from .sealing import Place, places

register("keys.rotated", "更换个人信息密钥")
BATCH = 500


@dataclass
class Count:
    """How the encrypted texts of one place stand: all, under an older key, under none of the keys."""

    place: str
    texts: int = 0
    older: int = 0
    lost: int = 0

    def take(self, sealed: str) -> None:
        """Count one text; an empty one is none."""
        if sealed:
            under = key_of(sealed)
            self.texts, self.older, self.lost = (
                self.texts + 1, self.older + bool(under), self.lost + (under is None),
            )  # fmt: skip


def standing() -> list[Count]:
    """Read all encrypted texts and say under which keys they are; changes nothing."""
    return [_standing(place) for place in places()]


def _standing(place: Place) -> Count:
    count = Count(place.name)
    values = place.model._base_manager.order_by("pk").values_list(place.column, flat=True)
    for value in values.iterator(chunk_size=2000):
        for sealed in place.texts(value):
            count.take(sealed)
    return count


def rotate(*, at: datetime, told: Callable[[str, int], None] = lambda name, done: None) -> dict[str, int]:
    """Bring every encrypted text under the newest key; return how many rows of each place were written anew.

    Effects: the rows, their blind indexes, one audit record at the end of a run that wrote any. Texts that no key opens
    stay as they are: `standing` counts them. `told` hears place and rows written after each batch.
    """
    done = {}
    for place in places():
        written = _rotate(place, told)
        if written:
            done[place.name] = written
    if done:
        with unit_of_work():
            record("keys.rotated", by=None, at=at, after={**done, "keys": len(keys())})
    return done


def _rotate(place: Place, told: Callable[[str, int], None]) -> int:
    last, written = 0, 0
    while True:
        with unit_of_work():
            rows = list(_locked(place).filter(pk__gt=last).order_by("pk")[:BATCH])
            for row in rows:
                written += _anew(place, row)
        if not rows:
            return written
        last = rows[-1].pk
        told(place.name, written)


def _locked(place: Place) -> Any:
    rows = place.model._base_manager.only("pk", place.column, *filter(None, [place.blind]))
    return rows.select_for_update(of=("self",)) if connection.features.has_select_for_update_of else rows


def _anew(place: Place, row: Any) -> bool:
    """Write one row under the newest key; False where it is there already."""
    value = getattr(row, place.column)
    changes: dict[str, Any] = {}
    if any(key_of(sealed) for sealed in place.texts(value)):
        changes[place.column] = place.turned(value, lambda sealed: seal(unseal(sealed)) if key_of(sealed) else sealed)
    if place.blind and value and key_of(value) is not None:
        hashed = fingerprint(unseal(value))
        if hashed != getattr(row, place.blind):
            changes[place.blind] = hashed
    if not changes:
        return False
    place.model._base_manager.filter(pk=row.pk).update(**changes)
    return True
