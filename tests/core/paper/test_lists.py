"""Long lists: the head on every page, whole rows, memory that the portal does not keep."""

import subprocess
import sys
from pathlib import Path

import pytest

from newmedia_portal.core.paper import Paper, PdfUnavailable, Table, pdf, to_docx, to_html, to_pdf
from scripts.checks import ROOT

from .reading import docx_text, docx_xml, pdf_pages
from .samples import listing

HEAD = "序号主办单位账号名称平台最近更新条数"
#: Run apart, so that nothing else of the suite counts: growth of the highest memory in MB.
MEASURE = """
import resource, sys
import django
django.setup()
from newmedia_portal.core.paper import {maker}
from tests.core.paper.samples import listing
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
paper, small = listing(5000), listing(10)
{maker}(small)
before = peak()
made = {maker}(paper)
print(peak() - before)
open(sys.argv[1], "wb").write(made if isinstance(made, bytes) else made.encode())
"""


def test_the_head_stands_on_every_page_and_no_row_is_lost() -> None:
    pages = pdf_pages(to_pdf(listing(300)))
    assert len(pages) > 5
    assert [HEAD in page for page in pages] == [True] * len(pages)
    assert sum(page.count("示例账号") for page in pages) == 300 + 1
    assert [f"示例单位{n}示例账号{n}" in "".join(pages) for n in (1, 150, 300)] == [True] * 3


def test_the_head_is_marked_as_such_in_the_page_and_the_word_file() -> None:
    assert to_html(listing(3)).count('<thead><tr><th scope="col">') == 1
    xml = docx_xml(to_docx(listing(3)))
    assert xml.count("<w:tblHeader/>") == 1
    assert xml.count("<w:cantSplit/>") == 4


def test_a_row_is_never_split_over_pages_of_the_pdf() -> None:
    rows = tuple((f"起{n}首\n" + "行\n" * (n % 7) + f"收{n}尾",) for n in range(120))
    pages = pdf_pages(to_pdf(Paper("示例", (Table(("内容",), rows),))))
    split = [n for n in range(120) if not any(f"起{n}首" in page and f"收{n}尾" in page for page in pages)]
    assert split == []


@pytest.mark.slow
@pytest.mark.parametrize("maker", ["to_html", "to_docx", "to_pdf"])
def test_five_thousand_rows_are_all_there_and_cost_the_portal_less_than_a_hundred_megabytes(
    maker: str, tmp_path: Path
) -> None:
    program = [sys.executable, "-c", MEASURE.format(maker=maker), str(tmp_path / "made")]
    done = subprocess.run(program, capture_output=True, text=True, cwd=ROOT)
    assert done.stderr == ""
    assert int(done.stdout) < 100
    made = (tmp_path / "made").read_bytes()
    if maker == "to_pdf":
        pages = pdf_pages(made)
        assert [n for n, page in enumerate(pages) if HEAD not in page] == []
        assert f"第{len(pages)}页共{len(pages)}页" in pages[-1]
        found = "".join(pages)
    else:
        found = docx_text(made) if maker == "to_docx" else made.decode()
    assert found.count("官方微信") == 5000


def test_a_list_set_apart_is_the_same_as_one_set_here(monkeypatch: pytest.MonkeyPatch) -> None:
    here = pdf_pages(to_pdf(listing(30)))
    monkeypatch.setattr(pdf, "LONG", 0)
    assert pdf_pages(to_pdf(listing(30))) == here


def test_a_list_set_apart_loses_the_archive_standard_as_one_set_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "LONG", 0)
    made = to_pdf(listing(30, subtitle="前བ后"))
    assert b"pdfaid:part" not in made
    assert "后" in pdf_pages(made)[0]


def test_what_takes_too_long_is_refused_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "LONG", 0)
    monkeypatch.setattr(pdf, "PATIENCE", 0.01)
    with pytest.raises(PdfUnavailable, match="请下载 Word 文件"):
        to_pdf(listing(30))


@pytest.mark.parametrize(("heads", "row", "widths"), [(("a", "b"), ("1",), ()), (("a",), ("1",), (1, 2))])
def test_rows_that_do_not_fit_the_head_are_refused(
    heads: tuple[str, ...], row: tuple[str, ...], widths: tuple[int, ...]
) -> None:
    with pytest.raises(ValueError, match="as many"):
        Table(heads, (row,), widths)
