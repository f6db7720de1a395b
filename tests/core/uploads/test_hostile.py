"""Files that must not come in are refused in words that name the remedy, and in little memory."""

import json
import subprocess
import sys
import zlib

import pytest
from django.core.files.base import File
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile

from newmedia_portal.core.uploads import Fault, UploadRefused, examine

from .builders import png_of
from .hostile import EVERY, Case

#: Megabytes that the worst of them may take beside the portal itself.
MOST_MEMORY = 40
PEAK = """
def peak(begin=False):
    "Megabytes of this program at its highest since it was asked to begin anew."
    if begin:
        open("/proc/self/clear_refs", "w").write("5")
    said = open("/proc/self/status").read()
    return int(said.split("VmHWM:")[1].split()[0]) // 1024
"""
MEASURE = """
import json, sys, tempfile
from django.conf import settings
settings.configure(UPLOAD_LARGEST_MB=20, UPLOAD_MEGAPIXELS=64, UPLOAD_PICTURE_EDGE=4000, UPLOAD_SCANNER="")
from django.core.files.uploadedfile import TemporaryUploadedFile
from newmedia_portal.core.uploads import UploadRefused, examine
from tests.core.uploads.hostile import EVERY
import PIL.Image, PIL.PngImagePlugin, PIL.JpegImagePlugin
folder = sys.argv[1]
for case in EVERY:
    if case.code in sys.argv[2:]:
        with open(f"{folder}/{case.code}", "rb") as made:
            sent = TemporaryUploadedFile("x", "", 0, None)
            sent.file.write(made.read())
        sent.name, sent.size = case.name, sent.file.tell()
        base = peak(begin=True)
        try:
            examine(sent)
        except UploadRefused:
            pass
        print(json.dumps([case.code, peak() - base]))
"""

MOST_FOR_PICTURES = 320
LARGEST = """
import io, json, sys
from django.conf import settings
settings.configure(UPLOAD_LARGEST_MB=20, UPLOAD_MEGAPIXELS=64, UPLOAD_PICTURE_EDGE=4000, UPLOAD_SCANNER="")
from django.core.files.uploadedfile import SimpleUploadedFile
from newmedia_portal.core.uploads import examine
import PIL.Image, PIL.PngImagePlugin
sent = SimpleUploadedFile("a.png", open(sys.argv[1], "rb").read())
base = peak(begin=True)
content = examine(sent).content.read()
grown = peak() - base
print(json.dumps([PIL.Image.open(io.BytesIO(content)).size, grown]))
"""


def sent(case: Case) -> UploadedFile:
    made = case.make()
    upload = SimpleUploadedFile("a", made)
    # Django cleans names on their way in; here the gate stands alone.
    upload._name = case.name
    return upload


@pytest.mark.parametrize("case", EVERY, ids=lambda case: case.code)
def test_a_hostile_file_is_refused_in_the_right_words(case: Case) -> None:
    with pytest.raises(UploadRefused) as refused:
        examine(sent(case))
    assert (refused.value.fault, case.words in refused.value.message) == (case.fault, True), refused.value.message
    assert refused.value.message.endswith("。")
    assert refused.value.message.count("。") > 1 or "，" in refused.value.message


def test_there_are_many_of_them_and_each_is_another() -> None:
    assert len({case.code for case in EVERY}) == len(EVERY) >= 60
    assert {case.fault for case in EVERY} >= {
        Fault.TYPE, Fault.LARGE, Fault.EMPTY, Fault.LOCKED, Fault.FAILED, Fault.UNSAFE,
    }  # fmt: skip


def test_bombs_are_refused_in_bounded_memory(tmp_path) -> None:
    codes = ["zip-bomb", "zip-lies", "zip-overlap", "pdf-bomb", "png-bomb", "png-text-bomb", "png-giant", "too-large"]
    for case in EVERY:
        if case.code in codes:
            (tmp_path / case.code).write_bytes(case.make())
    run = subprocess.run(
        [sys.executable, "-c", PEAK + MEASURE, str(tmp_path), *codes],
        capture_output=True,
        text=True,
        check=True,
    )
    grown = dict(json.loads(line) for line in run.stdout.splitlines())
    assert sorted(grown) == sorted(codes)
    assert {code: more for code, more in grown.items() if more > MOST_MEMORY} == {}


def test_the_largest_picture_that_is_taken_stays_in_bounds_too(tmp_path) -> None:
    width, height = 5200, 4000
    packer = zlib.compressobj(1)
    lines = b"".join(packer.compress(bytes(1 + 4 * width)) for _ in range(height)) + packer.flush()
    (tmp_path / "largest").write_bytes(png_of(width, height, lines=lines, colours=6))
    run = subprocess.run(
        [sys.executable, "-c", PEAK + LARGEST, str(tmp_path / "largest")], capture_output=True, text=True, check=True
    )
    size, grown = json.loads(run.stdout)
    assert (size, 40 < grown < MOST_FOR_PICTURES) == ([4000, 3076], True), grown


def test_nothing_of_a_refused_file_is_left_open_or_moved() -> None:
    case = next(case for case in EVERY if case.code == "pdf-javascript")
    upload = sent(case)
    with pytest.raises(UploadRefused):
        examine(upload)
    assert upload.tell() == 0
    assert isinstance(upload, File)
    assert not upload.closed
