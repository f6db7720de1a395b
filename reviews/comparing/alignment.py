"""What two sequences have in common, in bounded time (对齐): sure anchors first, then the gaps between them."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

# A gap larger than this (old times new), or met when the work is used up, is taken as wholly different, unsearched.
LARGEST_GAP = 250_000
MOST_WORK = 10_000_000


class Step(NamedTuple):
    """A range of the old and a range of the new sequence: `same`, or replaced by one another (either may be empty)."""

    same: bool
    old: slice
    new: slice


def align(old: Sequence[str], new: Sequence[str]) -> list[Step]:
    """Return the steps that lead from old to new, in order and without gaps between them."""
    steps: list[Step] = []
    for same, a, b, c, d in _pieces(old, new, 0, len(old), 0, len(new)):
        last = steps[-1] if steps else None
        if last and last.same == same:
            steps[-1] = Step(same, slice(last.old.start, b), slice(last.new.start, d))
        else:
            steps.append(Step(same, slice(a, b), slice(c, d)))
    return steps


_Piece = tuple[bool, int, int, int, int]


def _pieces(old: Sequence[str], new: Sequence[str], a: int, b: int, c: int, d: int) -> Iterator[_Piece]:
    """Yield the pieces of old[a:b] and new[c:d]; a stack stands in for recursion."""
    todo: list[tuple[str, int, int, int, int]] = [("open", a, b, c, d)]
    work = MOST_WORK
    while todo:
        kind, a, b, c, d = todo.pop()
        if kind != "open":
            yield kind == "same", a, b, c, d
            continue
        head, tail = _head(old, new, a, b, c, d), 0
        tail = _tail(old, new, a + head, b, c + head, d)
        inner = (a + head, b - tail, c + head, d - tail)
        work -= b - a + d - c
        parts: list[tuple[str, int, int, int, int]] = [("same", a, a + head, c, c + head)] if head else []
        found, cost = _inner(old, new, *inner) if work > 0 else ([("other", *inner)], 0)
        work -= cost
        parts += found
        parts += [("same", b - tail, b, d - tail, d)] if tail else []
        todo += reversed(parts)


def _inner(
    old: Sequence[str], new: Sequence[str], a: int, b: int, c: int, d: int
) -> tuple[list[tuple[str, int, int, int, int]], int]:
    """Return the parts of a stretch that begins and ends with a difference, and what searching it cost."""
    if a == b or c == d:
        return ([("other", a, b, c, d)] if (a, c) != (b, d) else []), 0
    anchors = _anchors(old, new, a, b, c, d)
    parts: list[tuple[str, int, int, int, int]] = []
    if anchors:
        for x, y in anchors:
            parts += [("open", a, x, c, y), ("same", x, x + 1, y, y + 1)]
            a, c = x + 1, y + 1
        return [*parts, ("open", a, b, c, d)], 0
    cost = (b - a) * (d - c)
    if cost > LARGEST_GAP:
        return [("other", a, b, c, d)], 0
    matcher = SequenceMatcher(None, old[a:b], new[c:d], autojunk=False)
    codes = matcher.get_opcodes()
    return [("same" if tag == "equal" else "other", a + i, a + j, c + k, c + m) for tag, i, j, k, m in codes], cost


def _head(old: Sequence[str], new: Sequence[str], a: int, b: int, c: int, d: int) -> int:
    size = 0
    while a + size < b and c + size < d and old[a + size] == new[c + size]:
        size += 1
    return size


def _tail(old: Sequence[str], new: Sequence[str], a: int, b: int, c: int, d: int) -> int:
    size = 0
    while b - size > a and d - size > c and old[b - size - 1] == new[d - size - 1]:
        size += 1
    return size


def _anchors(old: Sequence[str], new: Sequence[str], a: int, b: int, c: int, d: int) -> list[tuple[int, int]]:
    """Return pairs of places whose element occurs once on either side, as many as keep their order."""
    once = {word for word, count in Counter(old[a:b]).items() if count == 1}
    places = {word: y for y, word in enumerate(new[c:d], c) if word in once}
    many = Counter(word for word in new[c:d] if word in once)
    pairs = [(x, places[word]) for x, word in enumerate(old[a:b], a) if many.get(word) == 1]
    return _rising(pairs)


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest run of pairs, given by rising first place, in which the second place rises too."""
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        pile = bisect_left(tops, place)
        before.append(ends[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(place)
            ends.append(number)
        else:
            tops[pile], ends[pile] = place, number
    run: list[tuple[int, int]] = []
    number = ends[-1] if ends else -1
    while number >= 0:
        run.append(pairs[number])
        number = before[number]
    return run[::-1]
