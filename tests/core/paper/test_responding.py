"""Answers: the kind asked for, names of files in Chinese, no file shown inside the portal's own page."""

import importlib.util
import io
import zipfile

import pytest
from django.http import Http404
from django.test import RequestFactory

from newmedia_portal.core.paper import PdfUnavailable, kind_asked, respond, to_pdf

from .samples import form

GET = RequestFactory().get


def test_the_address_says_which_kind_is_asked_for() -> None:
    assert [kind_asked(GET(f"/{query}")) for query in ("", "?as=pdf", "?as=docx")] == ["html", "pdf", "docx"]


@pytest.mark.parametrize("kind", ["", "exe", "PDF", "../pdf"])
def test_any_other_kind_is_not_found(kind: str) -> None:
    with pytest.raises(Http404):
        kind_asked(GET("/", {"as": kind}))


@pytest.mark.parametrize(("kind", "begins"), [("pdf", b"%PDF-"), ("docx", b"PK")])
def test_a_file_comes_as_a_download_named_in_chinese(kind: str, begins: bytes) -> None:
    answer = respond(form(), GET("/"), kind, name="示例 登记表")
    coded = "%E7%A4%BA%E4%BE%8B_%E7%99%BB%E8%AE%B0%E8%A1%A8"
    assert answer["Content-Disposition"] == f"attachment; filename*=utf-8''{coded}.{kind}"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.content.startswith(begins)


@pytest.mark.parametrize(
    ("title", "file"),
    [
        ("../../etc/passwd", "etc_passwd.docx"),
        ('a"b\r\nSet-Cookie: x', "a_b_Set-Cookie_x.docx"),
        ("...", "%E6%96%87%E4%BB%B6.docx"),
        ("x" * 500, "x" * 80 + ".docx"),
    ],
)
def test_names_of_files_hold_no_signs_that_lead_elsewhere(title: str, file: str) -> None:
    said = respond(form(title=title), GET("/"), "docx")["Content-Disposition"]
    assert said.split("=")[1].removeprefix("utf-8''").strip('"') == file


def test_a_word_file_is_a_sound_archive() -> None:
    answer = respond(form(), GET("/"), "docx")
    assert zipfile.ZipFile(io.BytesIO(answer.content)).testzip() is None


def test_a_machine_without_typst_says_how_to_get_a_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(PdfUnavailable, match="另存为 PDF"):
        to_pdf(form())
