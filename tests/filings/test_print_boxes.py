"""The boxes of every form, measured in the PDF: label, signature, seal and day between two lines of one page."""

import pytest

from filings.models import Filing
from filings.sheet import _joined
from newmedia_portal.regimes.schema import PrintForm
from tests.core.paper.reading import docx_text, pdf_lines, pdf_pages, pdf_places, squeezed
from tests.filings.making import approved, submitted
from tests.filings.pages import client_of
from tests.world import World, build

pytestmark = pytest.mark.django_db
REGIMES = ["soe", "corp", "gejiu", "taibai", "jiusan"]
#: Characters that few fonts have: of names, of places, of the extensions of the standard.
RARE = "𬭎䶮㛃㵘𬸚"


def taken(world: World, filing: Filing, kind: str = "pdf") -> bytes:
    answer = client_of(world.person("operator")).get(f"/filings/{filing.pk}/print/", {"as": kind})
    return bytes(answer.content)


def form_of(filing: Filing) -> PrintForm:
    edition = filing.edition.edition
    return edition.print_form(edition.filing_kind(filing.kind, filing.variant).print_form)


def box_of(lines: list[tuple[float, float, float]], left: float, low: float, high: float) -> tuple[float, float]:
    """Return the heights of the lines next below and next above a text."""
    across = [height for start, end, height in lines if start <= left <= end]
    return max(height for height in across if height <= low + 1), min(height for height in across if height >= high - 1)


@pytest.mark.parametrize("length", [5, 330, 620])
@pytest.mark.parametrize("regime", REGIMES)
def test_no_box_for_a_seal_is_split_whatever_stands_above_it(regime: str, length: int) -> None:
    world = build(regime)
    filing = submitted(world, purpose="示例内容。" * length, link="https://example.com/" + "a" * length)
    made, form = taken(world, filing), form_of(filing)
    lines = pdf_lines(made)
    seals = pdf_places(made, f"（{form.boxes[0].seal}）")
    assert len(seals) == len(form.boxes) * form.copies
    for page, left, low, high in seals:
        below, above = box_of(lines[page], left, low, high)
        room = (above - below) / 72 * 25.4
        inside = [
            text for text in (*{box.signature for box in form.boxes}, "年", *{box.label for box in form.boxes})
            for at, _, bottom, top in pdf_places(made, text) if at == page and below <= bottom and top <= above
        ]  # fmt: skip
        assert room >= 28, f"{regime} {length}: {room:.0f} mm"
        assert max(len(text) for text in inside if text.endswith("签字")) >= 5
        assert "年" in inside
        assert len([text for text in inside if text in {box.label for box in form.boxes}]) >= 1


@pytest.mark.parametrize("regime", REGIMES)
def test_an_ordinary_form_fits_one_sheet_a_copy(regime: str) -> None:
    world = build(regime)
    filing = approved(world)
    title = squeezed(form_of(filing).title)
    sheets = [page for page in pdf_pages(taken(world, filing)) if title in page]
    assert len(sheets) == form_of(filing).copies
    assert all(page.endswith("第1页共1页") for page in sheets)


def test_rare_characters_of_a_name_stand_in_all_three() -> None:
    world = build("corp")
    filing = submitted(world, name=f"示例{RARE}发布")
    page = client_of(world.person("operator")).get(f"/filings/{filing.pk}/print/").content.decode()
    assert RARE in page
    assert RARE in "".join(pdf_pages(taken(world, filing)))
    assert RARE in docx_text(taken(world, filing, "docx"))


def test_a_character_that_no_font_of_the_server_has_is_named_in_the_pdf_and_kept_elsewhere() -> None:
    world = build("corp")
    filing = submitted(world, name="示例𠮷祥发布")
    assert "示例〔缺字U+20BB7〕祥发布" in "".join(pdf_pages(taken(world, filing)))
    assert "示例𠮷祥发布" in docx_text(taken(world, filing, "docx"))


def test_answers_that_share_a_line_read_as_one_sentence() -> None:
    assert _joined(["认为可行。", "", "由办公室运营。", "流程已明确。"]) == "认为可行；由办公室运营；流程已明确。"
    assert _joined(["周某一", "局长"]) == "周某一；局长"
    assert _joined(["", ""]) == ""
