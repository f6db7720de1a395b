"""The check before a workbook (工作簿) is opened: size, zip listing, true sizes, macros, links, encryption.

A reader trusts the file; this module does not. It streams every part once, counting, and keeps nothing, so that a
file of one megabyte that unpacks to half a gigabyte is refused in bounded memory.
"""

import os
import re
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from .. import scanning
from ..refusals import Refused
from ..zipped import BROKEN, CHUNK, unpacked

MEGABYTE = 1024 * 1024
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
MAIN_PART = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
ALLOWED_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
FORBIDDEN_PARTS = (
    (re.compile(r"vbaproject|vbadata|macrosheets/", re.I), "文件含有宏。请另存为“Excel 工作簿(*.xlsx)”后再上传。"),
    (re.compile(r"externallinks/", re.I), "文件引用了别的工作簿。请在“数据-编辑链接”中断开链接,保存后再上传。"),
    (re.compile(r"activex/|embeddings/", re.I), "文件嵌有控件或其他文件。请删去嵌入的对象,保存后再上传。"),
)


class WorkbookRefused(Refused):
    """The file is not opened; the message says why and what to do."""


@dataclass(frozen=True)
class Limits:
    """How large a workbook may be: the file, its parts, and what they unpack to."""

    file_bytes: int = 20 * MEGABYTE
    parts: int = 1000
    unpacked_bytes: int = 100 * MEGABYTE
    ratio: int = 100
    ratio_free_bytes: int = MEGABYTE


DEFAULT_LIMITS = Limits()


def check_xlsx(source: str | Path | BinaryIO, limits: Limits = DEFAULT_LIMITS, *, scanned: bool = False) -> None:
    """Return if the file is an ordinary .xlsx of bounded size; a file object is left at its start.

    An upload is shown to the virus scanner, unless it was `scanned` already.

    Raises WorkbookRefused with a message that names the remedy. Reads each part once, in chunks.
    """
    if isinstance(source, (str, Path)):
        with open(source, "rb") as stream:
            _check(stream, limits, scanned=scanned)
        return
    try:
        _check(source, limits, scanned=scanned)
    finally:
        source.seek(0)


def _check(stream: BinaryIO, limits: Limits, *, scanned: bool) -> None:
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    # What came in over the wire is scanned; of a file that broke the limit only its size was kept.
    sent = stream if isinstance(stream, UploadedFile) else None
    if sent is not None:
        limits = replace(limits, file_bytes=min(limits.file_bytes, settings.UPLOAD_LARGEST_MB * MEGABYTE))
    _check_outside(stream, max(size, sent.size or 0) if sent is not None else size, limits)
    if sent is not None and not scanned:
        _scan(stream)
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
            _check_listing(entries, size, limits)
            for entry in entries:
                _check_part(stream, entry)
            _check_main_part(archive)
    except BROKEN as error:
        raise WorkbookRefused("文件已损坏,打不开。请用 Excel 或 WPS 打开原文件,另存为 .xlsx 后再上传。") from error


def _scan(stream: BinaryIO) -> None:
    """Refuse what the scanner finds, and everything while it is away."""
    try:
        scanning.inspect(stream)
    except scanning.Infected as found:
        raise WorkbookRefused(
            f"文件没有通过病毒检查（{found.name}）。请用杀毒软件清查后，换一份干净的文件上传。"
        ) from found
    except scanning.Unavailable as away:
        raise WorkbookRefused(
            "病毒检查暂时用不了，文件没有收下。请过几分钟再上传；一直这样，请联系系统管理员。"
        ) from away


def _check_outside(stream: BinaryIO, size: int, limits: Limits) -> None:
    """Refuse by size and by the first bytes."""
    if size == 0:
        raise WorkbookRefused("文件是空的。请选择填好的 Excel 文件。")
    if size > limits.file_bytes:
        raise WorkbookRefused(f"文件超过 {limits.file_bytes // MEGABYTE} MB。请删去图片或拆成几个文件后再上传。")
    head = stream.read(8)
    stream.seek(0)
    if head == OLE_MAGIC:
        if _mentions(stream, ENCRYPTED_STREAM):
            raise WorkbookRefused("文件设有打开密码。请取消密码,保存后再上传。")
        raise WorkbookRefused("这是旧格式(.xls)。请用 Excel 或 WPS 另存为 .xlsx 后再上传。")
    if head[:4] != b"PK\x03\x04":
        raise WorkbookRefused("这不是 Excel 文件。请下载模板填写,以 .xlsx 格式上传。")


