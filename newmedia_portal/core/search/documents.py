"""What is searched of one row (搜索内容): made from its columns alone, for the index and for a row not in it alike."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from . import grams
from .folding import fold
from .query import Split, Term
from .registry import Source, Values
from .sounds import spoken, ways

LONGEST_FIELD = 500


@dataclass(frozen=True)
class Document:
    """Folded texts between line ends, all ways to read them as initials and as syllables, and what is kept whole."""

    owner: int
    lines: tuple[str, ...]
    initials: tuple[str, ...] = ()
    spelled: tuple[tuple[str, ...], ...] = ()
    keys: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The texts, each between line ends, so that whole fields can be told from parts of them."""
        return "".join(f"\n{line}" for line in self.lines) + "\n"

    @property
    def syllables(self) -> str:
        """The ways to read, each syllable after a blank."""
        return "\n".join("".join(f" {one}" for one in way) for way in self.spelled)

    def grams(self, kind: str) -> set[int]:
        """Return the numbers of all pieces."""
        found = {grams.of_key(kind, key) for key in self.keys} | grams.of_initials(kind, self.initials)
        for line in self.lines:
            found |= grams.of_text(kind, line)
        for way in self.spelled:
            found |= grams.of_syllables(kind, way)
        return found

    def contains(self, term: Term) -> bool:
        """Whether one of the texts contains the term, or sounds like it."""
        if any(term.text in line for line in self.lines):
            return True
        if term.letters and any(term.letters in line for line in self.initials):
            return True
        return any(_says(way, split) for split in term.splits for way in self.spelled)

    def has_key(self, keys: Iterable[str]) -> bool:
        """Whether one of the keys is among those kept whole."""
        return bool(set(keys) & set(self.keys))

    def entry(self, source: Source, row: int) -> dict[str, Any]:
        """Return the columns of the entry in the index."""
        return {
            "source": source.code,
            "row": row,
            "kind": source.kind,
            "owner": self.owner,
            "text": self.text,
            "initials": "\n".join(self.initials),
            "syllables": self.syllables,
            "grams": self.grams(source.kind),
        }


def document_of(source: Source, values: Values) -> Document | None:
    """Return what is searched of a row, from its columns and `pk`; None where nothing of it is."""
    if source.ends and values[source.ends]:
        return None
    lines: list[str] = []
    initials: dict[str, None] = {}
    spelled: dict[tuple[str, ...], None] = {}
    for field in source.fields:
        line = fold(str(values[field.name] or "")[:LONGEST_FIELD])
        if not line:
            continue
        lines.append(line)
        if field.sounds and not line.isascii():
            for way in ways(spoken(line, person=field.person)):
                initials["".join(one[0] for one in way)] = None
                spelled[tuple(way)] = None
    keys = tuple(source.keys(values))
    if not lines and not keys:
        return None
    return Document(values[source.owner], tuple(lines), tuple(initials), tuple(spelled), keys)


def _says(way: tuple[str, ...], split: Split) -> bool:
    """Whether syllables in a row are these, the last of them perhaps half typed."""
    *whole, last = split
    for start in range(len(way) - len(split) + 1):
        if list(way[start : start + len(whole)]) == whole and way[start + len(whole)].startswith(last):
            return True
    return False
