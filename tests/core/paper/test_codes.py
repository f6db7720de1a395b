"""The square code is read back with a decoder, from each layer."""

import io
import re
import urllib.parse

import pytest
import typst
import zxingcpp
from docx import Document
from PIL import Image

from newmedia_portal.core.paper import to_docx, to_html, to_pdf

from .reading import docx_text, page_text, pdf_pages, pdf_picture, pdf_places, squeezed
from .samples import ADDRESS, form

TEXTS = [ADDRESS, "示例文旅局", "https://portal.example.cn/verify/?number=" + "备" * 40]


def read(picture: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(picture)]


HEADS = pytest.mark.parametrize("head", [False, True], ids=["end", "head"])


@HEADS
@pytest.mark.parametrize("text", TEXTS)
def test_the_code_of_the_pdf_is_read(text: str, head: bool) -> None:
    made = to_pdf(form(qr_text=text, qr_head=head))
    assert [read(pdf_picture(made, page, 4)) for page in (0, 1)] == [[text], [text]]


@HEADS
@pytest.mark.parametrize("text", TEXTS)
def test_the_code_of_the_word_file_is_read(text: str, head: bool) -> None:
    document = Document(io.BytesIO(to_docx(form(qr_text=text, qr_head=head, copies=()))))
    pictures = [part.blob for part in document.part.related_parts.values() if part.partname.endswith(".png")]
    assert [read(Image.open(io.BytesIO(blob)).convert("RGB")) for blob in pictures] == [[text]]


@pytest.mark.parametrize("text", TEXTS)
def test_the_code_of_the_page_is_read(text: str) -> None:
    sources = re.findall(r'src="data:image/svg\+xml[^,"]*,([^"]+)"', to_html(form(qr_text=text, copies=())))
    assert len(sources) == 1
    svg = urllib.parse.unquote(sources[0].replace("&#x27;", "'").replace("&amp;", "&"))
    drawn = f'#set page(width: auto, height: auto)\n#image(bytes({_quoted(svg)}), format: "svg", width: 60mm)'
    assert read(Image.open(io.BytesIO(typst.compile(drawn.encode(), format="png"))).convert("RGB")) == [text]


def test_a_code_beside_the_title_takes_no_room_and_its_lines_stand_behind_the_number() -> None:
    bare, coded = to_pdf(form(qr_text="", copies=())), to_pdf(form(qr_head=True, copies=()))
    assert [place[2] for place in pdf_places(bare, "示例")][-1] == pdf_places(coded, "示例")[-1][2]
    number = form().number
    for layer in (to_html(form(qr_head=True)), docx_text(to_docx(form(qr_head=True))), pdf_pages(coded)[0]):
        said = page_text(layer)
        assert squeezed(number + "".join(form().qr_lines)) in said


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def test_no_code_is_drawn_where_none_is_asked_for() -> None:
    made = to_pdf(form(qr_text=""))
    assert read(pdf_picture(made)) == []
    assert "<img" not in to_html(form(qr_text=""))


def test_who_cannot_see_the_code_is_told_what_it_is() -> None:
    assert 'alt="核验二维码"' in to_html(form())
