"""A lexicon ready for use (编译后的词库): built once per digest and kept."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .automaton import Alphabet, Automaton
from .characters import BREAK, MANY, SIZE, folded, tables
from .entries import Entry, Kind, as_line, digest_of
from .hits import Grade
from .sounds import readings, ways_to_say
from .variants import PARTS

# Ways in which a pattern stands for its entry.
PLAIN, SPLIT, LETTERS, SOUND, EXCEPTION = WAYS = ("plain", "split", "letters", "sound", "exception")
SEEN_THROUGH = frozenset(kind.value for kind in (Kind.TERM, Kind.DENY, Kind.AD))
SHORTEST_SPELLING = 6
KEPT = 8
_FIRST_SOUND = 0xE000
_ALLOW, _FULL, _HINT = Kind.ALLOW.value, Kind.FULL.value, Grade.HINT.value
_MADE = 4096

Units = NDArray[np.uint16]
Line = tuple[Any, ...]


class Target:
    """What a pattern stands for. `signs` are the signs of the entry that the comparison leaves out.

    `excuses` marks contexts in which others are not meant, `exact` entries that are not seen through disguises,
    `edged` patterns that begin or end with a letter or digit.
    """

    __slots__ = ("edged", "entry", "exact", "excuses", "pattern", "signs", "way")

    def __init__(self, entry: Entry, way: str, pattern: str) -> None:
        self.entry, self.way, self.pattern = entry, way, pattern
        self.signs = _signs(entry.text) if way == PLAIN else ""
        self.excuses = way == EXCEPTION or entry.kind == _ALLOW
        self.exact = entry.kind not in SEEN_THROUGH
        self.edged = pattern[:1].isascii() or pattern[-1:].isascii()


class Matcher:
    """A table, an automaton and what its patterns stand for.

    Lines and references are plain tuples of texts and numbers: the garbage collector does not walk through them.
    """

    def __init__(
        self, lines: Sequence[Line], patterns: dict[str, tuple[int, ...]], tabled: Callable[[Alphabet], Units]
    ) -> None:
        alphabet = Alphabet(list(patterns))
        self.table = tabled(alphabet) if patterns else np.zeros(0, dtype="<u2")
        self.automaton = Automaton([alphabet.encode(pattern) for pattern in patterns])
        self.longest = max(map(len, patterns), default=0)
        self._lines = lines
        self._references = list(patterns.values())
        self._made: dict[int, tuple[Target, ...]] = {}

    def __bool__(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self._references)

    def __len__(self) -> int:
        """How many patterns there are."""
        return len(self._references)

    def targets(self, number: int, pattern: Callable[[], str]) -> tuple[Target, ...]:
        """Return what a pattern stands for; made when it is first found."""
        if number not in self._made:
            if len(self._made) > _MADE:
                self._made.clear()
            made = (divmod(reference, len(WAYS)) for reference in self._references[number])
            self._made[number] = tuple(Target(Entry(*self._lines[n]), WAYS[way], pattern()) for n, way in made)
        return self._made[number]


@dataclass(frozen=True)
class CompiledLexicon:
    """Everything the engine asks of a lexicon; `label` is what a hit names as its ground."""

    label: str
    digest: str
    words: Matcher
    sounds: Matcher
    sites: dict[str, str]
    size: int


def _split_forms(pattern: str) -> Iterable[str]:
    wholes = _wholes()
    where = [n for n, letter in enumerate(pattern) if letter in wholes]
    for n in where:
        for parts in wholes[pattern[n]]:
            yield pattern[:n] + parts + pattern[n + 1 :]
    if len(where) > 1:
        yield "".join(wholes[letter][0] if letter in wholes else letter for letter in pattern)


@lru_cache(maxsize=1)
def _wholes() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for (left, right), whole in PARTS.items():
        found.setdefault(folded(whole), []).append(folded(left) + folded(right))
    return found


def _spelt(pattern: str) -> Iterable[str]:
    """Yield the pattern with one character, or all, spelt in letters."""
    for said in ways_to_say(pattern)[:1]:
        for n, syllable in enumerate(said):
            if len(pattern) > 2 or len(syllable) > 2:
                yield pattern[:n] + syllable + pattern[n + 1 :]
        if len("".join(said)) >= SHORTEST_SPELLING:
            yield "".join(said)


def _signs(text: str) -> str:
    """Return the signs of an entry that stand between its letters and are part of it."""
    fold = tables().fold
    return "".join(letter for letter in text if not fold[ord(letter)] and not letter.isspace())


def _forms(entry: Entry) -> Iterable[tuple[str, str]]:
    """Yield the patterns of an entry, each with the way in which it stands for it."""
    pattern = folded(entry.text)
    yield pattern, PLAIN
    for wording in entry.exceptions:
        yield folded(wording), EXCEPTION
    if entry.kind == _FULL:
        yield folded(entry.right), EXCEPTION
    if entry.kind in SEEN_THROUGH and entry.weight != _HINT and not _signs(entry.text):
        for form in _split_forms(pattern):
            yield form, SPLIT
        if entry.homophone:
            for form in _spelt(pattern):
                yield form, LETTERS


def _gather(forms: Iterable[tuple[int, str, str]]) -> dict[str, tuple[int, ...]]:
    """Return for each pattern the references (line times ways, plus way) that it stands for."""
    patterns: dict[str, tuple[int, ...]] = {}
    for line, pattern, way in forms:
        if pattern and BREAK not in pattern:
            reference = line * len(WAYS) + WAYS.index(way)
            before = patterns.get(pattern, ())
            if reference not in before:
                patterns[pattern] = (*before, reference)
    return patterns


def _sound_table(numbers: dict[str, int]) -> NDArray[np.uint32]:
    """Return for each code point the letter that stands for its usual syllable."""
    said = np.full(SIZE, ord(BREAK), dtype=np.uint32)
    for letter, syllables in readings().items():
        said[ord(letter)] = numbers.get(syllables[0], ord(BREAK))
    fold = tables().fold
    table = said[np.where(fold < SIZE, fold, 0)]
    table = np.where(table == ord(BREAK), said, table)
    table[fold == 0] = 0
    table[fold == MANY] = MANY
    return table


def _sound_matcher(lines: Sequence[Line], entries: Sequence[Entry]) -> Matcher:
    numbers: dict[str, int] = {}
    forms = []
    for n, entry in enumerate(entries):
        pattern = folded(entry.text)
        if not entry.homophone or len(pattern) < 2 or entry.weight == _HINT:
            continue
        for said in ways_to_say(pattern):
            letters = "".join(chr(numbers.setdefault(part, _FIRST_SOUND + len(numbers))) for part in said)
            forms.append((n, letters, SOUND))
    return Matcher(lines, _gather(forms), lambda alphabet: alphabet.table(_sound_table(numbers)))


def compile_lexicon(entries: Iterable[Entry], *, label: str, digest: str = "") -> CompiledLexicon:
    """Build a lexicon; 100,000 entries take a few seconds. Refuses (`TooManyLetters`) what it cannot tell apart."""
    listed = list(dict.fromkeys(entries))
    words = [entry for entry in listed if entry.kind != Kind.SITE]
    lines = [as_line(entry) for entry in words]
    forms = ((n, pattern, way) for n, entry in enumerate(words) for pattern, way in _forms(entry))
    return CompiledLexicon(
        label=label,
        digest=digest or digest_of(listed),
        words=Matcher(lines, _gather(forms), lambda alphabet: alphabet.table(tables().fold)),
        sounds=_sound_matcher(lines, words),
        sites={_domain(entry.text): entry.right for entry in listed if entry.kind == Kind.SITE},
        size=len(listed),
    )


def _domain(text: str) -> str:
    return text.strip().lower().strip(".").removeprefix("www.")


_kept: OrderedDict[str, CompiledLexicon] = OrderedDict()
_lock = Lock()


def compiled(digest: str, label: str, load: Callable[[], Iterable[Entry]]) -> CompiledLexicon:
    """Return the lexicon of a digest, built by the first who asks; the last few are kept."""
    with _lock:
        if digest in _kept:
            _kept.move_to_end(digest)
            return _kept[digest]
        lexicon = _kept[digest] = compile_lexicon(load(), label=label, digest=digest)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
        return lexicon
