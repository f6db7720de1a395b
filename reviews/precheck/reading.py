"""A draft as the engine reads it (读稿): all fields in one run of code points, and the way back to each field."""

from collections.abc import Mapping
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .characters import BREAK, DIGIT, ODD, SEVERAL, as_text, code_points, tables

DraftText = Mapping[str, str]

# Longer drafts are read up to here, and a hit says so. One megabyte of Chinese is a third of it.
MOST_CHARACTERS = 1_048_576


class Reading:
    """The joined text with its code points and the kinds of characters in it."""

    def __init__(self, draft: DraftText) -> None:
        self.fields: list[tuple[str, int, int]] = []
        parts: list[str] = []
        at = read = 0
        self.total = sum(map(len, draft.values()))
        for name, content in draft.items():
            part = content if len(content) <= MOST_CHARACTERS - read else content[: MOST_CHARACTERS - read]
            self.fields.append((name, at, at + len(part)))
            parts.append(part)
            at += len(part) + 1
            read += len(part)
        self.text = BREAK.join(parts)
        self.codes: NDArray[np.intp] = code_points(self.text).astype(np.intp)
        self.kinds: NDArray[np.uint32] = tables().kinds.take(self.codes)
        self.present = int(np.bitwise_or.reduce(self.kinds)) if len(self.codes) else 0

    def has(self, kinds: int) -> bool:
        """Whether characters of all these kinds occur."""
        return self.present & kinds == kinds

    def place(self, start: int, end: int) -> tuple[str, int, int]:
        """Return the field of a find and its place there."""
        for name, first, last in self.fields:
            if start <= last and start >= first:
                return name, start - first, min(end, last) - first
        raise IndexError(start)

    @cached_property
    def ascii_text(self) -> str:
        """The joined text with digits and signs in ASCII width (but ，：；！？（）), the same length."""
        return as_text(tables().ascii_width.take(self.codes)) if self.present & ODD else self.text

    @cached_property
    def numbers(self) -> list[tuple[int, int]]:
        """Where runs of digits stand."""
        if not self.present & DIGIT:
            return []
        at = (self.kinds & DIGIT).nonzero()[0]
        last = (at[1:] - at[:-1] != 1).nonzero()[0]
        starts = [int(at[0]), *at[last + 1].tolist()]
        return list(zip(starts, [*(at[last] + 1).tolist(), int(at[-1]) + 1], strict=True))

    @cached_property
    def expanded(self) -> tuple[NDArray[np.intp], NDArray[np.intp] | None]:
        """Code points with each character that stands for several spelt out, and where each came from."""
        if not self.present & SEVERAL:
            return self.codes, None
        several = tables().several
        counts = np.ones(len(self.codes), dtype=np.intp)
        where = np.flatnonzero(self.kinds & SEVERAL)
        spelt = [several[int(self.codes[at])] for at in where]
        counts[where] = [len(part) for part in spelt]
        origin = np.repeat(np.arange(len(self.codes)), counts)
        codes = self.codes[origin]
        starts = np.cumsum(counts)[where] - counts[where]
        for start, part in zip(starts, spelt, strict=True):
            codes[start : start + len(part)] = [ord(letter) for letter in part]
        return codes, origin

    @cached_property
    def counted(self) -> tuple[NDArray[np.intp] | None, NDArray[np.intp]]:
        """Where the characters that count stand in the expanded text (None: all of them), and those characters."""
        codes, _ = self.expanded
        counts = tables().counts.take(codes)
        if counts.all():
            return None, codes
        at = counts.nonzero()[0]
        return at, codes.take(at)
