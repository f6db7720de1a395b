"""One paper in three layers: the same texts, copies and page numbers in the page, the PDF and the Word file."""

import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest

from newmedia_portal.core.paper import (
    Body,
    Cell,
    Grid,
    Layout,
    Opinion,
    Paper,
    Paragraphs,
    Picture,
    shapes,
    to_docx,
    to_html,
    to_pdf,
)
from newmedia_portal.core.paper import pdf as setting

from . import samples
from .reading import catalog, docx_text, page_text, pdf_pages, squeezed

MM = 72 / 25.4
PAPERS = [pytest.param(paper, id=paper.title) for paper in samples.every()]
LAYERS = {
    "page": lambda paper: page_text(to_html(paper)),
    "pdf": lambda paper: "".join(pdf_pages(to_pdf(paper))),
    "word": lambda paper: docx_text(to_docx(paper)),
}
HOSTILE = [
    '#read("/etc/passwd")',
    '#import "@preview/x:0.1.0"; $x^2$ *粗* _斜_ `码` <label> @ref // 注释 /* */',
    "\\ \\\\ \\n \\u{41} C:\\temp\\名单",
    "\"双引号\" '单引号' “中文引号” -- --- ... ~ ",
    "{{ settings.SECRET_KEY }}{% load x %}<script>alert(1)</script>&amp;&lt;",
    "]]></w:t><w:br/>&#0;",
    "=1+1;@cmd|' /C calc'!A0",
]


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("layer", LAYERS)
def test_every_text_of_the_model_is_found(layer: str, paper: Paper) -> None:
    found = LAYERS[layer](paper)
    assert [text for text in samples.texts_of(paper) if squeezed(text) not in found] == []


@pytest.mark.parametrize("layer", LAYERS)
def test_a_day_is_written_in_full_and_an_open_one_leaves_room(layer: str) -> None:
    found = LAYERS[layer](samples.form(copies=()))
    assert found.count("2026年9月18日") == 1
    assert found.count("年月日") == 2


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_looks_like_code_is_printed_as_text(layer: str, text: str) -> None:
    paper = samples.form(
        title=text, number=text, footer=text, copies=(text,), qr_lines=(text,), blocks=hostile_blocks(text)
    )
    found = LAYERS[layer](paper)
    assert found.count(squeezed(text)) >= 9
    assert "root:" not in found


def hostile_blocks(text: str) -> tuple[Grid | Body, ...]:
    rows = (samples.labelled(text, text), samples.labelled("意见", Opinion(text, text, text, text)))
    return Grid(rows), Body((text,))


@pytest.mark.parametrize("layer", LAYERS)
def test_signs_that_no_layer_can_hold_are_left_out_and_the_rest_stays(layer: str) -> None:
    bad = "前\x00\x07\x1b\x85\ud800\ufffe\u202e后"
    assert "前\ufffd后" in LAYERS[layer](Paper("标题", (Body((bad,)),)))


@pytest.mark.parametrize("layer", LAYERS)
def test_a_word_of_ten_thousand_letters_is_printed_whole(layer: str) -> None:
    word = "W" * 10_000
    paper = Paper(
        "标题", (Body((word,)), Grid((samples.labelled("名称", word), samples.labelled("意见", Opinion(word)))))
    )
    assert LAYERS[layer](paper).count("W") == 30_000


def test_a_long_word_stays_between_the_margins_of_the_pdf() -> None:
    document = pdfium.PdfDocument(to_pdf(Paper("标题", (Grid((samples.labelled("名称", "W" * 10_000),)),))))
    for page in document:
        text = page.get_textpage()
        rights = [text.get_charbox(n)[2] for n in range(text.count_chars())]
        assert max(rights) <= (210 - 12) * MM
    document.close()


@pytest.mark.parametrize("text", [samples.RARE, "镕堃喆犇燚", "鿰鿍", "㐂䲟"])
def test_rare_characters_are_in_the_pdf_and_its_fonts(text: str) -> None:
    pdf = to_pdf(Paper("标题", (Body((text,)),)))
    assert text in pdf_pages(pdf)[0]
    assert b"pdfaid:part" in pdf  # the archive standard refuses a character without a shape


@pytest.mark.parametrize(("sign", "said"), [("𠮷", "20BB7"), ("𫚉", "2B689"), ("😀", "1F600"), ("\ue863", "E863")])
def test_a_rare_sign_that_no_font_has_is_replaced_by_its_number_and_never_vanishes(sign: str, said: str) -> None:
    paper = Paper("标题", (Body((f"前{sign}后",)),))
    pdf = to_pdf(paper)
    assert f"前〔缺字U+{said}〕后" in pdf_pages(pdf)[0]
    assert b"pdfaid:part" in pdf
    assert f"前{sign}后" in to_html(paper)
    assert f"前{sign}后" in docx_text(to_docx(paper))


