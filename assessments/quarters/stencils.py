"""Cards with holes (明细模板): accounts with the same lines share one text, each of them keeps its own figures only.

A stencil is the JSON of an account's figures and of its card with numbered holes; `{id}` is the account. Figures are
the JSON list of what goes into the holes. Filled in, both texts are the very ones that scoring would have written.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from ..scoring import Row
from ..scoring.alike import Alike
from .encoding import ExactEncoder

_HOLE = re.compile(r"\{(\w+)\}")
_ENCODE = ExactEncoder().encode
Texts = Sequence[Any]


class Stencil(NamedTuple):
    """The texts of figures and card, with holes."""

    facts: str
    card: str

    @property
    def key(self) -> str:
        """What tells it from others."""
        return hashlib.sha256(f"{self.facts}\n{self.card}".encode()).hexdigest()


class Source(NamedTuple):
    """One measure of several accounts in writing: figures, their rows as noted and in order; `own` of the account."""

    own: bool
    values: Texts | None
    wholes: Texts | None
    ids: Texts
    in_order: Texts

    def at(self, places: Sequence[int]) -> "Source":
        """Return the same of some of the accounts."""
        if len(places) == len(self.ids):
            return self
        picked = {id(one): [one[place] for place in places] for one in self[1:] if one is not None}
        return Source(self.own, *(None if one is None else picked[id(one)] for one in self[1:]))  # type: ignore[arg-type]


class Drawn(NamedTuple):
    """Accounts with one stencil: what each puts into it, and the texts of their cards."""

    stencil: Stencil
    figures: list[str]
    cards: list[str]


class _Holes:
    """The columns that go into a stencil, each once."""

    def __init__(self) -> None:
        self.columns: list[Texts] = []
        self._known: dict[int, str] = {}

    def of(self, column: Texts | None) -> str:
        """Return the hole of a column."""
        if column is None:
            return "null"
        if id(column) not in self._known:
            self._known[id(column)] = f"{{{len(self.columns)}}}"
            self.columns.append(column)
        return self._known[id(column)]


def source_of(own: bool, rows: Sequence[Row]) -> Source:
    """Return a column of rows in writing."""
    ids = _texts([row.ids for row in rows])
    ordered = all(len(row.ids) < 2 for row in rows)
    in_order = ids if ordered else _texts([tuple(sorted(row.ids)) for row in rows])
    return Source(own, figures_of([row.value for row in rows]), figures_of([row.of for row in rows]), ids, in_order)


def figures_of(column: Sequence[Any]) -> Texts | None:
    """Return figures as they are written; None where none of them is known."""
    kinds = set(map(type, column))
    if kinds == {int}:
        return column
    return None if kinds == {type(None)} else [_ENCODE(one) for one in column]


def _texts(column: Iterable[Any]) -> list[str]:
    known: dict[Any, str] = {}
    found = []
    for one in column:
        text = known.get(one)
        if text is None:
            text = known[one] = _ENCODE(one)
        found.append(text)
    return found


def draw(part: str, alike: Alike, sources: dict[str, Source], accounts: Sequence[str]) -> Drawn:
    """Write the cards of accounts alike; `sources` in the order in which the figures were noted."""
    holes, here = _Holes(), {measure: one.at(alike.places) for measure, one in sources.items()}
    facts = ",".join(
        f'["{measure}",{holes.of(one.values)},{holes.of(one.wholes)},{holes.of(one.ids)},"",null]'
        for measure, one in here.items()
        if one.own
    )
    lines = []
    for line in alike.lines:
        one = here.get(line.measure)
        value, whole, ids = (one.values, one.wholes, one.in_order) if one else (None, None, None)
        rows = holes.of(ids) if one else "[]"
        points = holes.of(line.points)
        lines.append(
            f'["{line.code}","{line.outcome}",{points},{line.full},{holes.of(value)},{holes.of(whole)},{rows},[]]'
        )
    score, band = holes.of(alike.points), holes.of([f'"{band}"' for band in alike.bands])
    head = f'"{{id}}","{part}","{alike.standing}",{score},{score},{score},{score},0,{band}'
    stencil = Stencil(f"[{facts}]", f"[{head},[{','.join(lines)}],[]]")
    every = "[" + ",".join(f"{{{number}}}" for number in range(len(holes.columns))) + "]"
    mine = [accounts[place] for place in alike.places]
    return Drawn(stencil, _filled(every, holes.columns, mine), _filled(stencil.card, holes.columns, mine))


def _filled(text: str, columns: Sequence[Texts], accounts: Sequence[str]) -> list[str]:
    """Fill a text for every account."""
    into = [accounts if name == "id" else columns[int(name)] for name in _HOLE.findall(text)]
    filled = _HOLE.sub("%s", text)
    return [filled % one for one in zip(*into, strict=True)] if into else [filled] * len(accounts)
