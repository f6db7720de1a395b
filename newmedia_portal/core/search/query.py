"""What somebody looks for (查询词): bounded, folded, cut into terms; no sign in it has a meaning of its own."""

from dataclasses import dataclass
from functools import cached_property

from .folding import fold
from .registry import Reading, read
from .sounds import splits

LONGEST = 100
MOST_TERMS = 5
FEWEST = 2
LONGEST_SOUND = 40

Split = tuple[str, ...]


@dataclass(frozen=True)
class Term:
    """One folded word of two characters or more; all words must be found."""

    text: str

    @cached_property
    def letters(self) -> str:
        """The term as initials or pinyin; empty where it has other signs than letters and digits."""
        plain = self.text.replace("'", "")
        fits = len(plain) >= FEWEST and plain.isascii() and plain.isalnum() and any(map(str.isalpha, plain))
        return plain[:LONGEST_SOUND] if fits and len(plain) <= LONGEST_SOUND else ""

    @cached_property
    def splits(self) -> list[Split]:
        """How the letters fall into syllables."""
        return splits(self.letters) if self.letters else []


@dataclass(frozen=True)
class Query:
    """The terms, and what the text means as a whole where an app knows it (a pasted link)."""

    text: str
    terms: tuple[Term, ...] = ()
    reading: Reading | None = None
    cut: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not self.text

    @property
    def is_too_short(self) -> bool:
        """Whether what was typed is too little to look for."""
        return bool(self.text) and not self.terms and self.reading is None


def query_of(typed: str, *, reads: bool = True) -> Query:
    """Return the query of what was typed; what goes beyond the bounds is left out, and the query says so."""
    shown = " ".join(typed[: LONGEST * 8].replace("\x00", " ").split())
    reading = read(shown) if reads and shown else None
    words = fold(shown[:LONGEST])[:LONGEST].split()
    terms = list(dict.fromkeys(Term(word) for word in words if len(word) >= FEWEST))
    cut = reading is None and (len(shown) > LONGEST or len(terms) > MOST_TERMS)
    return Query(shown[:LONGEST], tuple(terms[:MOST_TERMS]), reading, cut)