def test_a_font_of_the_office_brings_its_shapes(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    settings.PAPER_FONTS = str(tmp_path)
    folders = tuple(setting.font_folders())
    assert folders[0] == tmp_path
    assert [shapes.has_shape(sign, folders) for sign in "䶮𠮷"] == [True, False]
    assert not shapes.has_shape("䶮", (tmp_path,))


def test_a_sign_that_no_font_has_costs_the_archive_standard_but_not_the_paper() -> None:
    pdf = to_pdf(Paper("标题", (Body(("前བོད后",)),)))
    assert b"pdfaid:part" not in pdf
    assert "后" in pdf_pages(pdf)[0]


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize(
    "data", [b"", b"no picture", samples.png()[:40], b"\xff\xd8\xff\xe0broken"], ids=["none", "text", "cut", "jpeg"]
)
def test_a_broken_picture_costs_only_itself(layer: str, data: bytes) -> None:
    found = LAYERS[layer](Paper("标题", (Body(("前", Picture(data, "示例图"), "后")),)))
    assert "前" in found
    assert "后" in found


@pytest.mark.parametrize("paper", PAPERS)
def test_the_pdf_is_tagged_speaks_chinese_and_is_fit_for_the_archive(paper: Paper) -> None:
    pdf = to_pdf(paper)
    root = catalog(pdf)
    assert root["/MarkInfo"]["/Marked"] is True or bool(root["/MarkInfo"]["/Marked"])
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "zh-CN"
    assert b"<pdfaid:part>2" in pdf
    assert b"<pdfuaid:part>1" in pdf


def test_pages_are_numbered_copy_by_copy() -> None:
    rows = tuple(samples.labelled(f"第{n}行", "示例") for n in range(60))
    pages = pdf_pages(to_pdf(samples.form(blocks=(Grid(rows),))))
    assert len(pages) == 4
    numbers = [page[page.rindex("第") :] for page in pages]
    assert [number[:8] for number in numbers] == ["第1页共2页", "第2页共2页", "第1页共2页", "第2页共2页"]


def test_each_copy_is_a_sheet_of_its_own() -> None:
    pages = pdf_pages(to_pdf(samples.form()))
    assert ["第一联部门留存" in pages[0], "第二联单位留存" in pages[1], len(pages)] == [True, True, 2]
    assert to_html(samples.form()).count("<article") == 2
    assert docx_text(to_docx(samples.form())).count("示例新媒体登记表") == 2


def test_several_papers_come_in_one_file_in_their_order() -> None:
    pages = pdf_pages(to_pdf(samples.every()))
    places = [next(n for n, page in enumerate(pages) if paper.title in page) for paper in samples.every()]
    assert places == sorted(places)
    assert len(set(places)) == 4


def test_the_same_paper_and_moment_give_the_same_pdf() -> None:
    at = datetime(2026, 9, 18, 2, tzinfo=UTC)
    assert to_pdf(samples.form(), at=at) == to_pdf(samples.form(), at=at)


def test_neither_typst_nor_docx_is_loaded_before_it_is_needed() -> None:
    code = (
        "import sys, newmedia_portal.core.paper\n"
        "print([name for name in ('typst', 'docx', 'pylopdf_fonts_zh_cn') if name in sys.modules])"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "newmedia_portal.settings.test", "PATH": ""}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == "[]"


def test_a_cell_that_spans_the_sheet_stands_without_others() -> None:
    grid = Grid(((Cell("一", 3),), (Cell("二", 1), Cell("三", 2))))
    assert '<td colspan="2">一</td>' in to_html(Paper("标题", (grid,)))


def test_a_letter_has_twenty_two_lines_of_twenty_eight_characters_in_its_text_area() -> None:
    document = pdfium.PdfDocument(to_pdf(Paper("标题", (Paragraphs(("字" * 28 * 60,)),), layout=Layout.LETTER)))
    text = document[1].get_textpage()
    boxes = [text.get_charbox(n) for n in range(text.count_chars()) if text.get_text_range(n, 1) == "字"]
    document.close()
    lines = Counter(round(box[1]) for box in boxes)
    assert set(lines.values()) == {28}
    assert len(lines) == 22
    assert 28 <= min(box[0] for box in boxes) / MM <= 29
    assert max(box[2] for box in boxes) / MM <= 28 + 156
    assert 36.5 <= 297 - max(box[3] for box in boxes) / MM <= 38
