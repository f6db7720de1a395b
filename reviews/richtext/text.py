"""A body read as plain text (纯文本): what is hashed, searched, compared and quoted by offset."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from .model import Line, text_of, units
from .reading import read
from .vocabulary import HEADINGS
from .writing import Mark, Writer


@dataclass(frozen=True, slots=True)
class Passage:
    """One line of the plain text with its number and its place (code points, end excluded)."""

    number: int
    start: int
    end: int
    text: str
    level: int = 0  # 1 to 3 of a heading, 0 elsewhere


def plain_text(html: str) -> str:
    """Return the words of a body: paragraphs and list items on lines of their own, cells parted by tabs."""
    return "\n".join(text for unit in units(read(html)) if (text := text_of(unit)))


def passages(html: str) -> list[Passage]:
    """Return the paragraphs, items and rows of a body with their places in the plain text."""
    found: list[Passage] = []
    place = 0
    for unit in units(read(html)):
        text = text_of(unit)
        if not text:
            continue
        level = HEADINGS.index(unit.kind) + 1 if isinstance(unit, Line) and unit.kind in HEADINGS else 0
        found.append(Passage(len(found) + 1, place, place + len(text), text, level))
        place += len(text) + 1
    return found


def outline(html: str) -> list[Passage]:
    """Return the headings of a body."""
    return [passage for passage in passages(html) if passage.level]


def length(html: str) -> int:
    """Return how many characters a reader counts (字数): code points without white space."""
    return sum(len(part) for part in plain_text(html).split())


def mark(html: str, marks: Sequence[Mark]) -> SafeString:
    """Return a body for display with ranges of its plain text marked.

    Offsets are code points of `plain_text`. A range that goes over a border of elements is marked in each of them; the
    first part carries the id `mark-…`, all carry `data-mark`. What lies outside the text is left out.
    """
    return mark_safe(Writer(marks).write(read(html)))  # noqa: S308 - the writer escapes every text and attribute  # nosec B308 B703
