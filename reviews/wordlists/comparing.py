"""Two versions side by side (版本对照): what came, went or changed."""

from collections.abc import Iterable
from dataclasses import dataclass

from ..precheck.entries import Entry, Kind
from .checks import TITLES
from .workbook import as_row


@dataclass(frozen=True)
class Change:
    """One entry that differs; `what` is 新增, 删除 or the altered fields."""

    kind: str
    text: str
    what: str


def compare(before: Iterable[Entry], after: Iterable[Entry]) -> list[Change]:
    """Return the differences, additions first, then what went, then what changed; each in the order of its version."""
    old = {(entry.kind, entry.text, entry.group): entry for entry in before}
    new = {(entry.kind, entry.text, entry.group): entry for entry in after}
    added = [Change(_label(entry), entry.text, "新增") for key, entry in new.items() if key not in old]
    gone = [Change(_label(entry), entry.text, "删除") for key, entry in old.items() if key not in new]
    altered = [
        Change(_label(entry), entry.text, _difference(old[key], entry))
        for key, entry in new.items()
        if key in old and old[key] != entry
    ]
    return [*added, *gone, *altered]


def _label(entry: Entry) -> str:
    return str(Kind(entry.kind).label)


def _difference(before: Entry, after: Entry) -> str:
    old, new = as_row(before), as_row(after)
    return "；".join(
        f"{TITLES[name]}：{old[name] or '空'} → {new[name] or '空'}" for name in TITLES if old[name] != new[name]
    )
