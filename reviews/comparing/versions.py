"""Two versions side by side (版本对照): paragraph beside paragraph, then character by character."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from .alignment import Step, align

# Paragraphs that have less in common than this are two paragraphs, not one that was changed.
LEAST_ALIKE = 0.35
# Equal stretches up to this length between two edits are taken into the edit; else the reader sees confetti.
SHORTEST_SAME = 1
LONGEST_PAIRED = 4_000
# How far a paragraph looks for its counterpart, and how many looks a comparison may take in all.
REACH = 12
MOST_LOOKS = 2_000


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of one version: as it is in both, or deleted (删) from the old, or inserted (增) in the new."""

    text: str
    kind: str = ""  # "", "del", "ins"


@dataclass(frozen=True, slots=True)
class Change:
    """One row: `same`, `changed`, `dropped`, `added`, or `gap` for `count` equal rows that are not shown.

    `old_number` and `new_number` count paragraphs from 1; 0 where that side has none.
    """

    kind: str
    old: tuple[Part, ...] = ()
    new: tuple[Part, ...] = ()
    old_number: int = 0
    new_number: int = 0
    count: int = 1


def differences(old_text: str, new_text: str) -> list[Change]:
    """Return all paragraphs of two plain texts as rows in reading order, the equal ones too."""
    old, new = _paragraphs(old_text), _paragraphs(new_text)
    rows: list[Change] = []
    pairing = _Pairing(old, new)
    for step in align(old, new):
        if step.same:
            pairs = zip(_range(step.old), _range(step.new), strict=True)
            rows += [Change("same", (Part(old[a]),), (Part(new[b]),), a + 1, b + 1) for a, b in pairs]
        else:
            rows += pairing.rows(step)
    return rows


def folded(rows: Sequence[Change], around: int = 2) -> list[Change]:
    """Return the rows with long equal stretches folded into a gap; `around` equal rows stay beside each change."""
    near = {
        place
        for number, row in enumerate(rows)
        if row.kind != "same"
        for place in range(number - around, number + around + 1)
    }
    shown: list[Change] = []
    for number, row in enumerate(rows):
        if row.kind != "same" or number in near:
            shown.append(row)
        elif shown and shown[-1].kind == "gap":
            shown[-1] = Change("gap", count=shown[-1].count + 1)
        else:
            shown.append(Change("gap"))
    return shown


def side_by_side(old_text: str, new_text: str, old_name: str, new_name: str) -> dict[str, Any]:
    """Return what templates/reviews/components/compare.html shows of two plain texts."""
    rows = differences(old_text, new_text)
    equal = all(row.kind == "same" for row in rows)
    return {"rows": folded(rows), "old_name": old_name, "new_name": new_name, "equal": equal}


def _paragraphs(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def _range(part: slice) -> range:
    return range(part.start, part.stop)


class _Pairing:
    """Finds which of two stretches of paragraphs belong beside each other; the looks are counted."""

    def __init__(self, old: list[str], new: list[str]) -> None:
        self.old, self.new = old, new
        self.looks = MOST_LOOKS

    def rows(self, step: Step) -> list[Change]:
        """Return the rows of a stretch that differs: alike paragraphs beside each other, in order; the rest alone."""
        rows: list[Change] = []
        (a, b), (c, d) = (step.old.start, step.old.stop), (step.new.start, step.new.stop)
        while a < b and c < d:
            found = self._nearest(a, b, c, d)
            if found is None:
                break
            rows += [_gone(self.old, number) for number in range(a, found[0])]
            rows += [_come(self.new, number) for number in range(c, found[1])]
            rows.append(_beside(self.old, self.new, *found))
            a, c = found[0] + 1, found[1] + 1
        rows += [_gone(self.old, number) for number in range(a, b)]
        return rows + [_come(self.new, number) for number in range(c, d)]

    def _nearest(self, a: int, b: int, c: int, d: int) -> tuple[int, int] | None:
        """Return the nearest pair that is alike; a paragraph without one is passed over at the end of the reach."""
        for first in range(a, b):
            near = range(c, min(d, c + REACH))
            for far, other in sorted((abs((first - a) - (y - c)), y) for y in near):
                self.looks -= 1
                if self.looks < 0:
                    return None
                if far < REACH and _alike(self.old[first], self.new[other]):
                    return first, other
        return None


def _gone(old: list[str], number: int) -> Change:
    return Change("dropped", old=(Part(old[number], "del"),), old_number=number + 1)


def _come(new: list[str], number: int) -> Change:
    return Change("added", new=(Part(new[number], "ins"),), new_number=number + 1)


def _alike(old: str, new: str) -> bool:
    """Whether one paragraph is plausibly the other one, changed."""
    if max(len(old), len(new)) > LONGEST_PAIRED:
        return old[:50] == new[:50] or old[-50:] == new[-50:]
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return matcher.real_quick_ratio() >= LEAST_ALIKE and matcher.quick_ratio() >= LEAST_ALIKE and _share(old, new)


def _share(old: str, new: str) -> bool:
    same = sum(step.old.stop - step.old.start for step in align(old, new) if step.same)
    return 2 * same >= LEAST_ALIKE * (len(old) + len(new))


def _beside(old: list[str], new: list[str], a: int, b: int) -> Change:
    """Return two paragraphs with what was deleted in the one and inserted in the other."""
    left: list[Part] = []
    right: list[Part] = []
    for step in _smooth(align(old[a], new[b])):
        was, now = old[a][step.old], new[b][step.new]
        if was:
            left.append(Part(was, "" if step.same else "del"))
        if now:
            right.append(Part(now, "" if step.same else "ins"))
    return Change("changed", tuple(left), tuple(right), a + 1, b + 1)


def _smooth(steps: list[Step]) -> list[Step]:
    """Take equal stretches of a character between two longer edits into the edit."""
    done: list[Step] = []
    for number, step in enumerate(steps):
        inner = 0 < number < len(steps) - 1 and step.same and step.old.stop - step.old.start <= SHORTEST_SAME
        if inner and min(_size(steps[number - 1]), _size(steps[number + 1])) > 2 * SHORTEST_SAME:
            step = Step(False, step.old, step.new)
        if done and not done[-1].same and not step.same:
            last = done[-1]
            done[-1] = Step(False, slice(last.old.start, step.old.stop), slice(last.new.start, step.new.stop))
        else:
            done.append(step)
    return done


def _size(step: Step) -> int:
    return max(step.old.stop - step.old.start, step.new.stop - step.new.start)
