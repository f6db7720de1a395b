"""Uploaded papers are judged by content, not by name (上传检查): PDF, JPEG, PNG, DOCX, XLSX and OFD only."""

import os
import re
import secrets
import zipfile
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile

from .refusals import Refused

MEGABYTE = 1024 * 1024
LARGEST = 20 * MEGABYTE
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAIN_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "ofd": "OFD.xml"}
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ofd": "application/ofd",
}
ALLOWED = "PDF、JPG、PNG、DOCX、XLSX、OFD"


@dataclass(frozen=True)
class Examined:
    """A file that passed: its shown name, a stored name nobody can guess, and its type."""

    name: str
    stored_name: str
    content_type: str


def examine(upload: UploadedFile | None) -> Examined:
    """Return what an upload is; raises Refused with the remedy when it may not come in. Sizes are bytes."""
    if upload is None or not upload.name:
        raise Refused("还没有选择文件,请先选择再上传。", field="file")
    if not upload.size:
        raise Refused("这个文件是空的,请检查后重新选择。", field="file")
    if upload.size > LARGEST:
        raise Refused(f"文件超过 {LARGEST // MEGABYTE} MB,请压缩或拆分后再上传。", field="file")
    kind, name = _kind(upload), clean_name(upload.name)
    suffix = os.path.splitext(name)[1].lower().lstrip(".").replace("jpeg", "jpg")
    if kind is None:
        raise Refused(f"不支持这种文件。请上传 {ALLOWED} 格式。", field="file")
    if suffix != kind:
        raise Refused(f"文件扩展名与内容不符(内容是 {kind.upper()})。请另存为正确格式后上传。", field="file")
    return Examined(name, f"{secrets.token_hex(16)}.{kind}", CONTENT_TYPES[kind])


def clean_name(name: str) -> str:
    """Return the last part of a file name without path, control or direction characters."""
    last = re.split(r"[\\/]", name)[-1]
    plain = "".join(
        c for c in last if c.isprintable() and c not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )
    return plain.strip()[-120:] or "文件"


def _kind(upload: UploadedFile) -> str | None:
    upload.seek(0)
    head = upload.read(16)
    upload.seek(0)
    if head.startswith(b"%PDF-"):
        return "pdf" if not _is_locked_pdf(upload) else _refuse_locked()
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(OLE):
        return _refuse_locked()
    return _zip_kind(upload) if head.startswith(b"PK\x03\x04") else None


def _zip_kind(upload: UploadedFile) -> str | None:
    try:
        with zipfile.ZipFile(upload) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise Refused("文件含有宏,请另存为不含宏的格式后上传。", field="file")
            if len(parts) > 2000 or sum(part.file_size for part in parts) > 20 * LARGEST:
                raise Refused("文件展开后过大,请精简内容后上传。", field="file")
            return next((kind for kind, main in MAIN_PARTS.items() if main in names), None)
    except zipfile.BadZipFile as error:
        raise Refused("文件已损坏,请重新保存后上传。", field="file") from error
    finally:
        upload.seek(0)


def _is_locked_pdf(upload: UploadedFile) -> bool:
    upload.seek(max(0, (upload.size or 0) - 4096))
    tail = upload.read(4096)
    upload.seek(0)
    return b"/Encrypt" in tail


def _refuse_locked() -> str:
    raise Refused("文件有密码或是旧版格式,请去掉密码、另存为新格式后上传。", field="file")
