"""C12: a post of 2,000 characters against 100,000 terms, beside the raw automaton on the same text.

The yardstick is pyahocorasick; the note adds how we stand against the Rust automaton that the portal itself uses.
"""

import random
from typing import Any

import ahocorasick
import ahocorasick_rs

from newmedia_portal.regimes.loader import shipped
from reviews.precheck import CompiledLexicon, Entry, Facts, check, compile_lexicon

from .measure import Measured, compare

SEED = 20261122
LENGTH = 2000
TERMS = 100_000
CALLS = 40
# One term of a hundred is looked for by its sound too.
SOUNDED = 100
EDITION = "gejiu"


def _letters() -> tuple[list[str], list[float]]:
    """Return the 3,755 common characters in a shuffled order, with frequencies that fall off like a language's."""
    found = [bytes((high, low)).decode("gb2312", "ignore") for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF)]
    letters = [letter for letter in found if letter]
    random.Random(SEED).shuffle(letters)  # noqa: S311 - the same words in every run
    return letters, [1 / (n + 10) for n in range(len(letters))]


class Drafts:
    """Terms, lexicon, automaton and posts from one seed."""

    def __init__(self, terms: int) -> None:
        self.random = random.Random(SEED)  # noqa: S311 - the same words in every run
        self.letters, self.weights = _letters()
        wanted: set[str] = set()
        while len(wanted) < terms:
            wanted.add(self._chars(self.random.choice((3, 3, 4, 4, 5, 6))))
        self.terms = sorted(wanted)
        self.lexicon = self._lexicon()
        self.posts = [self._post() for _ in range(CALLS)]
        self.raw = ahocorasick.Automaton()
        for number, term in enumerate(self.terms):
            self.raw.add_word(term, number)
        self.raw.make_automaton()
        self.rust = ahocorasick_rs.AhoCorasick(self.terms, implementation=ahocorasick_rs.Implementation.ContiguousNFA)
        self.edition, self.facts = shipped(EDITION), Facts()

    def _chars(self, number: int) -> str:
        return "".join(self.random.choices(self.letters, self.weights, k=number))

    def _lexicon(self) -> CompiledLexicon:
        grades = ("block", "warn", "hint")
        entries = (
            Entry("term", term, "P06", self.random.choices(grades, (2, 5, 3))[0], homophone=n % SOUNDED == 0)
            for n, term in enumerate(self.terms)
        )
        return compile_lexicon(entries, label="示例词库")

    def _post(self) -> str:
        """Return clauses and sentences with some terms, dates, counts and shares, and no two of them alike."""
        parts: list[str] = []
        while sum(map(len, parts)) < LENGTH:
            chance = self.random.random()
            if chance < 0.04:
                parts.append(f"{self.random.randint(1, 12)}月{self.random.randint(1, 28)}日，")
            elif chance < 0.08:
                parts.append(f"{self._chars(4)}{self.random.randint(10, 999)}人，")
            elif chance < 0.1:
                parts.append(f"{self._chars(4)}增长{self.random.randint(1, 50)}%，")
            elif chance < 0.14:
                parts.append(self.random.choice(self.terms))
            parts.append(self._chars(self.random.randint(5, 20)) + self.random.choice("，，，。；、"))
        return "".join(parts)[:LENGTH]

    def by_portal(self) -> list[list[tuple[int, int, str]]]:
        """The whole service: normalised text, all disguises, all detectors, hits with place, grade and advice."""
        return [
            [
                (hit.start, hit.end, hit.found)
                for hit in check({"body": post}, edition=self.edition, lexicon=self.lexicon, facts=self.facts)
            ]
            for post in self.posts
        ]

    def by_automaton(self) -> list[list[tuple[int, int, str]]]:
        """The automaton alone on the text as it is: places and terms."""
        terms, find = self.terms, self.raw.iter
        return [[(last + 1 - len(terms[n]), last + 1, terms[n]) for last, n in find(post)] for post in self.posts]

    def by_rust(self) -> list[list[tuple[int, int, str]]]:
        """The same with the engine of the portal."""
        terms, find = self.terms, self.rust.find_matches_as_indexes
        return [[(start, end, terms[n]) for n, start, end in find(post, overlapping=True)] for post in self.posts]


def covers(ours: Any, theirs: Any) -> bool:
    """Whether every raw match lies in a mark of ours (a longer one may have taken its place)."""
    return all(
        any(first <= start and end <= last for first, last, _ in hits)
        for hits, matches in zip(ours, theirs, strict=True)
        for start, end, _ in matches
    )


def against_automaton(terms: int, rounds: int) -> Measured:
    """C12: the pre-check against the raw automaton, the same terms and texts."""
    drafts = Drafts(terms)
    rust = compare(drafts.by_portal, drafts.by_rust, rounds=rounds, same=covers, id="", job="", yardstick="", goal=0)
    return compare(
        drafts.by_portal,
        drafts.by_automaton,
        rounds=rounds,
        same=covers,
        id="C12",
        job=f"预检 {CALLS} 篇 {LENGTH:,} 字 × {terms:,} 词(归一、变体、谐音、全部检查、位置)",
        yardstick="同词同文的裸自动机 pyahocorasick",
        goal=1.5,
        note=f"为所用 Rust 裸自动机的 {rust.ratio:.2f} 倍",
    )
