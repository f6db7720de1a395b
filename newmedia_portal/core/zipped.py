"""Reading the parts of a stranger's zip file without trusting what it says of itself (压缩包部件)."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

CHUNK = 256 * 1024
LOCAL_HEADER = b"PK\x03\x04"
#: What a damaged or lying container raises while it is read.
BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, ValueError, OverflowError)


def data_offset(stream: BinaryIO, entry: zipfile.ZipInfo) -> int:
    """Return where the packed bytes of a part begin; raises BadZipFile where no part stands there."""
    if entry.header_offset < 0:
        raise zipfile.BadZipFile("offset")
    stream.seek(entry.header_offset)
    header = stream.read(30)
    if len(header) < 30 or header[:4] != LOCAL_HEADER:
        raise zipfile.BadZipFile("local header")
    name_length, extra_length = struct.unpack("<HH", header[26:30])
    return entry.header_offset + 30 + int(name_length) + int(extra_length)


def unpacked(stream: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield the content of a part, never more than one chunk at a time, whatever its header claims."""
    stream.seek(data_offset(stream, entry), io.SEEK_SET)
    left = entry.compress_size
    inflater = zlib.decompressobj(-15) if entry.compress_type == zipfile.ZIP_DEFLATED else None
    while left > 0:
        packed = stream.read(min(CHUNK, left))
        if not packed:
            raise EOFError
        left -= len(packed)
        if inflater is None:
            yield packed
            continue
        while packed:
            yield inflater.decompress(packed, CHUNK)
            packed = inflater.unconsumed_tail
    if inflater is not None:
        yield inflater.flush()
