"""Which formats hold at a place of the source (行内格式): elements that are open, and what each of them does."""

import re
from collections import Counter
from typing import NamedTuple

from .tokens import Token
from .vocabulary import FORMATS, link

# How far back an end tag looks for its beginning: what no one writes by hand must not cost time either.
REACH = 40
SAME = {"b": "strong", "i": "em", "ins": "u", "strike": "s", "del": "s", **{name: name for name in FORMATS}}
HIDING = {"svg", "math", "template", "object", "select", "applet", "audio", "video", "canvas", "frameset", "xml"}
VOID = {"br", "img", "hr", "input", "meta", "link", "base", "col", "embed", "area", "source", "track", "wbr", "param"}
_STYLES = (
    ("strong", re.compile(r"(?<![\w-])font-weight\s*:\s*(bold|[6-9]00)")),
    ("em", re.compile(r"(?<![\w-])font-style\s*:\s*(italic|oblique)")),
    ("u", re.compile(r"(?<![\w-])text-(decoration|decoration-line|underline)\s*:\s*(underline|single)")),
    ("s", re.compile(r"(?<![\w-])text-(decoration|decoration-line|line-through)\s*:\s*(line-through|single)")),
    ("sup", re.compile(r"(?<![\w-])vertical-align\s*:\s*super")),
    ("sub", re.compile(r"(?<![\w-])vertical-align\s*:\s*sub\b")),
    ("hidden", re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|mso-element\s*:\s*comment")),
)
_PLAIN = re.compile(r"(?<![\w-])font-weight\s*:\s*(normal|[1-5]00)")


class Open(NamedTuple):
    """An open element and what it does to the text inside."""

    name: str
    effects: tuple[str, ...]
    link: str


class Formats:
    """The open elements of a source as far as they bear on characters."""

    def __init__(self) -> None:
        self.open: list[Open] = []
        self.counts: Counter[str] = Counter()
        self.links: list[str] = []
        self.shelf: list[tuple[list[Open], Counter[str], list[str]]] = []

    def begin(self, token: Token) -> None:
        """Take note of an element that begins."""
        if token.name in VOID:
            return
        one = Open(token.name, effects_of(token), link(token.attributes.get("href", "")) if token.name == "a" else "")
        self.open.append(one)
        self.counts.update(one.effects)
        if one.link:
            self.links.append(one.link)

    def end(self, name: str, *, block: bool) -> None:
        """Take note of an end tag: a block ends everything inside it, a format only itself."""
        for place in range(len(self.open) - 1, max(-1, len(self.open) - 1 - REACH), -1):
            if self.open[place].name == name:
                for one in self.open[place:] if block else [self.open[place]]:
                    self._undo(one)
                del self.open[place : None if block else place + 1]
                return

    def _undo(self, one: Open) -> None:
        self.counts.subtract(one.effects)
        if one.link in self.links:
            self.links.remove(one.link)

    def put_aside(self) -> None:
        """Begin a cell: what is open outside does not bear on it."""
        self.shelf.append((self.open, self.counts, self.links))
        hidden = Counter({"hidden": self.counts["hidden"]})
        self.open, self.counts, self.links = [], hidden, []

    def take_back(self) -> None:
        """End a cell."""
        if self.shelf:
            self.open, self.counts, self.links = self.shelf.pop()

    @property
    def hidden(self) -> bool:
        """Whether the text here is not shown."""
        return self.counts["hidden"] > 0

    @property
    def preformatted(self) -> bool:
        """Whether line ends of the source are line ends of the text here."""
        return self.counts["pre"] > 0

    @property
    def now(self) -> tuple[str, ...]:
        """The formats that hold here, in their one order."""
        return tuple(name for name in FORMATS if self.counts[name] > 0)

    @property
    def link(self) -> str:
        """The address that the text here leads to."""
        return self.links[-1] if self.links else ""


def effects_of(token: Token) -> tuple[str, ...]:
    """Return what an element does: formats, `hidden`, `pre`."""
    style = token.style()[:LONGEST_STYLE]
    found = {name for name, pattern in _STYLES if style and pattern.search(style)}
    own = SAME.get(token.name, "")
    if own and not (own == "strong" and _PLAIN.search(style)):
        found.add(own)
    if token.name in HIDING:
        found.add("hidden")
    if token.name in {"pre", "listing"}:
        found.add("pre")
    return tuple(sorted(found))


LONGEST_STYLE = 2000
