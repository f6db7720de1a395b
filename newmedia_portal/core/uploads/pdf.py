"""What a PDF must not hold (PDF 检查): passwords, scripts, launches, embedded files; read as bytes, never rendered.

Names of a PDF stand in the open, or within object streams, which are unpacked here in bounded pieces; a name may be
spelled with #-codes. Page content and pictures are not unpacked.
"""

import mmap
import re
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from . import faults

TAIL = 2048
HEAD = 1024
MOST_DICTIONARY = 64 * 1024
MOST_STREAMS = 200_000
MOST_UNPACKED = 64 * 1024 * 1024
CHUNK = 256 * 1024
#: The longest forbidden name with every sign spelled as a code, so that none is cut in two between chunks.
OVERLAP = 128

PRINT_AGAIN = "请在 PDF 软件中选“打印”，打印机选“Microsoft Print to PDF”或“另存为 PDF”，用新文件上传。"
FORBIDDEN = {
    b"Encrypt": "",
    b"JavaScript": "PDF 含有脚本",
    b"Launch": "PDF 会启动程序",
    b"EmbeddedFile": "PDF 里夹带了附件",
    b"EmbeddedFiles": "PDF 里夹带了附件",
    b"RichMedia": "PDF 嵌有多媒体或程序",
    b"XFA": "PDF 是动态表单（XFA）",
    b"SubmitForm": "PDF 会把内容发到外面",
    b"ImportData": "PDF 会读取外面的文件",
    b"GoToE": "PDF 会打开夹带的文件",
    b"GoToR": "PDF 会打开外面的文件",
}
_END = rb"(?=[\x00\t\n\x0c\r ()<>\[\]{}/%]|$)"
_PLAIN = re.compile(rb"/(" + b"|".join(sorted(FORBIDDEN, reverse=True)) + rb")" + _END)
_CODED = re.compile(rb"/([A-Za-z0-9]{0,14}#[0-9A-Fa-f]{2}[A-Za-z0-9#]{0,42})" + _END)
_CODE = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_MARKUP = re.compile(rb"<\s*(?:html|script|svg|body|!doctype|\?php)", re.I)
_FLATE = re.compile(rb"/Filter\s*(?:\[\s*)?/(?:FlateDecode|Fl)\s*(?:\])?(?=[\s/>]|$)")


def check_pdf(stream: BinaryIO, size: int) -> None:
    """Return if the PDF is whole and harmless; reads it in place. Raises UploadRefused."""
    data = _held(stream)
    try:
        _check_names(data)
        _check_frame(data, size)
        left = MOST_UNPACKED
        for begin, packed in _object_streams(data):
            left = _check_objects(data, begin, left) if packed else left
    finally:
        if isinstance(data, mmap.mmap):
            data.close()


def _held(stream: BinaryIO) -> Any:
    """Return the bytes: a large upload stands in a file and is mapped, a small one is in memory already."""
    stream.seek(0)
    try:
        return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError, AttributeError):
        return stream.read()


def _check_frame(data: Any, size: int) -> None:
    """A PDF begins as one, ends as one, and nothing else stands before or behind it."""
    head, tail = data[:HEAD], data[max(0, size - TAIL) :]
    end = tail.rfind(b"%%EOF")
    if end < 0 or b"startxref" not in tail[:end]:
        raise faults.failed()
    if _MARKUP.search(head) or tail[end + 5 :].strip(b"\r\n\t \x00\x1a"):
        raise faults.unsafe("PDF 里夹带了别的内容", PRINT_AGAIN)


def _check_names(data: Any) -> None:
    """Refuse the first forbidden name, spelled plainly or in codes."""
    if plain := _PLAIN.search(data):
        raise _refusal(plain.group(1))
    for found in _CODED.finditer(data):
        name = _decoded(found.group(1))
        if name in FORBIDDEN:
            raise _refusal(name)


def _refusal(name: bytes) -> faults.UploadRefused:
    return faults.unsafe(FORBIDDEN[name], PRINT_AGAIN) if FORBIDDEN[name] else faults.locked("PDF ")


def _decoded(name: bytes) -> bytes:
    return _CODE.sub(lambda code: bytes([int(code.group(1), 16)]), name)


def _object_streams(data: Any) -> Iterator[tuple[int, bool]]:
    """Yield where object streams begin and whether they are packed; refuses one packed in an unusual way."""
    for number, found in enumerate(_STREAM.finditer(data)):
        if number > MOST_STREAMS:
            raise faults.swollen()
        at = found.start()
        begin = data.rfind(b"obj", max(0, at - MOST_DICTIONARY), at)
        words = _decoded(data[max(begin, at - MOST_DICTIONARY, 0) : at])
        if b"ObjStm" not in words and b"/First" not in words:
            continue
        packed = b"/Filter" in words
        if packed and (not _FLATE.search(words) or b"/DecodeParms" in words):
            raise faults.unsafe("PDF 的内部结构不常见", PRINT_AGAIN)
        yield found.end(), packed


def _check_objects(data: Any, begin: int, left: int) -> int:
    """Unpack one object stream in pieces and look at the names in it; returns what may still be unpacked."""
    inflater, at, tail = zlib.decompressobj(), begin, b""
    try:
        while not inflater.eof and at < len(data):
            packed = data[at : at + CHUNK]
            at += len(packed)
            while packed and not inflater.eof:
                piece = inflater.decompress(packed, CHUNK)
                packed = inflater.unconsumed_tail
                left -= len(piece)
                if left < 0:
                    raise faults.swollen()
                _check_names(tail + piece)
                tail = piece[-OVERLAP:]
    except zlib.error as error:
        raise faults.failed() from error
    return left
