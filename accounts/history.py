"""The history of an entry (变更历史): audit events and ledger imports as one timeline, both sides of each change."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from newmedia_portal.core.audit.actions import labels
from newmedia_portal.core.audit.models import AuditEvent

from .models import ImportRow, MediaAccount
from .words import label_of, words_of

NEWEST = 100
# What an import keeps beside the facts, as row numbers, so that it can be undone.
MEANS_OF_UNDOING = {"unit_id", "platform_id", "team", "names", "name_record"}
IMPORTED = {"create": "台账导入新增", "created": "台账导入新增", "update": "台账导入更新", "updated": "台账导入更新"}


@dataclass(frozen=True)
class Change:
    """One fact that changed: label, before, after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One event in the life of an account."""

    at: datetime
    title: str
    who: str
    note: str = ""
    changes: list[Change] = field(default_factory=list)


def history_of(account: MediaAccount) -> list[Entry]:
    """Return what happened to an account, newest first."""
    names = labels()
    events = AuditEvent.objects.filter(object_type=account._meta.label_lower, object_id=account.pk).order_by("-seq")
    entries = [
        Entry(
            event.at,
            names.get(event.action, "其他"),
            event.actor_name,
            event.reason,
            changes_of(event.before, event.after),
        )
        for event in events[:NEWEST]
    ]
    rows = ImportRow.objects.filter(account=account).select_related("batch", "batch__by").order_by("-pk")
    for row in rows[:NEWEST]:
        at = row.batch.finished_at or row.batch.created_at
        note = f"{row.batch.file_name} {row}"
        title = IMPORTED.get(row.action, "台账导入")
        who = str(row.batch.by) if row.batch.by else "系统"
        entries.append(Entry(at, title, who, note, changes_of(_facts(row.before), _facts(row.after))))
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def changes_of(before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    """Return the facts that differ between two sides, labelled."""
    found = []
    for name in dict.fromkeys([*before, *after]):
        label = label_of(name)
        old, new = words_of(name, before.get(name)), words_of(name, after.get(name))
        if label and old != new:
            found.append(Change(label, old, new))
    return found


def _facts(side: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in side.items() if name not in MEANS_OF_UNDOING}
