"""What an export is made of: sheets, columns and marked cells; the writers know nothing else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """How the cells of a column are shown; the value's own type decides how it is stored."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    MOMENT = "moment"


class Look(StrEnum):
    """A cell that stands out."""

    PLAIN = "plain"
    BAD = "bad"
    WARN = "warn"
    STRONG = "strong"


@dataclass(frozen=True)
class Column:
    """A column: its title, its width in characters, and, for templates, the words to choose from."""

    title: str
    width: float = 16
    kind: Kind = Kind.TEXT
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cell:
    """A value with a look of its own."""

    value: Any
    look: Look = Look.BAD


@dataclass(frozen=True)
class Sheet:
    """One sheet: an optional title line, a head and rows. Rows may be a generator; they are read once."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]
    title: str = ""
    frozen_columns: int = 0
    filtered: bool = True
    room: int = 0
    """Empty rows below that keep the choices (for templates)."""

    @property
    def head_row(self) -> int:
        """The number of the row that holds the column titles."""
        return 2 if self.title else 1
