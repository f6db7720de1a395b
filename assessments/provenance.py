"""Where each figure of an item is from (数据来源): the telling that brought its present value."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .models import ItemChange, PublishedItem
from .states import Source
from .telling import FIGURES, LABELS

SHOWN = {
    "title": "标题", "link": "链接", "published_on": "发布日期", "published_at": "发布时间", "original": "原创",
    **LABELS, "withdrawn_on": "撤下日期",
}  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """A figure with its source; `value` None is "not known"."""

    label: str
    value: int | None
    source: str
    by: str
    at: datetime | None


@dataclass(frozen=True)
class Event:
    """One telling of an item in words."""

    title: str
    who: str
    at: datetime
    note: str


def changes_of(item: PublishedItem) -> list[ItemChange]:
    """Return what later sources changed, oldest first."""
    rows = ItemChange.objects.filter(account=item.account_id, item=item.pk)
    return list(rows.select_related("by", "batch").order_by("pk"))


def figures_of(item: PublishedItem, changes: list[ItemChange]) -> list[Figure]:
    """Return the figures of an item, each with the telling that has the last word on it."""
    found = []
    for name in FIGURES:
        value = getattr(item, name)
        teller: Any = next((change for change in reversed(changes) if name in change.after), item)
        known = value is not None
        found.append(
            Figure(LABELS[name], value, source_words(teller) if known else "", _who(teller) if known else "",
                   teller.at if known else None)
        )  # fmt: skip
    return found


def events_of(item: PublishedItem, changes: list[ItemChange]) -> list[Event]:
    """Return the history of an item, newest first."""
    first = Event(f"登记 · {source_words(item)}", _who(item), item.at, "")
    later = [Event(f"更新 · {source_words(change)}", _who(change), change.at, _words(change)) for change in changes]
    return [first, *later][::-1]


def source_words(teller: Any) -> str:
    """Return the source in words, with the import's file where there is one."""
    label = str(Source(teller.source).label)
    return f"{label}({teller.batch.file_name})" if teller.batch is not None else label


def _who(teller: Any) -> str:
    return str(teller.by) if teller.by is not None else "系统"


def _words(change: ItemChange) -> str:
    parts = [
        f"{SHOWN[name]} {_value(change.before.get(name))} → {_value(value)}"
        for name, value in change.after.items()
        if name in SHOWN
    ]
    return ";".join([*parts, *([f"原因:{change.reason}"] if change.reason else [])])


def _value(value: Any) -> str:
    if value is None or value == "":
        return "未知"
    return ("是" if value else "否") if isinstance(value, bool) else str(value)
