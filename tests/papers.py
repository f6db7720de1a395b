"""Small files that are what they say they are: a page of PDF, a picture; for tests that upload something."""

import io
from typing import Any

from PIL import Image


def pdf(text: str = "example", *objects: bytes, trailer: bytes = b"") -> bytes:
    """Return a PDF of one empty page; further objects and entries of the trailer as given."""
    held = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        b"(" + text.encode("utf-8").hex().encode() + b")",
        *objects,
    ]
    made, places = b"%PDF-1.7\n", []
    for number, body in enumerate(held, 1):
        places.append(len(made))
        made += b"%d 0 obj" % number + body + b"endobj\n"
    begin = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(held) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer<</Size %d/Root 1 0 R" % (len(held) + 1) + trailer + b">>\nstartxref\n%d\n%%%%EOF\n" % begin
    return made


def picture(
    kind: str = "PNG", size: tuple[int, int] = (8, 8), mode: str = "RGB", colour: Any = 0, **more: Any
) -> bytes:
    """Return a picture of one colour."""
    target = io.BytesIO()
    Image.new(mode, size, colour).save(target, kind, **more)
    return target.getvalue()
