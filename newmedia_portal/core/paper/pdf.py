"""The paper as a PDF for the file (归档 PDF): tagged, fonts inside, PDF/A where the text allows it.

typst is imported only when needed, so that a machine without it still prints the page.
"""

import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from ..refusals import Refused
from .model import Papers, several
from .payload import Payload
from .press import REFUSED, press
from .shapes import with_shapes

SOURCES = Path(__file__).parent / "typst"
#: Kept for good and fit for readers who cannot see; then for good only; then whatever the text demands.
STANDARDS = (["a-2a", "ua-1"], ["a-2a"], ["1.7"])
#: Papers of more bytes than this are set by a program of their own.
LONG = 200_000
#: Seconds.
PATIENCE = 120
#: Families in the order of preference; what the machine lacks is left out.
FAMILIES = {
    "body": ("仿宋_GB2312", "FangSong_GB2312", "FangSong", "仿宋", "STFangsong", "Noto Serif SC", "Noto Sans SC"),
    "heading": ("SimHei", "黑体", "STHeiti", "Noto Sans SC", "Noto Serif SC"),
    "title": ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "Noto Serif SC", "Noto Sans SC"),
    "kai": ("楷体_GB2312", "KaiTi_GB2312", "KaiTi", "楷体", "STKaiti", "Noto Serif SC"),
}


class PdfUnavailable(Refused):
    """No PDF can be made of this here; the page can still be printed."""


class _NotSet(Exception):
    """What was asked for cannot be set under the standard."""


def available() -> bool:
    """Say whether this machine can make a PDF."""
    return all(importlib.util.find_spec(name) is not None for name in ("typst", "pylopdf_fonts_zh_cn"))


def to_pdf(papers: Papers, *, at: datetime | None = None) -> bytes:
    """Return one PDF with every sheet of every paper; pages are numbered sheet by sheet.

    `at` is the moment that the file says it was made; the same papers and moment give the same file.
    A rare character that no font has is replaced by its number; any other one, or a broken picture, costs the archive
    standard or that picture, not the paper.
    Refuses with `PdfUnavailable` where typst is not installed and where the paper is too long for the machine.
    """
    if not available():
        raise PdfUnavailable("这台服务器没有安装 PDF 组件。请点“打印”,在打印窗口选择“另存为 PDF”。")
    every = with_shapes(several(papers), tuple(font_folders()))
    moment = int(at.timestamp()) if at else None
    for standards in STANDARDS:
        try:
            return _set(Payload(every), standards, moment)
        except _NotSet:
            continue
    return _set(Payload(every, pictures=False), STANDARDS[-1], moment)


def _set(payload: Payload, standards: list[str], moment: int | None) -> bytes:
    """Set the papers in a folder of their own, above which typst reads nothing."""
    found, families = fonts()
    with tempfile.TemporaryDirectory(prefix="paper-") as name:
        folder = Path(name)
        for source in SOURCES.glob("*.typ"):
            shutil.copy(source, folder)
        content = json.dumps(payload.data(families), ensure_ascii=False)
        (folder / "paper.json").write_text(content, encoding="utf-8")
        for file, picture in payload.files.items():
            (folder / file).write_bytes(picture)
        if len(content) > LONG:
            return _set_apart(folder, standards, moment)
        import typst

        try:
            return press(folder, found, standards, moment)
        except typst.TypstError as error:
            raise _NotSet from error


def _set_apart(folder: Path, standards: list[str], moment: int | None) -> bytes:
    order = {"fonts": [str(path) for path in font_folders()], "standards": standards, "timestamp": moment}
    (folder / "press.json").write_text(json.dumps(order), encoding="utf-8")
    program = [sys.executable, "-I", str(Path(__file__).with_name("press.py")), str(folder)]
    try:
        done = subprocess.run(program, timeout=PATIENCE, capture_output=True, check=False)
    except subprocess.TimeoutExpired:
        done = None
    if done and done.returncode == REFUSED:
        raise _NotSet
    if done is None or done.returncode:
        raise PdfUnavailable("内容太长,这台服务器做不出 PDF。请下载 Word 文件,或点“打印”后选择“另存为 PDF”。")
    return (folder / "paper.pdf").read_bytes()


def font_folders() -> list[Path]:
    """Return the folders with fonts: the one in PAPER_FONTS, then the package's."""
    import pylopdf_fonts_zh_cn

    own = [Path(settings.PAPER_FONTS)] if settings.PAPER_FONTS else []
    return [*own, pylopdf_fonts_zh_cn.serif_path().parent]


@cache
def fonts() -> tuple[Any, dict[str, list[str]]]:
    """Return the fonts and the families to ask for, by use."""
    import typst

    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=list(font_folders()))
    known = set(found.families())
    return found, {use: [name for name in names if name in known] for use, names in FAMILIES.items()}
