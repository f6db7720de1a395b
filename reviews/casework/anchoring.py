"""Where a remark stands in a version (段落定位): by its offsets, or by its words in a later version."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..models import Comment, Version


@dataclass(frozen=True)
class Anchor:
    """The parts of a passage by field and offsets there; `moved` where it was found by its words."""

    parts: tuple[tuple[str, int, int], ...]
    moved: bool = False


def anchored(comment: Comment, version: Version) -> Anchor:
    """Return where a remark stands; in another version than its own the nearest place with the same words."""
    if comment.version_id == version.pk:
        return Anchor(tuple(_parts(version, comment.start, comment.end)))
    start = _nearest(version.text, comment.quote, comment.start)
    if start is None:
        return Anchor((), moved=True)
    end = start + min(len(comment.quote), comment.end - comment.start)
    return Anchor(tuple(_parts(version, start, end)), moved=True)


def _parts(version: Version, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Yield the parts of a passage in title and body; the text is title, line end, body."""
    length = len(version.content.get("title", ""))
    if start < length:
        yield "title", start, min(end, length)
    if end > length + 1:
        yield "body", max(start - length - 1, 0), end - length - 1


def _nearest(text: str, words: str, place: int) -> int | None:
    """Return the occurrence of the words that is nearest to a place."""
    if not words:
        return None
    found = [hit.start() for hit in re.finditer(re.escape(words), text)]
    return min(found, key=lambda start: abs(start - place), default=None)
