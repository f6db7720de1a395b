"""The five regulations side by side (制度对照): one row for each thing in which they may differ."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from . import vocabulary as v
from .schema import Duration, Edition, FilingKind


@dataclass(frozen=True, slots=True)
class Line:
    """One statement of a cell with its article and whether it is presumed or local."""

    text: str
    article: str = ""
    mark: str = ""


Cell = list[Line]
Reader = Callable[[Edition], Iterable[Line]]


@dataclass(frozen=True, slots=True)
class Row:
    """A key of the profile with its cells, one for each edition, and whether they differ."""

    label: str
    cells: list[Cell]

    @property
    def differs(self) -> bool:
        """Whether the editions say different things here."""
        return len({tuple(line.text for line in cell) for cell in self.cells}) > 1


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that belong together."""

    label: str
    rows: list[Row]


def compare(editions: list[Edition]) -> list[Group]:
    """Every group of the profile over these editions."""
    from .profile_rows import GROUPS

    return [
        Group(label, [Row(name, [list(read(edition)) or [NONE] for edition in editions]) for name, read in rows])
        for label, rows in GROUPS
    ]


NONE = Line("未规定")


def said(item: object, text: str) -> Line:
    """A line with the article of the entry it comes from."""
    basis = getattr(item, "basis", "stated")
    return Line(text, getattr(item, "article", ""), "" if basis == "stated" else v.BASES[basis])


def limit_line(kind: FilingKind, *, named: bool) -> Line:
    """The limit of a filing kind, or why there is none."""
    name = f"{kind.variant_label}：" if named else ""
    if kind.limit is None:
        return Line(f"{name}{kind.limit_note or '不设期限'}", kind.article)
    return said(kind.limit, f"{name}{kind.limit.text}")


def duration_text(duration: Duration | None, otherwise: str) -> str:
    """A period in words, or what stands in its place."""
    return duration.text if duration else otherwise


def chain_text(kind: FilingKind) -> str:
    """The chain in one line."""
    steps = [f"{step.label}{'（必要时）' if step.optional else ''}" for step in kind.chain]
    return " → ".join(steps)
