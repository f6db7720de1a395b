"""Marking what was found (标出命中): the places in a text that a term stands at, or that sound like it."""

from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .folding import composed, folded_with_places
from .query import Query, Term
from .sounds import FAMILY_NAMES, readings

MOST_PLACES = 20


def marked(text: str, query: Query, *, sounds: bool = False, person: bool = False) -> tuple[SafeString, bool]:
    """Return a text as HTML with what was found between mark tags, and whether anything was."""
    shown = composed(text)
    spans = [span for term in query.terms for span in _spans(text, term, sounds, person)]
    parts, end = [], 0
    for start, stop in _joined(spans):
        parts.append(f"{escape(shown[end:start])}<mark>{escape(shown[start:stop])}</mark>")
        end = stop
    parts.append(escape(shown[end:]))
    return mark_safe("".join(parts)), bool(spans)  # noqa: S308 - every part is escaped  # nosec B308 B703


def _spans(text: str, term: Term, sounds: bool, person: bool) -> list[tuple[int, int]]:
    folded, places = folded_with_places(text)
    found, start = [], folded.find(term.text)
    while start >= 0 and len(found) < MOST_PLACES:
        stop = start + len(term.text)
        found.append((places[start], places[stop - 1] + 1))
        start = folded.find(term.text, stop)
    return found or (_sounding(folded, places, term, person) if sounds and term.letters else [])


def _sounding(folded: str, places: Sequence[int], term: Term, person: bool) -> list[tuple[int, int]]:
    """Return the first place that is read as the term: by initials, else by syllables."""
    ways = [_ways(folded, place, person) for place in range(len(folded))]
    heard = [place for place, way in enumerate(ways) if way]
    for start in range(len(heard)):
        rest = heard[start:]
        initials = rest[: len(term.letters)]
        if len(initials) == len(term.letters) and all(
            any(way[0] == letter for way in ways[place]) for place, letter in zip(initials, term.letters, strict=True)
        ):
            return [(places[initials[0]], places[initials[-1]] + 1)]
        for split in term.splits:
            *whole, last = split
            if len(rest) < len(split) or not any(way.startswith(last) for way in ways[rest[len(whole)]]):
                continue
            if all(one in ways[place] for place, one in zip(rest, whole, strict=False)):
                return [(places[rest[0]], places[rest[len(whole)]] + 1)]
    return []


def _ways(folded: str, place: int, person: bool) -> tuple[str, ...]:
    character = folded[place]
    found = readings(character)
    if person and place == 0 and character in FAMILY_NAMES:
        return (FAMILY_NAMES[character], *found)
    return found or ((character,) if character.isascii() and character.isalnum() else ())


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, stop in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        else:
            joined.append((start, stop))
    return joined
