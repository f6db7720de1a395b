"""Building hostile and broken files by code; none is stored."""

import struct
import zlib
from collections.abc import Callable

from tests.papers import picture

from .office import docx_parts, lying, ofd_parts, packed, relation, relations, with_part, xlsx_parts, zeros

MB = 1024 * 1024
XXE = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hosts">]>'
LAUGHS = '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
FIELD = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
RELATIONS = "word/_rels/document.xml.rels"


def instruction(*runs: str) -> str:
    return "<w:p>" + FIELD.format("".join(f"<w:r><w:instrText>{run}</w:instrText></w:r>" for run in runs)) + "</w:p>"


STREAM = b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode"


def object_stream(body: bytes, head: bytes = STREAM) -> bytes:
    return packed_stream(zlib.compress(b"9 0 " + body), head)


def packed_stream(made: bytes, head: bytes = STREAM) -> bytes:
    return b"<<" + head + b"/Length %d>>\nstream\n" % len(made) + made + b"\nendstream\n"


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_of(width: int, height: int, *more: bytes, lines: bytes = b"", colours: int = 2) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, colours, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def jpeg_of(width: int, height: int, marker: int = 0xC0) -> bytes:
    """Return a small JPEG that claims other measures."""
    data = bytearray(picture("JPEG", (16, 16), colour=(9, 9, 9)))
    at = data.index(b"\xff\xc0")
    data[at + 1] = marker
    data[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def moving_png() -> bytes:
    from PIL import Image

    return picture("PNG", (4, 4), save_all=True, append_images=[Image.new("RGB", (4, 4), (1, 2, 3))])


def external(kind: str, target: str) -> Callable[[], bytes]:
    return lambda: with_part(docx_parts(), RELATIONS, relations(relation(kind, target, "External")))


def docx_with(name: str, content: str | bytes = b"x") -> Callable[[], bytes]:
    return lambda: with_part(docx_parts(), name, content)


def xlsx_with(name: str, content: str | bytes = b"x") -> Callable[[], bytes]:
    return lambda: with_part(xlsx_parts(), name, content)


def ofd_with(name: str, content: str | bytes = b"x") -> Callable[[], bytes]:
    return lambda: with_part(ofd_parts(), name, content)


def formula(said: str) -> Callable[[], bytes]:
    return lambda: packed(xlsx_parts(f"<c><f>{said}</f></c>"))


def bomb(size: int, said: int) -> bytes:
    """Return a DOCX with a part of so many megabytes of nothing that says it has `said`."""
    return lying(docx_parts(), "word/a.bin", zeros(size * MB), said * MB)


def crowd() -> bytes:
    return packed({**docx_parts(), **{f"a/{n}": "" for n in range(4000)}})


def binary_book() -> bytes:
    return packed(xlsx_parts(types='<Override ContentType="x.sheet.binary"/>'))


def utf16(text: str) -> bytes:
    return text.encode("utf-16")


def text_bomb() -> bytes:
    return chunk(b"zTXt", b"a\x00\x00" + b"\x78\x9c" + zeros(100 * MB))


def commented(said: bytes) -> bytes:
    made = packed(docx_parts())
    return made[:-2] + struct.pack("<H", len(said)) + said


def gapped(size: int) -> bytes:
    """Return a DOCX with strangers' bytes between its last part and its table."""
    made = packed(docx_parts())
    end = made.rindex(b"PK\x05\x06")
    start = struct.unpack("<I", made[end + 16 : end + 20])[0]
    tail = made[end : end + 16] + struct.pack("<I", start + size) + made[end + 20 :]
    return made[:start] + b"\x90" * size + made[start:end] + tail
