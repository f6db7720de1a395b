"""Rows of the watch as a look reads and writes them (评定行): many at once, plain values in, one statement out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.ledger.bulk import update_rows

from ..models import AccountActivity
from ..watch import Subject
from .facts import subject_with

#: The column of each value of a row.
COLUMNS = {
    "pk": "pk",
    "level": "level",
    "since_on": "since_on",
    "unmanned_since": "unmanned_since",
    "last_item_on": "last_item_on",
    "dirty": "dirty",
    "unit_id": "account__unit",
    "root_id": "account__root",
    "seen_version": "account__version",
    "is_group": "account__platform__is_group",
    "regime": "account__root__regime",
}
FACTS = (
    *(f"account__{name}" for name in ("state", "closed_on", "opened_on", "opened_precision", "account_class")),
    "account__platform__pushes_per_month",
)
WRITTEN = (
    "unit_id", "root_id", "level", "since_on", "evidence", "silent_days", "seen_version", "edition_id",
    "evaluated_on", "check_on", "dirty",
)  # fmt: skip


@dataclass(slots=True)
class Standing:
    """One row with what a look needs of its register entry; `unit_id` and `root_id` are those of the entry.

    A work group (`is_group`) publishes nothing and is not judged.
    """

    pk: int
    level: str
    since_on: date | None
    unmanned_since: date | None
    last_item_on: date | None
    dirty: bool
    unit_id: int
    root_id: int
    seen_version: int
    subject: Subject
    is_group: bool
    regime: str
    evidence: dict[str, Any] = field(default_factory=dict)
    silent_days: int | None = None
    edition_id: int | None = None
    evaluated_on: date | None = None
    check_on: date | None = None


def locked(pks: Sequence[int]) -> list[Standing]:
    """Lock these rows in the order of their keys and read them with their entries."""
    rows = AccountActivity.objects.filter(pk__in=pks).order_by("pk").select_for_update(of=("self",))
    read = rows.values_list(*COLUMNS.values(), *FACTS)
    return [_standing(values[: len(COLUMNS)], values[len(COLUMNS) :]) for values in read]


def _standing(stored: tuple[Any, ...], facts: tuple[Any, ...]) -> Standing:
    return Standing(subject=subject_with(*facts), **dict(zip(COLUMNS, stored, strict=True)))


def write(rows: Sequence[Standing]) -> None:
    """Write these rows back, each with a clean slate."""
    update_rows(AccountActivity, WRITTEN, [[row.pk, *(getattr(row, name) for name in WRITTEN)] for row in rows])
