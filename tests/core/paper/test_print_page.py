"""The print page in a real browser: what the printer would get, and a phone."""

from typing import Any

import pytest
import zxingcpp

from newmedia_portal.core.paper import Paper, to_html
from scripts.checks import ROOT

from .reading import pdf_pages, pdf_picture
from .samples import ADDRESS, every, form, letter, listing, running
from .test_signatures import MARKS, OPINION, alone, in_grid, page_with

pytestmark = pytest.mark.browser
SHEETS = ("tokens", "layout", "print", "paper")


@pytest.fixture
def shown(browser: Any) -> Any:
    """Return a way to show papers in a page with the styles of the portal."""
    page = browser.new_page()

    def show(*papers: Paper) -> Any:
        styles = "".join((ROOT / "static" / "css" / f"{name}.css").read_text(encoding="utf-8") for name in SHEETS)
        page.set_content(f"<!doctype html><html lang='zh-Hans'><style>{styles}</style><main>{to_html(papers)}</main>")
        return page

    yield show
    page.close()


def printed(page: Any) -> bytes:
    return bytes(page.pdf(prefer_css_page_size=True))


@pytest.mark.parametrize("build", [in_grid, alone], ids=["grid", "alone"])
def test_the_box_for_signature_and_seal_is_printed_whole(shown: Any, build: Any) -> None:
    places = set()
    for filler in range(16, 56, 4):
        pages = pdf_pages(printed(shown(Paper("示例登记表", build(filler, OPINION)))))
        stood = {page_with(pages, mark) for mark in ("意见栏", *MARKS)}
        assert len(stood) == 1
        places |= stood
    assert places == {0, 1}


def test_each_copy_and_each_paper_begins_on_a_page_of_its_own(shown: Any) -> None:
    pages = pdf_pages(printed(shown(form(), running())))
    assert [page[:8] for page in pages] == ["示例新媒体登记表", "示例新媒体登记表", "示例稿件审核单(审"[:8]]


def test_a_single_sheet_is_printed_with_page_numbers(shown: Any) -> None:
    pages = pdf_pages(printed(shown(listing(120))))
    assert len(pages) > 2
    assert [f"第{n}页共{len(pages)}页" in page for n, page in enumerate(pages, 1)] == [True] * len(pages)


def test_the_head_of_a_list_is_printed_on_every_page(shown: Any) -> None:
    pages = pdf_pages(printed(shown(listing(120))))
    assert ["序号主办单位账号名称" in page for page in pages] == [True] * len(pages)


def test_the_printed_code_is_read(shown: Any) -> None:
    made = printed(shown(form(copies=())))
    assert [code.text for code in zxingcpp.read_barcodes(pdf_picture(made))] == [ADDRESS]


def test_a_code_beside_the_title_is_read_on_each_sheet_and_leaves_no_trace_on_another(shown: Any) -> None:
    made = printed(shown(form(qr_head=True)))
    pictures = [pdf_picture(made, page) for page in range(len(pdf_pages(made)))]
    assert [[code.text for code in zxingcpp.read_barcodes(picture)] for picture in pictures] == [[ADDRESS], [ADDRESS]]
    feet = [picture.crop((0, int(picture.height * 0.9), picture.width, picture.height)) for picture in pictures]
    assert [foot.convert("L").getextrema() for foot in feet] == [(255, 255), (255, 255)]


def test_a_letter_is_printed_within_the_margins_of_the_standard(shown: Any) -> None:
    picture = pdf_picture(printed(shown(letter())), scale=2)
    ink = picture.convert("L").point(lambda shade: 255 if shade < 128 else 0)
    per_mm = 2 * 72 / 25.4
    left, top, right, _ = (side / per_mm for side in ink.getbbox() or (0, 0, 0, 0))
    assert picture.size == (1191, 1684) or picture.size == (1190, 1684)
    assert [left >= 28, top >= 37, right <= 28 + 156] == [True] * 3


@pytest.mark.parametrize("paper", [pytest.param(paper, id=paper.title) for paper in every()])
def test_a_phone_shows_the_paper_without_moving_the_page_sideways(shown: Any, paper: Paper) -> None:
    page = shown(paper)
    page.set_viewport_size({"width": 375, "height": 812})
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
