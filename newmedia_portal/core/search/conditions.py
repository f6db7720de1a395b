"""The query as a condition in SQL on the index (查询条件): pieces find candidates by the index, the texts decide.

Written as SQL, since a search for two characters takes the database less time than the ORM would take to write it.
Every value is a parameter; what stands in the text are names of columns and operators alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from django.db import connection

from . import grams
from .query import Query, Split, Term
from .sounds import beginning_with

MOST_PIECES = 12
TABLE = "core_searchentry"
NOTHING = "1 = 0"


@dataclass
class Condition:
    """A condition and its values, put together part by part."""

    postgres: bool
    values: list[str] = field(default_factory=list)

    def has_all(self, pieces: Iterable[int]) -> str:
        """All of these pieces are there."""
        return self._pieces(pieces, "@>", " AND ")

    def has_any(self, pieces: Iterable[int]) -> str:
        """One of these pieces is there."""
        return self._pieces(pieces, "&&", " OR ")

    def _pieces(self, pieces: Iterable[int], operator: str, between: str) -> str:
        if self.postgres:
            self.values.append(f"{{{','.join(map(str, pieces))}}}")
            return f"{TABLE}.grams {operator} %s::bigint[]"
        self.values.append(between.join(map(str, pieces)))
        return f"{TABLE}.id IN (SELECT rowid FROM core_searchgrams WHERE core_searchgrams MATCH %s)"  # noqa: S608 - the name is a constant; the words are a parameter  # nosec B608

    def contains(self, column: str, text: str) -> str:
        """A column contains a text, sign by sign."""
        self.values.append(text)
        return f"{'strpos' if self.postgres else 'instr'}({TABLE}.{column}, %s) > 0"

    def of_term(self, kind: str, term: Term) -> str:
        """One of the texts contains the term, or it is said so."""
        found = [f"({self.has_all(grams.needed(kind, term.text, MOST_PIECES))} AND {self.contains('text', term.text)})"]
        if term.letters:
            pieces = grams.needed_initials(kind, term.letters, MOST_PIECES)
            found.append(f"({self.has_all(pieces)} AND {self.contains('initials', term.letters)})")
        found.extend(f"({self.of_split(kind, split)})" for split in term.splits)
        return f"({' OR '.join(found)})"

    def of_split(self, kind: str, split: Split) -> str:
        """Some way to read contains these syllables in a row, the last perhaps half typed."""
        *whole, last = split
        ends = beginning_with(last)
        before = whole[-1] if whole else ""
        pieces = [grams.two_syllables(kind, before, end) if before else grams.syllable(kind, end) for end in ends]
        parts = [self.has_any(pieces), self.contains("syllables", "".join(f" {one}" for one in split))]
        pairs = [grams.two_syllables(kind, one, other) for one, other in pairwise(whole)]
        return " AND ".join([*parts, self.has_all(pairs[:MOST_PIECES])] if pairs else parts)


def condition(kind: str, query: Query) -> tuple[str, Sequence[str]]:
    """Return the condition on entries of a kind, and its values: every piece asked for is one of the kind."""
    made = Condition(connection.vendor == "postgresql")
    if query.reading is not None:
        if query.reading.kind != kind:
            return NOTHING, ()
        parts = [made.has_any(grams.of_key(kind, key) for key in query.reading.keys)]
    elif query.terms:
        parts = [made.of_term(kind, term) for term in query.terms]
    else:
        return NOTHING, ()
    return " AND ".join(parts), made.values


def owners(kind: str, query: Query, most: int) -> list[int]:
    """Return the rows of the kind that entries with the query lead to, at most so many, perhaps repeated."""
    where, values = condition(kind, query)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT owner FROM {TABLE} WHERE {where} LIMIT {most:d}", values)  # noqa: S608 - see above  # nosec B608
        return [owner for (owner,) in cursor.fetchall()]
