"""Setting one folder of papers with typst; also a program of its own (`python press.py FOLDER`), so that the memory of
a long list goes back to the machine when it ends. Imports nothing of the portal.
"""

import contextlib
import json
import sys
from pathlib import Path
from typing import Any

#: The exit code for what typst itself refused.
REFUSED = 3
#: What a program of its own may take of the machine's memory.
MOST_MEMORY = 3 * 1024**3


def press(folder: Path, fonts: Any, standards: list[Any], timestamp: int | None) -> bytes:
    """Return the PDF of the folder's paper.typ; typst reads nothing outside the folder. Raises `typst.TypstError`."""
    import typst

    made = typst.compile(
        folder / "paper.typ",
        root=folder,
        font_paths=fonts,
        ignore_system_fonts=True,
        pdf_standards=standards,
        timestamp=timestamp,
    )
    return bytes(made)


def main(folder: Path) -> int:
    """Read the order from press.json, leave the PDF beside it."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    import typst

    order = json.loads((folder / "press.json").read_text(encoding="utf-8"))
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=order["fonts"])
    try:
        made = press(folder, fonts, order["standards"], order["timestamp"])
    except typst.TypstError:
        return REFUSED
    (folder / "paper.pdf").write_bytes(made)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
