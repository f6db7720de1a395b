"""Finding the entries of a lexicon in a draft (词条查找), through disguises, with the place in the original text."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from .characters import DIGIT, LATIN, STOP, as_text, folded, tables
from .entries import Entry, Kind
from .lexicon import PLAIN, SOUND, CompiledLexicon, Matcher, Target
from .reading import Reading

# A stretch is searched at a time, so that a hostile text cannot fill the memory with matches.
STRETCH = 8192
MOST_SPANS = 50_000
# No more signs than this between two characters of one word.
WIDEST_GAP = 32
# Words shorter than this are not looked for across the ends of sentences.
SHORTEST_ACROSS_STOPS = 3

Span = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """An entry at a place of the joined text; `way` tells how it was written."""

    entry: Entry
    way: str
    start: int
    end: int


@dataclass
class Finds:
    """Everything found in one draft; `complete` is False where there was too much to look at."""

    found: list[Found] = field(default_factory=list)
    complete: bool = True

    def of(self, *kinds: str) -> list[Found]:
        """Return the finds of some kinds in the order of the text."""
        return sorted((item for item in self.found if item.entry.kind in kinds), key=lambda item: item.start)


class Stream:
    """What a matcher reads of a draft: the characters that count, and where each came from."""

    def __init__(self, reading: Reading, matcher: Matcher) -> None:
        self.reading, self.matcher = reading, matcher
        self.codes, self.origin = reading.expanded
        self.at, counted = reading.counted
        self.units = matcher.table.take(counted)

    def spans(self) -> Iterator[list[Span]]:
        """Yield the matches, stretch by stretch, in characters of the stream."""
        size = len(self.units)
        if size <= STRETCH:
            yield self.matcher.automaton.find(self.units)
            return
        for first in range(0, size, STRETCH):
            before = max(0, first - self.matcher.longest + 1)
            spans = self.matcher.automaton.find(self.units[before : first + STRETCH])
            yield [(n, start + before, end + before) for n, start, end in spans if end + before > first]

    def positions(self, start: int, end: int) -> list[int]:
        """Return where the characters of a match stand in the expanded text."""
        if self.at is None:
            return list(range(start, end))
        places: list[int] = self.at[start:end].tolist()
        return places

    def targets(self, number: int, where: list[int]) -> tuple[Target, ...]:
        """Return what a pattern found at these characters stands for."""
        return self.matcher.targets(number, lambda: folded(as_text(self.codes[where])))

    def original(self, first: int, last: int) -> tuple[int, int]:
        """Return the place in the joined text of the characters first to last of the expanded text."""
        return (first, last + 1) if self.origin is None else (int(self.origin[first]), int(self.origin[last]) + 1)


def find(reading: Reading, lexicon: CompiledLexicon) -> Finds:
    """Find all entries; what stands in an allowed context or in an exception of its entry is left out."""
    finds = Finds()
    free: list[tuple[int, int]] = []
    excepted: dict[Entry, list[tuple[int, int]]] = {}
    for matcher in (lexicon.words, lexicon.sounds):
        if matcher and finds.complete:
            _collect(Stream(reading, matcher), finds, free, excepted)
    if free or excepted:
        finds.found = [item for item in finds.found if not _excused(item, free, excepted.get(item.entry, []))]
    return finds


def _excused(item: Found, free: list[tuple[int, int]], excepted: list[tuple[int, int]]) -> bool:
    if item.entry.kind == Kind.DENY:
        free = []
    return any(first <= item.start and item.end <= last for spans in (free, excepted) for first, last in spans)


def _collect(
    stream: Stream, finds: Finds, free: list[tuple[int, int]], excepted: dict[Entry, list[tuple[int, int]]]
) -> None:
    seen = 0
    for spans in stream.spans():
        seen += len(spans)
        if seen > MOST_SPANS:
            finds.complete = False
            spans = spans[: max(0, len(spans) - (seen - MOST_SPANS))]
        for number, start, end in spans:
            where = stream.positions(start, end)
            first, last = stream.original(where[0], where[-1])
            for target in stream.targets(number, where):
                if target.excuses:
                    if where[-1] - where[0] < len(where):
                        spans_of = free if target.way == PLAIN else excepted.setdefault(target.entry, [])
                        spans_of.append((first, last))
                elif _meant(stream, target, where, first, last):
                    finds.found.append(Found(target.entry, target.way, first, last))
        if not finds.complete:
            return


def _meant(stream: Stream, target: Target, where: list[int], first: int, last: int) -> bool:
    """Whether a match is the entry: whole words of letters, signs in their place, gaps that hide something."""
    written = stream.reading.text[first:last]
    if target.exact:
        return _is_exactly(written, target.entry.text) or (target.way == SOUND and _sounds_only(written, target))
    if where[-1] - where[0] >= len(where) and not _hides(stream, where):
        return False
    if target.way == SOUND:
        return _sounds_only(written, target)
    if target.signs and not _holds(written, target.signs):
        return False
    return not target.edged or _stands_alone(stream, target, where)


def _is_exactly(written: str, text: str) -> bool:
    return written == text or unicodedata.normalize("NFKC", "".join(written.split())) == unicodedata.normalize(
        "NFKC", text
    )


def _sounds_only(written: str, target: Target) -> bool:
    return folded(written) != folded(target.entry.text)


def _holds(written: str, signs: str) -> bool:
    letters = iter(unicodedata.normalize("NFKC", written))
    return all(sign in letters for sign in unicodedata.normalize("NFKC", signs))


def _hides(stream: Stream, where: list[int]) -> bool:
    """Whether the signs between the characters of a match were put there: stops only where they stand everywhere."""
    kinds = tables().kinds
    gaps = [stream.codes[a + 1 : b].tolist() for a, b in pairwise(where)]
    if max(map(len, gaps)) > WIDEST_GAP:
        return False
    everywhere = all(gaps) and len(where) >= SHORTEST_ACROSS_STOPS
    for (a, b), gap in zip(pairwise(where), gaps, strict=True):
        if not gap or everywhere:
            continue
        if any(kinds[code] & STOP for code in gap):
            return False
        if all(kinds[stream.codes[at]] & (LATIN | DIGIT) for at in (a, b)) and any(map(_parts_words, gap)):
            return False
    return True


def _parts_words(code: int) -> bool:
    """Whether a sign stands between words of letters or numbers as a matter of course."""
    return chr(code).isspace() or chr(code) in "-'’._/&@+:%=~–—"


def _stands_alone(stream: Stream, target: Target, where: list[int]) -> bool:
    """Whether letters and digits at the ends of a pattern are not part of a longer word or number."""
    kinds, codes = tables().kinds, stream.codes
    for edge, letter, beside in ((where[0], target.pattern[0], -1), (where[-1], target.pattern[-1], 1)):
        flag = (LATIN if letter.isalpha() else DIGIT) if letter.isascii() else 0
        if flag and 0 <= edge + beside < len(codes) and kinds[codes[edge + beside]] & flag:
            return False
    return True
