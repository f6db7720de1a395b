"""The order of the checks, and what comes out of them: a name, a type and the content as it will be stored."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any, BinaryIO, cast

from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.utils.crypto import get_random_string

from .. import scanning
from . import faults
from .archive import check_archive
from .kinds import CONTENT_TYPES, KINDS, MEGABYTE, labels_of, largest, seems, sniff
from .names import check_name, suffix_of
from .pdf import check_pdf
from .pictures import redrawn

DOCUMENTS = ("pdf", "jpg", "png", "docx", "xlsx", "ofd")
PICTURES = ("jpg", "png")
#: What a signed and sealed paper can be: a scan or a photograph, or a sealed electronic document.
SIGNED = ("pdf", "jpg", "png", "ofd")
HEIC = "这是苹果手机的 HEIC 照片，多数电脑打不开。请在手机“设置-相机-格式”选“兼容性最佳”后重拍，或把照片截图后上传。"
OLD_OFFICE = "这是旧版 Office 文件（DOC、XLS）。请用 Word、Excel 或 WPS 打开，另存为 DOCX、XLSX 或 PDF 后再上传。"
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class Examined:
    """A file that passed: its shown name, a stored name nobody can guess, its type, and what is to be stored.

    `content` stands at its start. A picture is drawn anew, so it is not the same bytes as the upload.
    """

    name: str
    stored_name: str
    content_type: str
    content: "File[Any]"

    @property
    def size(self) -> int:
        """The bytes that are stored."""
        return int(self.content.size or 0)

    @cached_property
    def sha256(self) -> str:
        """The hash of what is stored; the content is left at its start."""
        digest = hashlib.sha256()
        for chunk in self.content.chunks():
            digest.update(chunk)
        self.content.seek(0)
        return digest.hexdigest()


def examine(upload: UploadedFile | None, *, kinds: Collection[str] = DOCUMENTS, field: str = faults.FIELD) -> Examined:
    """Return an upload as it may be stored; the file is read in chunks and left at its start.

    `kinds` are the codes that may come in here, `field` the form's field that a refusal is said at. Raises
    UploadRefused with the limit and the remedy; what no scanner has looked at, where one is named, is not taken.
    """
    try:
        return _examined(upload, kinds)
    except faults.UploadRefused as refused:
        refused.field = field
        raise


def _examined(upload: UploadedFile | None, kinds: Collection[str]) -> Examined:
    if upload is None or not upload.name:
        raise faults.nothing()
    if not upload.size:
        raise faults.empty()
    if upload.size > largest():
        raise faults.large(largest() // MEGABYTE)
    name = check_name(upload.name)
    stream = cast(BinaryIO, upload)
    try:
        code = _kind_of(stream, labels_of(kinds))
        scanning.inspect(stream)
        if code == "zip":
            code = check_archive(stream, upload.size, labels_of(kinds))
        if code not in kinds:
            raise faults.wrong_type(labels_of(kinds), f" {KINDS[code].label} 文件")
        kind = KINDS[code]
        if suffix_of(name) not in kind.suffixes:
            raise faults.wrong_suffix(kind.label, kind.suffixes[:2])
        content: File[Any] = upload
        if code == "pdf":
            check_pdf(stream, upload.size)
        elif code in PICTURES:
            content = redrawn(stream, code)
    except scanning.Infected as found:
        raise faults.infected(found.name) from found
    except scanning.Unavailable as away:
        raise faults.unscanned() from away
    finally:
        upload.seek(0)
    return Examined(name, f"{get_random_string(40)}.{code}", CONTENT_TYPES[code], content)


def _kind_of(stream: BinaryIO, allowed: str) -> str:
    """Return pdf, jpg, png or zip by the first bytes; refuses everything else with what it is."""
    stream.seek(0)
    head = stream.read(512)
    code = sniff(head)
    if code == "heif":
        raise faults.UploadRefused(faults.Fault.TYPE, HEIC)
    if code == "ole":
        if _mentions(stream, ENCRYPTED_STREAM):
            raise faults.locked()
        raise faults.UploadRefused(faults.Fault.TYPE, OLD_OFFICE)
    if not code:
        raise faults.wrong_type(allowed, seems(head))
    return code


def _mentions(stream: BinaryIO, wanted: bytes) -> bool:
    """Whether the bytes occur in the file, read in overlapping chunks."""
    stream.seek(0)
    tail = b""
    while chunk := stream.read(256 * 1024):
        if wanted in tail + chunk:
            return True
        tail = chunk[-len(wanted) :]
    return False
