"""Pictures are drawn anew (图片重绘): place and camera, hidden texts and whatever else rides along stay behind.

The picture keeps the way it is held; a large one is made smaller. Pillow is imported when a picture comes.
"""

import io
import math
import warnings
from typing import TYPE_CHECKING, BinaryIO

from django.conf import settings
from django.core.files.base import ContentFile

from . import faults

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS = {"jpg": "JPEG", "png": "PNG"}
QUALITY = 88
#: Of a format that must stand in memory whole (PNG, progressive JPEG) only a third of the points are taken.
WHOLE = 3
#: A picture longer than this many times its width is a screenshot of a page: its width counts, its length is free.
STRIP = 3
STRIP_WIDTH = 1600
STRIP_EDGE = 5
MILLION = 1_000_000
#: Turns that the camera wrote down (EXIF): the operations of `Image.transpose` that undo them.
TURNS = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}
ORIENTATION = 0x0112


def redrawn(stream: BinaryIO, code: str) -> "ContentFile[bytes]":
    """Return a picture drawn anew in its own format; refuses broken, moving and giant ones.

    The points are counted before any is unpacked. Raises UploadRefused.
    """
    from PIL import Image

    stream.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(stream, formats=(FORMATS[code],)) as opened:
                _check_points(opened)
                if code == "png" and getattr(opened, "is_animated", False):
                    raise faults.unsafe("这是会动的图片（动图）", "请截取要用的一帧，另存为 PNG 或 JPG 后再上传。")
                return ContentFile(_saved(_turned(opened), code))
    except faults.UploadRefused:
        raise
    except Image.DecompressionBombError as error:
        raise _too_many_points("") from error
    except Exception as error:  # the reader raises whatever the bytes make it raise
        raise faults.failed() from error


def _check_points(picture: "Image") -> None:
    """Refuse more points than the machine should unpack for one picture."""
    width, height = picture.size
    whole = picture.format == "PNG" or bool(picture.info.get("progressive"))
    most = settings.UPLOAD_MEGAPIXELS * MILLION // (WHOLE if whole else 1)
    if width * height > most:
        raise _too_many_points(f"（{width}×{height}，最多 {most // MILLION} 百万像素）")


def _too_many_points(how: str) -> faults.UploadRefused:
    return faults.UploadRefused(faults.Fault.LARGE, f"图片的像素太多{how}。请缩小图片或截图后再上传。")


def _turned(picture: "Image") -> "Image":
    """Return the picture in plain colours, no larger than is needed, and upright."""
    turn = _orientation(picture)
    size = _fit(*picture.size)
    if picture.format in ("JPEG", "MPO"):
        picture.draft(None, size)
    picture.load()
    plain = _plain(picture)
    if plain.width > size[0] or plain.height > size[1]:
        plain = plain.resize(size, reducing_gap=2.0)
    return plain.transpose(TURNS[turn]) if turn in TURNS else plain  # type: ignore[arg-type]


def _orientation(picture: "Image") -> int:
    """Return how the camera was held; 1 where nothing readable is written down."""
    try:
        found = picture.getexif().get(ORIENTATION, 1)
    except Exception:  # a broken note about the camera is no reason to refuse the picture
        return 1
    return found if isinstance(found, int) else 1


def _plain(picture: "Image") -> "Image":
    """Return the picture in grey, RGB or RGBA; CMYK, palettes and 16-bit greys become one of them."""
    if picture.mode in ("L", "RGB", "RGBA"):
        return picture
    if picture.mode in ("LA", "PA") or "transparency" in picture.info:
        return picture.convert("RGBA")
    if picture.mode.startswith("I") or picture.mode == "F":
        return picture.point(lambda value: value / 256).convert("L") if "16" in picture.mode else picture.convert("L")
    return picture.convert("L" if picture.mode == "1" else "RGB")


def _fit(width: int, height: int) -> tuple[int, int]:
    """Return the size to keep: the long edge is bounded; of a long strip the short edge counts, up to a limit."""
    edge, longest, shortest = settings.UPLOAD_PICTURE_EDGE, max(width, height), min(width, height)
    share = edge / longest
    if longest > STRIP * shortest:
        share = max(share, min(STRIP_WIDTH / shortest, STRIP_EDGE * edge / longest))
    if share >= 1:
        return width, height
    return max(1, math.floor(width * share)), max(1, math.floor(height * share))


def _saved(picture: "Image", code: str) -> bytes:
    """Write the points and nothing else."""
    target = io.BytesIO()
    picture.info.clear()
    if code == "jpg":
        flat = picture if picture.mode in ("L", "RGB") else picture.convert("RGB")
        flat.save(target, "JPEG", quality=QUALITY, exif=b"", icc_profile=None)
    else:
        picture.save(target, "PNG", exif=None, icc_profile=None)
    return target.getvalue()
