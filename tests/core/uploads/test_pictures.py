"""Pictures come in upright, small enough and without a word about where and with what they were taken."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from PIL.ExifTags import GPS, Base

from newmedia_portal.core.uploads import PICTURES, Examined, Fault, UploadRefused, examine
from tests.core.uploads.office import packed
from tests.papers import picture

RED, BLUE = (220, 20, 20), (20, 20, 220)
GPS_PLACE = 0x8825


def taken(data: bytes, name: str = "盖章件.jpg") -> tuple[Examined, Image.Image]:
    found = examine(SimpleUploadedFile(name, data), kinds=PICTURES)
    stored = found.content.read()
    found.content.seek(0)
    return found, Image.open(io.BytesIO(stored))


def photograph(turn: int = 1, size: tuple[int, int] = (40, 20)) -> bytes:
    """Return a photograph, its left half red, with the way it was held, a place and a camera."""
    image = Image.new("RGB", size, BLUE)
    image.paste(RED, (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[Base.Orientation] = turn
    exif[Base.Model] = "示例相机"
    exif.get_ifd(GPS_PLACE)[GPS.GPSLatitude] = (30.0, 15.0, 1.0)
    target = io.BytesIO()
    image.save(target, "JPEG", exif=exif, quality=95, comment="机密说明")
    return target.getvalue()


def colour(image: Image.Image, x: float, y: float) -> str:
    red, _, blue = image.convert("RGB").getpixel((int(x * image.width), int(y * image.height)))  # type: ignore[misc]
    return "red" if red > blue else "blue"


def test_the_place_and_the_camera_stay_behind() -> None:
    sent = photograph()
    assert Image.open(io.BytesIO(sent)).getexif().get_ifd(GPS_PLACE)
    found, image = taken(sent)
    assert dict(image.getexif()) == {}
    stored = found.content.read()
    assert b"Exif" not in stored
    assert "机密说明".encode() not in stored


@pytest.mark.parametrize(
    ("turn", "size", "where"),
    [
        (1, (40, 20), (0.2, 0.5)),
        (2, (40, 20), (0.8, 0.5)),
        (3, (40, 20), (0.8, 0.5)),
        (4, (40, 20), (0.2, 0.5)),
        (5, (20, 40), (0.5, 0.2)),
        (6, (20, 40), (0.5, 0.2)),
        (7, (20, 40), (0.5, 0.8)),
        (8, (20, 40), (0.5, 0.8)),
    ],
)
def test_a_photograph_stands_as_the_camera_was_held(
    turn: int, size: tuple[int, int], where: tuple[float, float]
) -> None:
    _, image = taken(photograph(turn))
    assert image.size == size
    assert colour(image, *where) == "red"
    assert colour(image, 1 - where[0] if where[0] != 0.5 else 0.5, 1 - where[1] if where[1] != 0.5 else 0.5) == "blue"


@pytest.mark.parametrize(
    ("size", "kept"),
    [
        ((800, 600), (800, 600)),
        ((1500, 1200), (1000, 800)),
        ((800, 1250), (640, 1000)),
        ((1080, 4000), (1080, 4000)),
        ((1700, 7000), (1214, 5000)),
    ],
    ids=["small", "wide", "high", "screenshot", "wide-screenshot"],
)
def test_the_long_edge_is_bounded_and_a_screenshot_of_a_page_stays_readable(
    size: tuple[int, int], kept: tuple[int, int], settings: Any
) -> None:
    settings.UPLOAD_PICTURE_EDGE = 1000
    _, image = taken(picture("PNG", size, "L"), "截图.png")
    assert image.size == kept


def test_what_rides_behind_a_picture_is_gone() -> None:
    rider = packed({"evil.php": "<?php system(1);"}) + b"<script>alert(1)</script>"
    for kind, name in (("JPEG", "a.jpg"), ("PNG", "a.png")):
        found, image = taken(picture(kind, colour=RED) + rider, name)
        stored = found.content.read()
        assert [word in stored for word in (b"PK\x03\x04", b"<script>", b"php")] == [False] * 3
        assert colour(image, 0.5, 0.5) == "red"


def test_texts_and_profiles_in_a_png_are_gone() -> None:
    from PIL.PngImagePlugin import PngInfo

    told = PngInfo()
    told.add_text("Comment", "<?php system(1);")
    found, image = taken(picture("PNG", pnginfo=told, icc_profile=b"profile" * 9), "a.png")
    assert [key for key in image.info if key in ("Comment", "icc_profile")] == []
    assert b"php" not in found.content.read()


@pytest.mark.parametrize("turn", [0, 9, 65535])
def test_a_nonsense_note_of_the_camera_is_no_reason_to_refuse(turn: int) -> None:
    assert taken(photograph(turn))[1].size == (40, 20)


def test_a_broken_note_of_the_camera_is_no_reason_to_refuse() -> None:
    sent = bytearray(photograph(6))
    at = sent.index(b"Exif\x00\x00") + 6
    sent[at : at + 24] = b"\xff" * 24
    assert taken(bytes(sent))[1].mode == "RGB"


@pytest.mark.parametrize(
    ("kind", "mode", "kept"),
    [
        ("JPEG", "CMYK", "RGB"),
        ("JPEG", "L", "L"),
        ("PNG", "1", "L"),
        ("PNG", "P", "RGB"),
        ("PNG", "LA", "RGBA"),
        ("PNG", "RGBA", "RGBA"),
        ("PNG", "I;16", "L"),
    ],
)
def test_colours_of_print_and_palettes_become_plain_ones(kind: str, mode: str, kept: str) -> None:
    end = {"JPEG": "jpg", "PNG": "png"}[kind]
    found, image = taken(picture(kind, (9, 9), mode), f"a.{end}")
    assert (image.mode, found.content_type) == (kept, {"jpg": "image/jpeg", "png": "image/png"}[end])


def test_a_photograph_of_several_frames_keeps_the_first() -> None:
    sent = picture("MPO", (20, 10), colour=RED, save_all=True, append_images=[Image.new("RGB", (20, 10), BLUE)])
    _, image = taken(sent)
    assert (image.format, colour(image, 0.5, 0.5)) == ("JPEG", "red")


def test_a_progressive_photograph_may_have_a_third_of_the_points(settings: Any) -> None:
    settings.UPLOAD_MEGAPIXELS = 4
    plain, progressive = (picture("JPEG", (2000, 1500), progressive=told) for told in (False, True))
    assert taken(plain)[1].size == (2000, 1500)
    with pytest.raises(UploadRefused) as refused:
        taken(progressive)
    assert refused.value.fault == Fault.LARGE


def test_hash_and_size_are_those_of_what_is_stored() -> None:
    import hashlib

    found, _ = taken(photograph())
    stored = found.content.read()
    assert (found.size, found.sha256) == (len(stored), hashlib.sha256(stored).hexdigest())