def _mentions(stream: BinaryIO, wanted: bytes) -> bool:
    """Whether the bytes occur in the file, read in overlapping chunks."""
    tail = b""
    while chunk := stream.read(CHUNK):
        if wanted in tail + chunk:
            return True
        tail = chunk[-len(wanted) :]
    return False


def _check_listing(entries: list[zipfile.ZipInfo], size: int, limits: Limits) -> None:
    """Refuse by what the zip's own table says."""
    if len(entries) > limits.parts:
        raise WorkbookRefused("文件内部的部件太多,不像普通表格。请把数据复制到新建的工作簿,保存后再上传。")
    names = [entry.filename for entry in entries]
    if len({name.casefold() for name in names}) != len(names):
        raise WorkbookRefused("文件内部有重名部件,已拒收。请把数据复制到新建的工作簿后再上传。")
    for name in names:
        if name.startswith("/") or "\\" in name or ".." in name.split("/"):
            raise WorkbookRefused("文件内部路径异常,已拒收。请把数据复制到新建的工作簿后再上传。")
        for pattern, message in FORBIDDEN_PARTS:
            if pattern.search(name):
                raise WorkbookRefused(message)
    if any(entry.flag_bits & 1 for entry in entries):
        raise WorkbookRefused("文件设有密码。请取消密码,保存后再上传。")
    if any(entry.compress_type not in ALLOWED_METHODS for entry in entries):
        raise WorkbookRefused("文件的压缩方式不受支持。请用 Excel 或 WPS 另存为 .xlsx 后再上传。")
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    swollen = unpacked > limits.ratio_free_bytes and unpacked > limits.ratio * max(packed, 1)
    if unpacked > limits.unpacked_bytes or swollen or packed > size:
        raise WorkbookRefused("文件解开后过大,已拒收。请只保留需要的行,复制到新建的工作簿后再上传。")


def _check_part(stream: BinaryIO, entry: zipfile.ZipInfo) -> None:
    """Unpack a part chunk by chunk: its true size must be the stated one, and it may not declare entities."""
    stated, seen, tail = entry.file_size, 0, b""
    markup = entry.filename.lower().endswith((".xml", ".rels", ".vml"))
    for chunk in unpacked(stream, entry):
        seen += len(chunk)
        if seen > stated:
            raise WorkbookRefused("文件解开后的大小与登记不符,已拒收。请把数据复制到新建的工作簿后再上传。")
        if markup and (b"<!DOCTYPE" in tail + chunk or b"<!ENTITY" in tail + chunk or chunk[:2] in _UTF16):
            raise WorkbookRefused("文件内含外部实体声明,已拒收。请用 Excel 或 WPS 另存后再上传。")
        tail = chunk[-9:]
    if seen != stated:
        raise WorkbookRefused("文件不完整。请重新保存后再上传。")


def _check_main_part(archive: zipfile.ZipFile) -> None:
    """The content types must name an ordinary workbook as the main part, not a macro or binary one."""
    names = set(archive.namelist())
    if "[Content_Types].xml" not in names or "_rels/.rels" not in names:
        raise WorkbookRefused("这不是 Excel 文件。请下载模板填写,以 .xlsx 格式上传。")
    types = archive.read("[Content_Types].xml")
    if b"macroEnabled" in types:
        raise WorkbookRefused("文件是启用宏的工作簿。请另存为“Excel 工作簿(*.xlsx)”后再上传。")
    if MAIN_PART.encode() not in types:
        raise WorkbookRefused("这不是 Excel 工作簿(可能是 Word 或其他文件改了后缀)。请以 .xlsx 格式上传。")
