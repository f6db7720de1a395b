"""One line in its one form (规范化): white space, breaks and formats, so that the same content is the same text."""

import re
from collections.abc import Iterable

from .model import Break, Line, Piece, Text
from .vocabulary import HEADINGS, UNSEEN

_SPACES = re.compile("[ \t\r\n\f\x0b\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f]+")
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_WRAPPED = re.compile(f"(?<=[{_WIDE}])\n(?=[{_WIDE}])")
_IS_WIDE = re.compile(f"[{_WIDE}]")
BOLD = {*HEADINGS, "th"}
_NEWLINES = "\n\r\u2028\u2029"


def readable(text: str) -> str:
    """Return a text without characters that show nothing; a line end of the source stays one newline, for `tidy`."""
    text = _SPACES.sub(lambda run: "\n" if any(sign in _NEWLINES for sign in run[0]) else " ", UNSEEN.sub("", text))
    return _WRAPPED.sub("", text)


def tidy(line: Line) -> list[Line]:
    """Return a line without outer white space and needless formats, as several lines where blank ones part it.

    Only a paragraph falls apart at an empty line; elsewhere a row of breaks is one break.
    """
    pieces = _joined(_spaced(line.pieces, plain=("strong",) if line.kind in BOLD else ()))
    lines: list[list[Piece]] = [[]]
    for number, piece in enumerate(pieces):
        if not isinstance(piece, Break):
            lines[-1].append(piece)
        elif number and isinstance(pieces[number - 1], Break):
            if lines[-1] and line.kind == "p":
                lines.append([])
        elif lines[-1]:
            lines[-1].append(piece)
    kept = [Line(line.kind, _unbroken(each)) for each in lines]
    return [each for each in kept if each.pieces]


def _unbroken(pieces: list[Piece]) -> list[Piece]:
    while pieces and isinstance(pieces[-1], Break):
        pieces.pop()
    return pieces


def _spaced(pieces: Iterable[Piece], plain: tuple[str, ...]) -> Iterable[Piece]:
    """Yield the pieces with single spaces inside the line and none at its ends; the sheet sets the indent."""
    last, waiting = "", None
    for piece in pieces:
        if not isinstance(piece, Text):
            if isinstance(piece, Break):
                last, waiting = "", None
            elif waiting and last:
                yield waiting
            waiting, last = None, "" if isinstance(piece, Break) else "\ufffc"
            yield piece
            continue
        formats = _needed(piece, plain)
        core = piece.text.strip(" \n") if last else piece.text.strip(" \n").lstrip(" \n\u3000")
        if piece.text and (not core or piece.text[0] in " \n"):
            waiting = _gap(waiting, piece, formats)
        if not core:
            continue
        if waiting and last and not (waiting.text == "\n" and _both_wide(last, core[0])):
            yield Text(" ", waiting.formats, waiting.link)
        yield Text(core.replace("\n", " "), formats, piece.link)
        last = core[-1]
        waiting = Text(piece.text[-1], formats, piece.link) if piece.text[-1] in " \n" else None


def _needed(piece: Text, plain: tuple[str, ...]) -> tuple[str, ...]:
    """Return the formats that say something: a link is underlined and a heading bold by itself."""
    idle = (*plain, "u") if piece.link else plain
    return tuple(name for name in piece.formats if name not in idle)


def _gap(waiting: Text | None, piece: Text, formats: tuple[str, ...]) -> Text:
    """Return the white space before the next word; a real space outweighs a line end of the source."""
    sign = " " if " " in (waiting.text if waiting else "", piece.text[0]) else "\n"
    return Text(sign, waiting.formats, waiting.link) if waiting else Text(sign, formats, piece.link)


def _both_wide(left: str, right: str) -> bool:
    return bool(_IS_WIDE.match(left) and _IS_WIDE.match(right))


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Return the pieces with neighbours of one format made one."""
    parts: list[list[Piece]] = []
    for piece in pieces:
        last = parts[-1][-1] if parts else None
        if isinstance(piece, Text) and isinstance(last, Text) and _format(piece) == _format(last):
            parts[-1].append(piece)
        else:
            parts.append([piece])
    return [_one(part) for part in parts]


def _format(piece: Text) -> tuple[tuple[str, ...], str]:
    return piece.formats, piece.link


def _one(part: list[Piece]) -> Piece:
    first = part[0]
    if not isinstance(first, Text) or len(part) == 1:
        return first
    return Text("".join(piece.text for piece in part if isinstance(piece, Text)), first.formats, first.link)
