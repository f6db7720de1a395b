"""The kinds of file that may come in, and what the first bytes tell of a file (文件类型)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

MEGABYTE = 1024 * 1024
OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True)
class Kind:
    """A kind of file: its word, the media type it is handed out with, and the ends that its names may have."""

    code: str
    label: str
    content_type: str
    suffixes: tuple[str, ...]


KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind("pdf", "PDF", "application/pdf", ("pdf",)),
        Kind("jpg", "JPG", "image/jpeg", ("jpg", "jpeg", "jfif")),
        Kind("png", "PNG", "image/png", ("png",)),
        Kind("docx", "DOCX", f"{OFFICE}wordprocessingml.document", ("docx",)),
        Kind("xlsx", "XLSX", f"{OFFICE}spreadsheetml.sheet", ("xlsx",)),
        Kind("ofd", "OFD", "application/ofd", ("ofd",)),
    )
}
CONTENT_TYPES = {code: kind.content_type for code, kind in KINDS.items()}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
HEIF = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis")
#: What people send by mistake, or to see what happens; told by the first bytes.
OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"GIF8", "动图（GIF）"),
    (b"BM", "位图（BMP）"),
    (b"II*\x00", "TIFF 图片"),
    (b"MM\x00*", "TIFF 图片"),
    (b"8BPS", "Photoshop 文件"),
    (b"{\\rtf", "RTF 文档"),
    (b"Rar!", "压缩包（RAR）"),
    (b"7z\xbc\xaf", "压缩包（7Z）"),
    (b"\x1f\x8b", "压缩包（GZ）"),
    (b"MZ", "程序文件"),
    (b"\x7fELF", "程序文件"),
    (b"#!", "程序脚本"),
)
MARKUP = (b"<!doctype", b"<html", b"<head", b"<body", b"<script", b"<?xml", b"<svg", b"<?php")


def largest() -> int:
    """Return the limit of one file in bytes."""
    return int(settings.UPLOAD_LARGEST_MB) * MEGABYTE


def labels_of(codes: Iterable[str]) -> str:
    """Return kinds in words, e.g. PDF、JPG、PNG."""
    return "、".join(KINDS[code].label for code in codes)


def accept_of(codes: Iterable[str]) -> str:
    """Return kinds as the attribute of a file field takes them.

    Pictures are named by their media type too: then phones offer the camera and turn HEIC into JPEG by themselves.
    """
    kinds = [KINDS[code] for code in codes]
    ends = [f".{suffix}" for kind in kinds for suffix in kind.suffixes if suffix != "jfif"]
    return ",".join([*ends, *(kind.content_type for kind in kinds if kind.content_type.startswith("image/"))])


def sniff(head: bytes) -> str:
    """Return what the first bytes say: pdf, jpg, png, zip, ole, heif; empty for anything else."""
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(ZIP):
        return "zip"
    if head.startswith(OLE):
        return "ole"
    return "heif" if head[4:8] == b"ftyp" and head[8:12] in HEIF else ""


def seems(head: bytes) -> str:
    """Return in words what an unsupported file seems to be; empty where nothing is known."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return " WebP 图片"
    if head[4:8] == b"ftyp":
        return "视频文件"
    found = next((words for start, words in OTHERS if head.startswith(start)), "")
    plain = head.lstrip(b"\xef\xbb\xbf \t\r\n\x00").lower()
    if not found and plain.startswith(MARKUP):
        return "SVG 图片" if b"<svg" in plain else "网页或标记文件"
    return found
