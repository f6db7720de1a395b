"""The pieces of an HTML source one after another, in time that grows with its length only (词法)."""

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

from .vocabulary import check_tags

_START = re.compile(r"<(?:(/?)([a-zA-Z][^\s/>]*)|(!--)|([!?/]))")
_ATTRIBUTE = re.compile(r"[\s/]*([^\s/>][^\s/>=]*)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"'][^\s>]*)|(?=>)))?")
_END = re.compile(r"[\s/]*>")
_COMMENT_END = re.compile(r"--!?>")
# Their content is no markup; none of it is text of a post either.
RAW = {"script", "style", "xmp", "iframe", "noembed", "noframes", "noscript", "title", "textarea", "plaintext"}
WANTED = {"href", "src", "alt", "colspan", "rowspan", "start", "class", "style"}
LONGEST_VALUE = 4000


class Token(NamedTuple):
    """One piece: `open` or `close` of an element, `text`, or `comment` (conditional ones of Word matter)."""

    kind: str
    name: str = ""
    text: str = ""
    attributes: dict[str, str] = {}

    def style(self) -> str:
        """Return the style attribute in lower case."""
        return self.attributes.get("style", "").lower()


def tokenise(source: str) -> Iterator[Token]:
    """Yield the tokens of a source; raw text such as scripts is left out with its element.

    Raises TooLarge above 50,000 tags.
    """
    place, length, tags = 0, len(source), 0
    while place < length:
        found = _START.search(source, place)
        if not found:
            yield Token("text", text=html.unescape(source[place:]))
            return
        if found.start() > place:
            yield Token("text", text=html.unescape(source[place : found.start()]))
        tags += 1
        check_tags(tags)
        if found[3]:
            end = _COMMENT_END.search(source, found.start() + 2)
            yield Token("comment", text=source[found.end() : end.start() if end else length])
            place = end.end() if end else length
        elif found[4]:
            stop = source.find(">", found.end())
            yield Token("comment", text=source[found.end() : stop if stop >= 0 else length])
            place = stop + 1 if stop >= 0 else length
        else:
            name, (attributes, place) = found[2].lower(), _attributes(source, found.end())
            if not found[1] and name in RAW:
                place = _after_raw(source, name, place)
            else:
                yield Token("close" if found[1] else "open", name, attributes=attributes)


def _attributes(source: str, place: int) -> tuple[dict[str, str], int]:
    """Return the wanted attributes of a tag (the first of each name counts) and where the tag ends."""
    attributes: dict[str, str] = {}
    while not (end := _END.match(source, place)):
        found = _ATTRIBUTE.match(source, place)
        if not found or found.end() == place:
            stop = source.find(">", place)
            return attributes, stop + 1 if stop >= 0 else len(source)
        name = found[1].lower()
        if name in WANTED and name not in attributes:
            value = found[2] or found[3] or found[4] or ""
            attributes[name] = html.unescape(value) if len(value) <= LONGEST_VALUE else ""
        place = found.end()
    return attributes, end.end()


def _after_raw(source: str, name: str, place: int) -> int:
    """Return where the source goes on after an element whose content is no markup."""
    end = re.compile(rf"</{re.escape(name)}(?=[\s/>])[^>]*>?", re.IGNORECASE).search(source, place)
    return end.end() if end and name != "plaintext" else len(source)
