"""What a platform changes without changing the text (规范化): spacing, width, quotes, invisible signs, line ends."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass

from ..richtext.vocabulary import UNSEEN

_SELECTORS = re.compile("[\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_QUOTES = {**dict.fromkeys("“”„‟〝〞＂", '"'), **dict.fromkeys("‘’‚‛＇`´", "'")}
_DASHES = dict.fromkeys("‐‑‒–—―─━−－⸺⸻", "-")
_DOTS = {**dict.fromkeys("•・‧∙⋅･", "·"), "｡": "。", "､": "、", "｢": "「", "｣": "」", "⋯": "…"}
_TILDES = dict.fromkeys("～〜∼", "~")
# Letters keep their width: a letter of another width is another character.
_WIDTH = {chr(0xFF01 + n): chr(0x21 + n) for n in range(94) if not chr(0x21 + n).isalpha()}
SAME = {**_WIDTH, "￥": "¥", **_QUOTES, **_DASHES, **_DOTS, **_TILDES}
_WORD = re.compile(r"[A-Za-z0-9]")
_DOT_RUN = re.compile(r"…+|\.{3,}|。{3,}|·{3,}")


@dataclass(frozen=True, slots=True)
class Normal:
    """A normalised text and, for each of its characters, where in the original it stands."""

    text: str
    places: tuple[int, ...]

    def original(self, source: str, start: int, end: int) -> str:
        """Return the stretch of the original that a range of the normalised text comes from."""
        return source[self.places[start] : self.places[end - 1] + 1] if start < end else ""


def normalise(text: str) -> str:
    """Return a text as it counts in a comparison."""
    return normalised(text).text


def normalised(text: str) -> Normal:
    """Return a text as it counts, with the places in the original.

    Between two letters or digits of the Latin kind a space stays, since it parts words; any other goes.
    """
    signs: list[str] = []
    places: list[int] = []
    space = -1
    for place, sign in _composed(text):
        if space < 0 and "\u4e00" <= sign <= "\u9fff":
            signs.append(sign)
            places.append(place)
            continue
        if sign.isspace():
            space = place if space < 0 else space
            continue
        sign = SAME.get(sign, sign)
        if space >= 0 and signs and _WORD.match(signs[-1]) and _WORD.match(sign):
            signs.append(" ")
            places.append(space)
        space = -1
        if sign == "-" and signs and signs[-1] == "-":
            continue
        signs.append(sign)
        places.append(place)
    return _dotted(_stops("".join(signs)), tuple(places))


def _composed(text: str) -> list[tuple[int, str]]:
    """Return the characters that show, each with its place; a letter and its accent are one character."""
    found: list[tuple[int, str]] = []
    for place, sign in enumerate(text):
        if "\u4e00" <= sign <= "\u9fff" or "!" <= sign <= "~":
            found.append((place, sign))
            continue
        if UNSEEN.match(sign) or _SELECTORS.match(sign):
            continue
        if unicodedata.combining(sign) and found:
            whole = unicodedata.normalize("NFC", found[-1][1] + sign)
            if len(whole) == 1:
                found[-1] = (found[-1][0], whole)
                continue
        found.append((place, unicodedata.normalize("NFC", sign)))
    return found


def _stops(text: str) -> str:
    """A full stop of either kind is one, but the point inside a number stays what it is."""
    return re.sub(r"(?<!\d)\.(?!\d)|(?<=\d)\.(?!\d)|(?<!\d)\.(?=\d)", "。", text)


def _dotted(text: str, places: tuple[int, ...]) -> Normal:
    """Make every row of dots one sign."""
    parts: list[str] = []
    kept: list[int] = []
    last = 0
    for run in _DOT_RUN.finditer(text):
        parts += [text[last : run.start()], "…"]
        kept += [*places[last : run.start()], places[run.start()]]
        last = run.end()
    return Normal("".join([*parts, text[last:]]), (*kept, *places[last:]))


def text_hash(text: str) -> str:
    """Return the SHA-256 of a text as it counts (正文指纹)."""
    return hashlib.sha256(normalise(text).encode("utf-8", "surrogatepass")).hexdigest()
