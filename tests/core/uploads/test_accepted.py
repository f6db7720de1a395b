"""What people do send comes in: scans, photographs, office files of several programs, our own papers."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from docx import Document
from openpyxl import Workbook

from newmedia_portal.core.paper import Body, Paper, to_docx, to_pdf
from newmedia_portal.core.uploads import DOCUMENTS, SIGNED, UploadRefused, accept_of, examine
from tests.papers import pdf, picture

from .office import docx_parts, instruction_free, ofd_parts, packed, relation, relations, with_part


def word() -> bytes:
    document, target = Document(), io.BytesIO()
    document.add_heading("示例")
    document.add_picture(io.BytesIO(picture("PNG", (9, 9))))
    document.add_table(2, 2)
    document.save(target)
    return target.getvalue()


def book() -> bytes:
    made, target = Workbook(), io.BytesIO()
    made.active.append(["账号", "=SUM(A1:A3)", '=IF(A1="a|b",1,2)'])
    made.save(target)
    return target.getvalue()


def linked() -> bytes:
    """A DOCX with a link for a click."""
    part = relations(relation("hyperlink", "https://www.example.cn/", "External"))
    return with_part(docx_parts(instruction_free()), "word/_rels/document.xml.rels", part)


PAPER = Paper("示例登记表", (Body(("示例",)),))
GOOD = {
    "扫描件.pdf": pdf,
    "扫描件.PDF": pdf,
    "登记表.pdf": lambda: to_pdf(PAPER),
    "登记表.docx": lambda: to_docx(PAPER),
    "照片.jpg": lambda: picture("JPEG"),
    "照片.jpeg": lambda: picture("JPEG"),
    "截图.png": picture,
    "制度.docx": word,
    "名单.xlsx": book,
    "公文.ofd": lambda: packed(ofd_parts()),
    "链接.docx": linked,
    "2026.09.18 会议纪要（终稿）.v2.pdf": pdf,
}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_comes_in_under_a_blind_name(name: str) -> None:
    found = examine(SimpleUploadedFile(name, GOOD[name]()))
    stem, _, end = found.stored_name.rpartition(".")
    assert found.name == name
    assert (len(stem), stem.isalnum(), end in DOCUMENTS) == (40, True, True)
    assert examine(SimpleUploadedFile(name, GOOD[name]())).stored_name != found.stored_name


def test_a_large_scan_is_read_where_it_lies() -> None:
    with TemporaryUploadedFile("扫描.pdf", "application/pdf", 0, None) as sent:
        sent.write(pdf("x" * 3_000_000))
        sent.size = sent.tell()
        found = examine(sent)
        assert (found.content is sent, sent.tell()) == (True, 0)


@pytest.mark.parametrize(("name", "make"), [("a.docx", word), ("a.xlsx", book)])
def test_a_signed_paper_cannot_be_a_file_that_is_still_written_in(name: str, make: Any) -> None:
    with pytest.raises(UploadRefused, match="请上传 PDF、JPG、PNG、OFD 格式"):
        examine(SimpleUploadedFile(name, make()), kinds=SIGNED)


def test_a_refusal_is_said_at_the_field_it_belongs_to() -> None:
    with pytest.raises(UploadRefused) as refused:
        examine(None, field="screenshot")
    assert (refused.value.field, refused.value.message[:8]) == ("screenshot", "还没有选择文件。")


def test_phones_are_asked_for_pictures_in_words_they_know() -> None:
    assert accept_of(("pdf", "jpg")) == ".pdf,.jpg,.jpeg,image/jpeg"
    assert "heic" not in accept_of(DOCUMENTS)


def test_limits_are_settings(settings: Any) -> None:
    settings.UPLOAD_LARGEST_MB = 1
    with pytest.raises(UploadRefused, match="超过 1 MB"):
        examine(SimpleUploadedFile("a.pdf", pdf("x" * 600_000)))
