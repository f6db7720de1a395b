"""Characters that no font has a shape for (缺字): in a PDF their number stands in their place, so that none vanishes.

The page and the Word file keep them: there the reader's own fonts are used. Only rare blocks are looked at; the fonts
are asked one character at a time, once.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any

from .texts import T, mapped

#: Late additions of the basic block, extension A, private and compatibility characters, everything beyond the plane.
RARE = re.compile("[\u3400-\u4dbf\u9fa6-\u9fff\ue000-\uf8ff\uf900-\ufaff\U00010000-\U0010ffff]")
FONT_FILES = frozenset({".otf", ".ttf", ".ttc", ".otc"})
#: No font has this one: what is drawn for it is the box for a missing shape.
MISSING = "\uffff"
SIZE = 16


def with_shapes(thing: T, folders: tuple[Path, ...]) -> T:
    """Return the same data; a rare character without a shape in these fonts becomes 〔缺字U+20BB7〕."""
    return mapped(thing, lambda text: RARE.sub(lambda found: _shown(found.group(), folders), text))


def _shown(sign: str, folders: tuple[Path, ...]) -> str:
    return sign if has_shape(sign, folders) else f"〔缺字U+{ord(sign):04X}〕"


@cache
def has_shape(sign: str, folders: tuple[Path, ...]) -> bool:
    """Say whether a font draws a character otherwise than a missing one."""
    return any(bytes(font.getmask(sign)) != empty for font, empty in _fonts(folders))


@cache
def _fonts(folders: tuple[Path, ...]) -> list[tuple[Any, bytes]]:
    """Return the fonts with their box for a missing shape; a broken file is left out, as typst leaves it out."""
    from PIL import ImageFont

    found = []
    for path in sorted(one for folder in folders for one in folder.rglob("*") if one.suffix.lower() in FONT_FILES):
        try:
            font = ImageFont.truetype(str(path), SIZE)
            found.append((font, bytes(font.getmask(MISSING))))
        except OSError:
            continue
    return found
