"""Proposing what each column means (列对应), from its heading, what the unit chose before, and what it chooses now."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from newmedia_portal.core.workbook.typed import key_of, tidy

from .fields import BY_CODE, EXTRA, FIELDS, IGNORE, MANAGER_PHONE, TITLES
from .platform_names import PlatformNames

_MEANINGS = {key_of(word): field.code for field in FIELDS for word in (field.title, *field.synonyms)}
_MEANINGS |= dict.fromkeys(map(key_of, ("序号", "序", "行号", "No.", "NO", "顺序号", "检查结果")), IGNORE)
_BOTH = re.compile(
    r"(账号)?(管理员|管理人员|联系人|联络员|信息员|经办人|运维人员|运营人员)(姓名)?[及和与/、,+]其?(联系)?(电话|手机|方式|号码)+"
)
_ASIDE = re.compile(r"[(（\[【].*?[)）\]】]|[*＊:：]")
_PERSONS = {"leader", "deputy"}


@dataclass(frozen=True)
class Heading:
    """A column's heading: the group above it, if any, and its own text."""

    column: int
    text: str
    group: str = ""

    @property
    def letter(self) -> str:
        """The column's letter."""
        return get_column_letter(self.column)


@dataclass(frozen=True)
class MappedColumn:
    """A column with its meaning; `key` names it within its table."""

    column: int
    key: str
    field: str
    hidden: bool = False

    @property
    def letter(self) -> str:
        """The column's letter."""
        return get_column_letter(self.column)

    @property
    def meaning(self) -> str:
        """The meaning in words."""
        return TITLES[self.field]


def meaning_of(heading: Heading, names: PlatformNames) -> str | None:
    """Return the field a heading means, or None where it says nothing known."""
    own, group = key_of(heading.text), key_of(heading.group)
    for text in (f"{group}{own}", own) if group else (own,):
        bare = _ASIDE.sub("", text)
        if _BOTH.fullmatch(bare):
            return MANAGER_PHONE
        for candidate in (text, bare):
            if found := _MEANINGS.get(candidate):
                if found == "phone" and text == own and _MEANINGS.get(group) in _PERSONS:
                    return None
                return found
    return _MEANINGS.get(names.without(own)) if names.without(own) != own else None


def propose(
    headings: Sequence[Heading],
    names: PlatformNames,
    *,
    chosen: Mapping[str, str] | None = None,
    hidden: frozenset[int] = frozenset(),
) -> tuple[MappedColumn, ...]:
    """Return what each column means: as chosen, else as the heading says, else kept as an extra column.

    Each meaning is given once; a second column of the same meaning is kept as an extra one.
    """
    wishes = {key_of(key): field for key, field in (chosen or {}).items() if field in TITLES}
    columns, taken = [], set()
    keys = _keys(headings)
    fixed = {wishes[key_of(key)] for key in keys if key_of(key) in wishes}
    for heading, key in zip(headings, keys, strict=True):
        wish = wishes.get(key_of(key))
        field = wish or meaning_of(heading, names) or EXTRA
        if field in BY_CODE or field == MANAGER_PHONE:
            if field in taken or (not wish and field in fixed):
                field = EXTRA
            taken.add(field)
        columns.append(MappedColumn(heading.column, key, field, heading.column in hidden))
    return tuple(columns)


def signature_of(headings: Sequence[Heading]) -> str:
    """Return the mark by which a table head is known again."""
    text = "|".join(f"{key_of(heading.group)}/{key_of(heading.text)}" for heading in headings)
    return hashlib.sha256(text.encode()).hexdigest()


def _keys(headings: Sequence[Heading]) -> list[str]:
    """Name each column by its heading; twins get their group or their letter added."""
    texts = [_compact(heading.text) or f"{heading.letter}列" for heading in headings]
    keys: list[str] = []
    for heading, text in zip(headings, texts, strict=True):
        name = f"{_compact(heading.group)}/{text}" if texts.count(text) > 1 and heading.group else text
        keys.append(name if name not in keys else f"{name}({heading.letter}列)")
    return keys


def _compact(text: str) -> str:
    return tidy(re.sub(r"\s+", "", text))
