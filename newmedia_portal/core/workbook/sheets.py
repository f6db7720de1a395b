"""What an export is made of: sheets, columns and marked cells; the writers know nothing else."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal

FUNCTIONS = frozenset({"SUM", "ROUND", "IF", "COUNT", "COUNTIF", "AVERAGE", "MAX", "MIN"})
_FORMULA = re.compile(r'(?!=)[A-Z0-9:$(),.+\-*/=<>"]{1,500}')


class Kind(StrEnum):
    """How the cells of a column are shown; the value's own type decides how it is stored."""

    TEXT = "text"
    NUMBER = "number"
    POINTS = "points"
    PERCENT = "percent"
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
class Formula:
    """A formula of our own (公式), without its sign, beside the value that it gives here.

    Readers that do not calculate show the value; a spreadsheet calculates anew. References stay on the sheet, only
    the listed functions are known and nothing but their signs may occur: a text of a user can never become one.
    """

    text: str
    value: int | float | Decimal | None
    look: Look = Look.STRONG

    def __post_init__(self) -> None:
        """Refuse what is not built from references, numbers and known functions."""
        names = set(re.findall(r"[A-Z]+(?=\()", self.text))
        if not _FORMULA.fullmatch(self.text) or not names <= FUNCTIONS:
            raise ValueError(f"no formula of ours: {self.text!r}")


@dataclass(frozen=True)
class SheetChart:
    """A chart over the rows of its sheet (图表): the column of labels and the columns of values, counted from 0.

    The charts of a sheet stand below the table, one below the other; `most` rows are drawn.
    """

    title: str
    labels: int
    values: tuple[int, ...]
    kind: Literal["bar", "line"] = "bar"
    unit: str = ""
    most: int = 30


@dataclass(frozen=True)
class Sheet:
    """One sheet: an optional title line, a head and rows. Rows may be a generator; they are read once."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]
    title: str = ""
    frozen_columns: int = 0
    filtered: bool = True
    empty: str = ""
    """Says in the first row why there is none."""
    tall: bool = False
    """Whether rows get the height that their longest text needs; spreadsheets that do not fit rows on opening."""
    room: int = 0
    """Empty rows below that keep the choices (for templates)."""

    foot: Callable[[int, int], Sequence[Sequence[Any]]] | None = None
    """Makes the rows below the table (totals, remarks), given the first and the last row number of the table."""
    charts: tuple[SheetChart, ...] = ()

    @property
    def head_row(self) -> int:
        """The number of the row that holds the column titles."""
        return 2 if self.title else 1
