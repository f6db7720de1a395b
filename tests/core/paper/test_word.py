"""The Word file: margins, fonts, whole rows, elements in the order of the schema."""

import io
import re
from datetime import UTC, datetime

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm

from newmedia_portal.core.paper import Layout, Paper, to_docx

from .reading import W, docx_text, docx_xml
from .samples import every, form, letter, listing, png, running

#: The order in which the schema allows the children that we write.
ORDER = {
    "pPr": "pStyle keepNext keepLines tabs wordWrap spacing ind jc outlineLvl rPr sectPr",
    "rPr": "rFonts b strike color spacing sz szCs lang",
    "tblPr": "tblW jc tblBorders tblLayout tblCellMar",
    "tcPr": "tcW gridSpan vMerge vAlign",
    "sectPr": "headerReference footerReference type pgSz pgMar pgNumType cols docGrid",
}
PAPERS = [pytest.param(paper, id=paper.title) for paper in every()]
PAPERS.append(pytest.param(form(qr_head=True), id="code beside the title"))


def opened(paper: Paper):  # type: ignore[no-untyped-def]
    return Document(io.BytesIO(to_docx(paper)))


def test_a_letter_keeps_the_margins_and_the_text_area_of_the_standard() -> None:
    section = opened(letter()).sections[0]
    sizes = [section.page_width, section.page_height, section.top_margin, section.left_margin]
    assert [round(size / Mm(1)) for size in sizes] == [210, 297, 37, 28]
    width = section.page_width - section.left_margin - section.right_margin
    height = section.page_height - section.top_margin - section.bottom_margin
    assert [round(width / Mm(1)), round(height / Mm(1))] == [156, 225]


def test_a_letter_is_written_in_sixteen_points_with_twenty_two_lines_of_twenty_eight_characters() -> None:
    xml = docx_xml(to_docx(letter()))
    pitch, spread = 579 / 20, -5 / 20
    assert 'w:line="579"' in xml
    assert '<w:spacing w:val="-5"/><w:sz w:val="32"/>' in xml
    assert int(225 / 25.4 * 72 // pitch) == 22
    assert int(156 / 25.4 * 72 // (16 + spread)) == 28


def test_a_wide_list_lies_on_its_side() -> None:
    section = opened(listing(3)).sections[0]
    assert [round(section.page_width / Mm(1)), round(section.page_height / Mm(1))] == [297, 210]


def test_chinese_fonts_are_named_for_chinese_text() -> None:
    content = to_docx(letter())
    fonts = set(re.findall(r'w:eastAsia="([^"]+)"', docx_xml(content)))
    assert fonts == {"方正小标宋简体", "黑体", "楷体"}
    defaults = re.search(r"<w:rPrDefault>.*?</w:rPrDefault>", docx_xml(content, "word/styles.xml"), re.DOTALL)
    assert defaults is not None
    assert 'w:eastAsia="仿宋"' in defaults.group()
    assert "Theme" not in defaults.group()


@pytest.mark.parametrize("paper", PAPERS)
def test_every_row_stays_whole(paper: Paper) -> None:
    document = opened(paper)
    rows = [row for table in document.tables for row in table.rows]
    assert [n for n, row in enumerate(rows) if row._tr.trPr.find(qn("w:cantSplit")) is None] == []


@pytest.mark.parametrize("paper", PAPERS)
def test_elements_stand_in_the_order_of_the_schema(paper: Paper) -> None:
    root = opened(paper).element
    wrong = []
    for name, order in ORDER.items():
        for element in root.iter(f"{W}{name}"):
            names = [child.tag.removeprefix(W) for child in element]
            places = [order.split().index(child) for child in names]
            wrong += [] if places == sorted(places) else [(name, names)]
    assert wrong == []
    assert next(root.iter(f"{W}sectPr"), None) is not None


@pytest.mark.parametrize("paper", PAPERS)
def test_rows_fill_the_columns_of_their_table(paper: Paper) -> None:
    for table in opened(paper).element.iter(f"{W}tbl"):
        columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        for row in table.findall(f"{W}tr"):
            spans = [cell.find(f"{W}tcPr/{W}gridSpan") for cell in row.findall(f"{W}tc")]
            assert sum(int(span.get(qn("w:val"))) if span is not None else 1 for span in spans) == columns


def test_each_sheet_is_a_section_whose_pages_count_from_one() -> None:
    document = opened(form())
    assert len(document.sections) == 2
    assert [section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) for section in document.sections] == ["1", "1"]
    for section in document.sections:
        fields = [field.get(qn("w:instr")) for field in section.footer._element.iter(f"{W}fldSimple")]
        assert fields == ["PAGE", "SECTIONPAGES"]


def test_boxes_are_ticked_with_signs() -> None:
    found = docx_text(to_docx(form(copies=())))
    assert "☐官方微博" in found
    assert "☑官方微信" in found


def test_a_picture_carries_its_words() -> None:
    document = opened(running())
    shape = document.inline_shapes[0]
    assert shape._inline.docPr.get("descr") == "示例图"
    assert document.part.related_parts[shape._inline.graphic.graphicData.pic.blipFill.blip.embed].blob == png()


def test_the_file_tells_its_title_and_moment_and_no_tool() -> None:
    at = datetime(2026, 9, 18, 2, 30, tzinfo=UTC)
    about = Document(io.BytesIO(to_docx(form(), at=at))).core_properties
    assert [about.title, about.author, about.comments] == ["示例新媒体登记表", "", ""]
    assert about.created == at


def test_a_title_of_any_length_is_kept() -> None:
    assert "长" * 1000 in docx_text(to_docx(form(title="长" * 1000, layout=Layout.LETTER)))
