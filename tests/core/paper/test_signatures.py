"""A box for a signature and a seal never splits over pages, wherever it comes to stand."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from newmedia_portal.core.paper import Block, Grid, Opinion, Paper, SignatureBox, to_pdf
from newmedia_portal.core.paper.model import Body

from .reading import pdf_pages
from .samples import DAY, labelled

Build = Callable[..., tuple[Any, ...]]
OPINION = Opinion("起首\n经研究同意。\n" + "二" * 200, "负责人签字", "赵某", "加盖公章", DAY)
MARKS = ("起首", "负责人签字：赵某", "（加盖公章）", "2026年9月18日")


def in_grid(filler: int, opinion: Opinion = OPINION) -> tuple[Block, ...]:
    rows = tuple(labelled(f"第{n}行", "示例") for n in range(filler))
    return (Grid((*rows, labelled("意见栏", opinion))),)


def alone(filler: int, opinion: Opinion = OPINION) -> tuple[Block, ...]:
    return (Body(tuple(f"第{n}段。" for n in range(filler))), SignatureBox("意见栏", opinion))


def page_with(pages: list[str], mark: str) -> int:
    assert sum(page.count(mark) for page in pages) == 1
    return next(n for n, page in enumerate(pages) if mark in page)


def pages_of(blocks: tuple[Block, ...], marks: tuple[str, ...]) -> list[int]:
    pages = pdf_pages(to_pdf(Paper("示例登记表", blocks)))
    return [page_with(pages, mark) for mark in marks]


@pytest.mark.parametrize(
    ("build", "fillers"), [(in_grid, range(20, 48)), (alone, range(24, 56))], ids=["grid", "alone"]
)
def test_the_box_stands_whole_after_any_length_of_text(build: Build, fillers: range) -> None:
    stood = {filler: pages_of(build(filler), ("意见栏", *MARKS)) for filler in fillers}
    assert {filler: pages for filler, pages in stood.items() if len(set(pages)) > 1} == {}
    assert {pages[0] for pages in stood.values()} == {0, 1}


@pytest.mark.parametrize("build", [in_grid, alone], ids=["grid", "alone"])
@pytest.mark.parametrize(("length", "fillers"), [(700, range(0, 40, 5)), (1500, range(0, 40, 9)), (20_000, (5,))])
def test_a_very_long_opinion_flows_and_its_signature_stays_together(
    build: Build, length: int, fillers: Iterable[int]
) -> None:
    opinion = Opinion("起首" + "长" * length + "收尾", "负责人签字", "赵某", "加盖公章", DAY)
    for filler in fillers:
        pages = pdf_pages(to_pdf(Paper("示例登记表", build(filler, opinion))))
        assert len({page_with(pages, mark) for mark in MARKS[1:]}) == 1
        assert sum(page.count("长") for page in pages) == length
