"""The form and the record as files: the same content as on the page, logged, and only for those who see the filing."""

import importlib.util
import re
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import zxingcpp
from django.test import Client
from django.utils import timezone

from filings.models import Filing
from newmedia_portal.core.audit.models import AuditEvent
from tests.core.paper.reading import docx_text, pdf_pages, pdf_picture, squeezed
from tests.filings.making import approved, draft, submitted
from tests.filings.pages import client_of, words
from tests.world import World, build

pytestmark = pytest.mark.django_db
REGIMES = ["soe", "corp", "gejiu", "taibai", "jiusan"]


def taken(world: World, filing: Filing, kind: str = "", role: str = "operator") -> Any:
    query = {"as": kind} if kind else {}
    return client_of(world.person(role)).get(f"/filings/{filing.pk}/print/", query)


def said(page: str) -> list[str]:
    """Return the texts of the sheets of a print page, cell by cell."""
    sheets = "".join(re.findall(r'<article class="paper .*?</article>', page, re.DOTALL))
    return [squeezed(text) for text in re.split(r"<[^>]+>", sheets) if squeezed(text)]


@pytest.mark.parametrize("regime", REGIMES)
def test_whatever_stands_on_the_page_stands_in_both_files(regime: str, monkeypatch: pytest.MonkeyPatch) -> None:
    world = build(regime)
    filing = approved(world)
    minute = timezone.now()  # the foot of each sheet says when it was made; a minute may end between two of them
    monkeypatch.setattr("filings.views.prints.timezone", SimpleNamespace(now=lambda: minute))
    page = said(taken(world, filing).content.decode())
    pdf = "".join(pdf_pages(taken(world, filing, "pdf").content))
    word = docx_text(taken(world, filing, "docx").content)
    assert len(page) > 40
    assert [text for text in page if text not in pdf] == []
    assert [text for text in page if text not in word] == []


@pytest.mark.clause("S1-F19", "S1-5.1")
def test_the_files_hold_both_copies_of_the_company_form() -> None:
    world = build("corp")
    filing = submitted(world)
    pages = pdf_pages(taken(world, filing, "pdf").content)
    assert ["公司宣传部留存" in pages[0], "主办单位留存" in pages[1]] == [True, True]
    assert docx_text(taken(world, filing, "docx").content).count("公司新媒体建设备案登记表") == 2


@pytest.mark.clause("S1-3.1.1c")
def test_the_boxes_of_the_company_form_stand_whole_on_their_page() -> None:
    world = build("corp")
    filing = submitted(world, purpose="示例内容。" * 120)
    pages = pdf_pages(taken(world, filing, "pdf").content)
    assert sum(page.count("（加盖单位公章）") for page in pages) == 4
    for page in pages:
        assert page.count("负责人签字") == page.count("（加盖单位公章）") == page.count("年月日")


def test_the_code_of_the_certificate_leads_to_the_page_that_confirms_it() -> None:
    world = build("gejiu")
    made = taken(world, approved(world), "pdf").content
    last = len(pdf_pages(made)) - 1
    codes = zxingcpp.read_barcodes(pdf_picture(made, last))
    address = urlsplit(codes[0].text)
    assert [len(codes), address.path] == [1, "/verify/"]
    assert "凭证真实" in words(Client().get(f"{address.path}?{address.query}"))


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_a_file_bears_the_name_of_the_form_and_its_number_and_its_taking_is_logged(kind: str) -> None:
    world = build("corp")
    filing = submitted(world)
    answer = taken(world, filing, kind)
    name = f"公司新媒体建设备案登记表-{filing.number}.{kind}"
    assert unquote(answer["Content-Disposition"]) == f"attachment; filename*=utf-8''{name}"
    event = AuditEvent.objects.latest("pk")
    assert [event.action, event.actor, event.after] == ["filing.print_taken", world.person("operator"), {"name": name}]


def test_looking_at_the_page_is_not_logged_as_taking_a_file() -> None:
    world = build("corp")
    taken(world, submitted(world))
    assert not AuditEvent.objects.filter(action="filing.print_taken").exists()


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_a_filing_that_one_may_not_see_gives_no_file(kind: str) -> None:
    world = build("corp")
    filing = submitted(world)
    outsider = build("gejiu").person("operator")
    assert client_of(outsider).get(f"/filings/{filing.pk}/print/", {"as": kind}).status_code == 404


def test_an_unknown_kind_of_file_is_not_found() -> None:
    world = build("corp")
    assert taken(world, draft(world), "exe").status_code == 404


def test_the_page_leads_to_print_pdf_and_word() -> None:
    world = build("corp")
    page = taken(world, draft(world)).content.decode()
    assert re.findall(r'href="(\?as=\w+)"', page) == ["?as=pdf", "?as=docx"]
    assert "data-print" in page


def test_without_typst_the_page_takes_the_place_of_the_pdf_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    world = build("corp")
    filing = draft(world)
    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *rest: None if name == "typst" else found(name, *rest)
    )
    answer = taken(world, filing, "pdf")
    assert answer.status_code == 503
    assert "没有安装 PDF 组件" in words(answer)
    assert "?as=pdf" not in answer.content.decode()
    assert "公司新媒体建设备案登记表" in words(answer)
