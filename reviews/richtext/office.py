"""What Word and WPS put on the clipboard (粘贴清理): lists, headings and quotes that their markup only hints at."""

import re
from collections.abc import Iterable, Iterator

from .reading import Reader
from .tokens import Token, tokenise
from .vocabulary import LARGEST, TooLarge, check_size, picture
from .writing import Writer

_OFFICE = re.compile(r"mso-|class=[\"']?Mso|<o:p|urn:schemas-microsoft-com|office:word|kso", re.IGNORECASE)
_DATA = re.compile(r"(=\s{0,9}[\"'])data:[^\"']*")
_LEVEL = re.compile(r"mso-list\s*:\s*[^;]{0,40}?level(\d)")
_OUTLINE = re.compile(r"mso-outline-level\s*:\s*(\d)")
_MARKER = re.compile(r"mso-list\s*:\s*ignore")
_NUMBER = re.compile(r"[(\uff08]?(\d{1,4}|[a-zA-Z]|[ivxlcIVXLC]{1,7})[.、\uff0e)\uff09]*")
_SIGN = re.compile(r"[·•●○◦■□▪▫◆◇➢➤✓✔√*§Øoülnuqvw\uf000-\uf0ff–—-]")
_SYMBOLS = re.compile(r"wingdings|symbol|webdings")
_PARAGRAPHS = {"p", "h1", "h2", "h3", "h4", "h5", "h6"}
_QUOTES = {"msoquote", "msointensequote"}
_DROPPED = {"del", "o:lock", "w:sdtpr"}
MOST_LEVELS = 9


def from_office(html: str) -> str:
    """Return a pasted source as a clean body; what does not come from an office program is read as it is.

    Picture data inside the source is left out before the size counts. Raises TooLarge above 1 MB.
    """
    if len(html) > 16 * LARGEST:
        raise TooLarge("粘贴的内容过大。请分几次粘贴,图片请逐张上传。", field="body")
    html = _DATA.sub(r"\1", html)
    check_size(html)
    tokens: Iterable[Token] = tokenise(html)
    return Writer().write(Reader().read(Office().translate(tokens) if _OFFICE.search(html) else tokens))


def foreign_pictures(html: str) -> int:
    """Return how many pictures of a pasted source cannot come along, since the portal does not serve them."""
    pictures = [token for token in tokenise(html) if token.kind == "open" and token.name in {"img", "v:imagedata"}]
    return sum(not picture(token.attributes.get("src", "")) for token in pictures)


class Office:
    """Turns the paragraphs of one source into the elements that they stand for."""

    def __init__(self) -> None:
        self.lists: list[str] = []

    def translate(self, tokens: Iterable[Token]) -> Iterator[Token]:
        """Yield the tokens with real lists, headings and quotes."""
        waiting: list[Token] = []
        for token in _without_deleted(tokens):
            if waiting and (_ends(token) or token.name in {"table", "div"}):
                yield from self._paragraph(waiting)
                waiting = []
                if _ends(token) and token.kind == "close":
                    continue
            if token.kind == "open" and token.name in _PARAGRAPHS:
                waiting = [token]
            elif waiting:
                waiting.append(token)
            else:
                if token.name in {"table", "td", "th", "tr", "ul", "ol", "li"}:
                    yield from self._to_level(0)
                yield token
        if waiting:
            yield from self._paragraph(waiting)
        yield from self._to_level(0)

    def _paragraph(self, tokens: list[Token]) -> Iterator[Token]:
        """Yield one paragraph: as list item, heading, quote or plain."""
        first, (marker, rest) = tokens[0], _parted(tokens[1:])
        name, level = _name(first), _LEVEL.search(first.style())
        kind = _list_kind(marker) if level and name == "p" else ""
        if level and kind:
            yield from self._to_level(min(int(level[1]) or 1, MOST_LEVELS), kind, _start(marker))
            yield Token("open", "li")
            yield from rest
            return
        yield from self._to_level(0)
        quoted = first.attributes.get("class", "").lower() in _QUOTES
        if quoted:
            yield Token("open", "blockquote")
        yield Token("open", name, attributes=first.attributes)
        if words := _marker_words(marker):
            yield Token("text", text=words)
        yield from rest
        yield Token("close", name)
        if quoted:
            yield Token("close", "blockquote")

    def _to_level(self, level: int, kind: str = "", start: str = "1") -> Iterator[Token]:
        """Open and close lists until the wanted one is the innermost."""
        while len(self.lists) > level or (level and len(self.lists) == level and self.lists[-1] != kind):
            yield Token("close", self.lists.pop())
        while len(self.lists) < level:
            self.lists.append(kind)
            yield Token("open", kind, attributes={"start": start if len(self.lists) == level else "1"})


def _without_deleted(tokens: Iterable[Token]) -> Iterator[Token]:
    """Leave out what tracked changes have struck (修订删除)."""
    deep = 0
    for token in tokens:
        if token.name in _DROPPED and token.kind in {"open", "close"}:
            deep = max(0, deep + (1 if token.kind == "open" else -1))
        elif not deep:
            yield token


def _ends(token: Token) -> bool:
    """Whether a paragraph that is open ends here."""
    if token.kind == "close":
        return token.name in {*_PARAGRAPHS, "td", "th", "tr", "table", "div", "body", "li"}
    return token.kind == "open" and token.name in {*_PARAGRAPHS, "td", "th", "tr", "li", "ul", "ol"}


def _name(first: Token) -> str:
    """Return the element that a paragraph stands for by its tag, its style or its place in the outline."""
    if first.name != "p":
        return first.name
    outlined = _OUTLINE.search(first.style())
    if first.attributes.get("class", "").lower() == "msotitle":
        return "h2"
    return f"h{min(int(outlined[1]) + 1, 4)}" if outlined and outlined[1] in "123" else "p"


def _parted(tokens: list[Token]) -> tuple[list[Token], list[Token]]:
    """Return the tokens of a list's number or bullet, and all others."""
    marker: list[Token] = []
    rest: list[Token] = []
    noted, deep = False, 0
    for token in tokens:
        if token.kind == "comment":
            noted = "supportlists" in token.text.lower() or (noted and "endif" not in token.text.lower())
            continue
        if token.kind == "open" and token.name == "span" and (deep or _MARKER.search(token.style())):
            deep += 1
        (marker if noted or deep else rest).append(token)
        if token.kind == "close" and token.name == "span" and deep:
            deep -= 1
    return marker, rest


def _marker_words(marker: list[Token]) -> str:
    return " ".join("".join(token.text for token in marker if token.kind == "text").split())


def _list_kind(marker: list[Token]) -> str:
    """Return ul or ol; a number in Chinese signs has no list element that shows it, so it stays in the text."""
    words = _marker_words(marker).replace(" ", "")
    if any(_SYMBOLS.search(token.style()) for token in marker) or not words or _SIGN.fullmatch(words):
        return "ul"
    return "ol" if _NUMBER.fullmatch(words) else ""


def _start(marker: list[Token]) -> str:
    found = re.match(r"\D?(\d{1,4})", _marker_words(marker))
    return found[1] if found else "1"
