"""Builders of workbooks good and bad for the tests of the guard and the reader."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from openpyxl import Workbook

SHEET = "xl/worksheets/sheet1.xml"
SHEET_OPEN = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
SHEET_CLOSE = "</sheetData></worksheet>"


def plain_workbook(rows: list[list[object]] | None = None) -> bytes:
    """Return a small ordinary workbook."""
    book = Workbook()
    for row in rows or [["单位名称", "账号名称"], ["示例单位一", "示例发布"]]:
        book.active.append(row)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def repacked(
    content: bytes, *, changed: Mapping[str, bytes] | None = None, added: Mapping[str, bytes] | None = None
) -> bytes:
    """Return the workbook with parts changed or added."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, (changed or {}).get(name, old.read(name)))
        for name, part in (added or {}).items():
            new.writestr(name, part)
    return packed.getvalue()


def write_bomb(path: Path, megabytes: int) -> None:
    """Write a workbook of about a 250th of its unpacked size, streaming, so that the test itself stays small."""
    line = '<row><c t="inlineStr"><is><t>' + "0" * 1024 + "</t></is></c></row>"
    block = (line * 1000).encode()
    with (
        zipfile.ZipFile(io.BytesIO(plain_workbook())) as old,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new,
    ):
        for name in old.namelist():
            if name != SHEET:
                new.writestr(name, old.read(name))
        with new.open(SHEET, "w", force_zip64=True) as part:
            part.write(SHEET_OPEN.encode())
            for _ in range(megabytes * 1024 * 1024 // len(block)):
                part.write(block)
            part.write(SHEET_CLOSE.encode())
