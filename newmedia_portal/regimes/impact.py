"""What a draft would change (发布影响): statement by statement, and which running cases stay on the old edition."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from . import vocabulary as v
from .counters import CaseCount, register_counter, running_cases
from .models import EditionRecord
from .schema import Edition
from .wording import ATTRIBUTES, item_name, words
from .writer import HEADINGS

__all__ = ["CaseCount", "Change", "Impact", "impact_of", "register_counter"]
UNKEYED = {"version"}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: where, which attribute, before and after in words; `key` names a filing kind where it is one."""

    section: str
    item: str
    attribute: str
    before: str
    after: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Impact:
    """Differences against the edition in force and the running cases that stay pinned to it."""

    current: EditionRecord | None
    changes: list[Change]
    cases: list[CaseCount]

    @property
    def touched_cases(self) -> list[CaseCount]:
        """Running cases of a filing kind that the draft changes."""
        keys = {change.key for change in self.changes if change.key}
        return [case for case in self.cases if case.key in keys]


def impact_of(draft: EditionRecord, *, on: date) -> Impact:
    """Compare a draft with the edition in force; running cases keep the edition they were opened under."""
    from .editions import NoEdition, edition_for

    try:
        current: EditionRecord | None = edition_for(draft.code, on)
    except NoEdition:
        current = draft.based_on
    if current is None or current.pk == draft.pk:
        return Impact(None, [], [])
    return Impact(current, changes_between(current.edition, draft.edition), running_cases(current))


def changes_between(old: Edition, new: Edition) -> list[Change]:
    """Every difference between two editions, in the order of the schema."""
    before, after = old.model_dump(mode="json"), new.model_dump(mode="json")
    changes: list[Change] = []
    for section in before:
        if section in UNKEYED or before[section] == after[section]:
            continue
        heading = HEADINGS.get(section, "基本信息")
        if not _is_list_of_items(before[section], after[section]):
            changes += _attributes(heading, "", section, before[section], after[section])
            continue
        changes += _items(heading, section, before[section], after[section])
    return changes


def _is_list_of_items(*values: Any) -> bool:
    return all(isinstance(value, list) and all(isinstance(part, dict) for part in value) for value in values)


def _items(heading: str, section: str, before: list[Any], after: list[Any]) -> list[Change]:
    olds = {_key(section, item, position): item for position, item in enumerate(before)}
    news = {_key(section, item, position): item for position, item in enumerate(after)}
    changes: list[Change] = []
    for key in dict.fromkeys([*olds, *news]):
        old, new = olds.get(key), news.get(key)
        name, kind_key = item_name(section, old or new or {}), key if section == "filing_kinds" else ""
        if old is None or new is None:
            changes.append(Change(heading, name, "整项", "有" if old else "无", "有" if new else "无", kind_key))
            continue
        for attribute in old:
            if old[attribute] != new[attribute]:
                changes.append(_change(heading, name, attribute, old[attribute], new[attribute], kind_key))
    return changes


def _key(section: str, item: dict[str, Any], position: int) -> str:
    if section == "filing_kinds":
        return f"{item['kind']}.{item['variant']}"
    if section == "role_requirements":
        return f"{item['role']}/{item['per']}/{item['applies_to']}"
    return str(item.get("key") or item.get("code") or position)


def _attributes(heading: str, name: str, section: str, before: Any, after: Any) -> list[Change]:
    if not (isinstance(before, dict) and isinstance(after, dict)):
        return [_change(heading, name, section, before, after, "")]
    return [
        _change(heading, name, attribute, before[attribute], after[attribute], "")
        for attribute in before
        if before[attribute] != after[attribute]
    ]


def _change(heading: str, name: str, attribute: str, before: Any, after: Any, key: str) -> Change:
    label = ATTRIBUTES.get(attribute, "内容")
    return Change(heading, name, label, words(before), words(after), key)


def filing_label(key: str) -> str:
    """The name of a filing kind by its key, for counters."""
    return v.FILING_KINDS[key.partition(".")[0]]
