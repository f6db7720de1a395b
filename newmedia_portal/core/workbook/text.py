"""Text on its way into and out of a cell: control characters, the OOXML escape, formula look-alikes."""

import re

CELL_TEXT_LIMIT = 32_767
CUT_MARK = "…(过长,已截断)"
FORMULA_STARTS = "=+-@＝＋－＠\t\r\n\0"

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def clean(text: str) -> str:
    """Return the text without characters that a workbook cannot or should not hold, cut to what a cell can hold."""
    if not (text.isascii() and text.isprintable()):
        text = _FORBIDDEN.sub("", text)
    return text if len(text) <= CELL_TEXT_LIMIT else text[: CELL_TEXT_LIMIT - len(CUT_MARK)] + CUT_MARK


def escape_marks(text: str) -> str:
    """Write a literal `_x0041_` so that readers give it back as it is."""
    return _ESCAPE.sub(lambda found: f"_x005F{found.group()}", text) if "_x" in text else text


def decode_marks(text: str) -> str:
    """Turn `_x0007_` into the character it stands for, as the format says."""
    return _ESCAPE.sub(lambda found: chr(int(found.group(1), 16)), text) if "_x" in text else text


def disarm(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would take for a formula (for CSV only)."""
    bare = text.lstrip(" \u3000\xa0")
    return f"'{text}" if bare and bare[0] in FORMULA_STARTS else text
