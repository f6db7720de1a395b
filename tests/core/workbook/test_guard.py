"""The guard lets ordinary workbooks through and refuses everything else in words that name the remedy."""

import io
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from newmedia_portal.core.workbook import Limits, WorkbookRefused, check_xlsx
from newmedia_portal.core.workbook.guard import MEGABYTE

from .files import SHEET, plain_workbook, repacked, write_bomb

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refusal(content: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(WorkbookRefused) as caught:
        check_xlsx(io.BytesIO(content), limits or Limits())
    return caught.value.message


def test_an_ordinary_workbook_passes_and_the_stream_is_left_at_its_start() -> None:
    stream = io.BytesIO(plain_workbook())
    check_xlsx(stream)
    assert stream.tell() == 0


def test_an_empty_file_is_refused() -> None:
    assert refusal(b"") == "文件是空的。请选择填好的 Excel 文件。"


def test_a_text_renamed_to_xlsx_is_refused() -> None:
    assert refusal(b"a,b,c\n1,2,3\n" * 10) == "这不是 Excel 文件。请下载模板填写,以 .xlsx 格式上传。"


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("说明.txt", "示例")
    assert refusal(packed.getvalue()) == "这不是 Excel 文件。请下载模板填写,以 .xlsx 格式上传。"


def test_a_workbook_with_a_password_is_refused() -> None:
    locked = OLE + b"\0" * 2048 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 2048
    assert refusal(locked) == "文件设有打开密码。请取消密码,保存后再上传。"


def test_the_old_binary_format_is_refused_by_its_name() -> None:
    assert refusal(OLE + b"\0" * 4096) == "这是旧格式(.xls)。请用 Excel 或 WPS 另存为 .xlsx 后再上传。"


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("xl/vbaProject.bin", "文件含有宏。"),
        ("xl/macrosheets/sheet1.xml", "文件含有宏。"),
        ("xl/externalLinks/externalLink1.xml", "文件引用了别的工作簿。"),
        ("xl/activeX/activeX1.bin", "文件嵌有控件或其他文件。"),
        ("xl/embeddings/oleObject1.bin", "文件嵌有控件或其他文件。"),
        ("../../etc/passwd", "文件内部路径异常"),
    ],
)
def test_forbidden_parts_are_refused(part: str, words: str) -> None:
    assert refusal(repacked(plain_workbook(), added={part: b"x"})).startswith(words)


def test_a_macro_workbook_renamed_to_xlsx_is_refused_by_its_content_type() -> None:
    content = plain_workbook()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        types = archive.read("[Content_Types].xml")
    types = types.replace(b"spreadsheetml.sheet.main+xml", b"sheet.macroEnabled.main+xml")
    message = refusal(repacked(content, changed={"[Content_Types].xml": types}))
    assert message == "文件是启用宏的工作簿。请另存为“Excel 工作簿(*.xlsx)”后再上传。"


def test_external_entities_are_refused() -> None:
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><worksheet/>'
    message = refusal(repacked(plain_workbook(), changed={SHEET: evil}))
    assert message == "文件内含外部实体声明,已拒收。请用 Excel 或 WPS 另存后再上传。"


def test_too_many_parts_are_refused() -> None:
    many = {f"xl/media/{number}.png": b"x" for number in range(1001)}
    assert refusal(repacked(plain_workbook(), added=many)).startswith("文件内部的部件太多")


def test_a_file_over_the_size_cap_is_refused() -> None:
    content = plain_workbook() + b"\0" * (2 * MEGABYTE)
    assert refusal(content, Limits(file_bytes=MEGABYTE)) == "文件超过 1 MB。请删去图片或拆成几个文件后再上传。"


def test_a_part_that_unpacks_to_more_than_it_states_is_refused() -> None:
    content = repacked(plain_workbook(), changed={SHEET: b"<worksheet/>" + b" " * 500_000})
    lying = content.replace(struct.pack("<L", 500_012), struct.pack("<L", 12))
    assert lying != content
    assert refusal(lying) == "文件解开后的大小与登记不符,已拒收。请把数据复制到新建的工作簿后再上传。"


def test_a_truncated_file_is_refused() -> None:
    content = plain_workbook()
    assert refusal(content[: len(content) // 2]).startswith("文件已损坏,打不开。")


PROBE = """
import resource, sys
from newmedia_portal.core.workbook import WorkbookRefused, check_xlsx
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    check_xlsx(sys.argv[1])
except WorkbookRefused as refused:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before, refused.message)
"""


@pytest.fixture(scope="module")
def bomb(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bomb") / "bomb.xlsx"
    write_bomb(path, 496)
    return path


@pytest.mark.parametrize("stated", ["honest", "lying"])
def test_a_bomb_of_half_a_gigabyte_is_refused_in_bounded_memory(bomb: Path, stated: str) -> None:
    if stated == "lying":
        claim_one_megabyte(bomb)
    assert bomb.stat().st_size < 4 * MEGABYTE
    run = subprocess.run([sys.executable, "-c", PROBE, str(bomb)], capture_output=True, text=True, check=True)
    kilobytes, message = run.stdout.strip().split(" ", 1)
    expected = {
        "honest": "文件解开后过大,已拒收。请只保留需要的行,复制到新建的工作簿后再上传。",
        "lying": "文件解开后的大小与登记不符,已拒收。请把数据复制到新建的工作簿后再上传。",
    }
    assert message == expected[stated]
    assert int(kilobytes) < 20_000


def claim_one_megabyte(path: Path) -> None:
    """Alter the listing so that the large part claims to be small."""
    content = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo(SHEET).file_size
    path.write_bytes(content.replace(struct.pack("<L", size), struct.pack("<L", MEGABYTE)))
