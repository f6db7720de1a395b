"""DOCX, XLSX and OFD are zip files: their listing, their true sizes, their markup, then what they hold (容器检查)."""

import zipfile
from typing import BinaryIO
from xml.parsers import expat

from ..refusals import Refused
from ..workbook.guard import Limits, check_xlsx
from ..zipped import BROKEN, data_offset, unpacked
from . import faults
from .kinds import MEGABYTE, largest
from .markup import Reader
from .parts import DocumentReader, OfdReader, RelationsReader, SheetReader, check_part_names, document_kind

MOST_PARTS = 3000
MOST_UNPACKED = 10
RATIO = 150
#: What a small text may unpack to without being suspicious, and bytes between parts that a writer may leave.
FREE_BYTES = MEGABYTE
SLACK = 64 * 1024
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
MARKUP = (".xml", ".rels", ".vml")


def check_archive(stream: BinaryIO, size: int, allowed: str) -> str:
    """Return docx, xlsx or ofd; refuses bombs, damage, passwords, macros, links outside and embedded files.

    Each part is unpacked once, in chunks, and nothing is kept. `allowed` names the kinds for the refusal of others.
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
            _check_listing(stream, archive, entries, size)
            code = document_kind(archive)
        if not code:
            raise faults.wrong_type(allowed, "压缩包（ZIP）")
        check_part_names(code, [entry.filename for entry in entries])
        for entry in entries:
            _check_part(stream, entry, code)
    except BROKEN as error:
        raise faults.failed() from error
    except expat.ExpatError as error:
        raise faults.failed() from error
    if code == "xlsx":
        _check_book(stream)
    return code


def _check_listing(stream: BinaryIO, archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], size: int) -> None:
    """Refuse by what the zip's own table says, and where parts share bytes or something stands between them."""
    if any(entry.flag_bits & 1 for entry in entries):
        raise faults.locked()
    names = [entry.filename for entry in entries]
    if any(name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/") for name in names):
        raise faults.unsafe("文件内部带有指向外面的路径", "请用 Office、WPS 或 OFD 软件打开原文件，另存后再上传。")
    if len({name.casefold() for name in names}) != len(names):
        raise faults.unsafe("文件内部有重名部件", "请打开原文件，另存后再上传。")
    total, packed = sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries)
    if len(entries) > MOST_PARTS or total > MOST_UNPACKED * largest() or packed > size:
        raise faults.swollen()
    if any(entry.file_size > FREE_BYTES and entry.file_size > RATIO * max(entry.compress_size, 1) for entry in entries):
        raise faults.swollen()
    if any(entry.compress_type not in METHODS for entry in entries):
        raise faults.unsafe("文件的压缩方式不常见", "请用 Office、WPS 或 OFD 软件打开原文件，另存后再上传。")
    _check_extents(stream, archive, entries, size)


def _check_extents(stream: BinaryIO, archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], size: int) -> None:
    """Each byte belongs to one part: overlapping parts are a bomb, strangers' bytes between or behind a second file."""
    at = 0
    for entry in sorted(entries, key=lambda one: one.header_offset):
        if entry.header_offset < at:
            raise faults.swollen()
        if entry.header_offset > at + SLACK or (at == 0 and entry.header_offset):
            raise _stowaway()
        at = data_offset(stream, entry) + entry.compress_size
    table = int(getattr(archive, "start_dir", 0))
    stream.seek(max(size - 22, 0))
    ends = stream.read(22).startswith(b"PK\x05\x06")
    if table < at or table > at + SLACK or not ends:
        raise _stowaway()


def _stowaway() -> faults.UploadRefused:
    return faults.unsafe("文件里夹带了别的内容", "请用 Office、WPS 或 OFD 软件打开原文件，另存后再上传。")


def _check_part(stream: BinaryIO, entry: zipfile.ZipInfo, code: str) -> None:
    """Unpack a part: its true size must be the stated one, and its markup is read for what must not be in it."""
    seen, reader = 0, _reader_of(entry.filename, code)
    for chunk in unpacked(stream, entry):
        seen += len(chunk)
        if seen > entry.file_size:
            raise faults.swollen()
        if reader is not None:
            reader.feed(chunk)
    if seen != entry.file_size:
        raise faults.failed()
    if reader is not None:
        reader.close()


def _reader_of(name: str, code: str) -> Reader | None:
    low = name.lower()
    if not low.endswith(MARKUP):
        return None
    if low.endswith(".rels"):
        return RelationsReader()
    if code == "docx":
        return DocumentReader()
    if code == "ofd":
        return OfdReader()
    return SheetReader() if low.startswith("xl/worksheets/") else Reader()


def _check_book(stream: BinaryIO) -> None:
    """Let the guard of imports look at a workbook too; its refusals become those of the gate."""
    limits = Limits(file_bytes=largest(), parts=MOST_PARTS, unpacked_bytes=MOST_UNPACKED * largest(), ratio=RATIO)
    try:
        check_xlsx(stream, limits, scanned=True)
    except Refused as refused:
        raise faults.UploadRefused(faults.Fault.UNSAFE, refused.message) from refused
