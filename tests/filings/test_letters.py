"""Letters of the authority and the certificate: made of what is on record, reachable from the case, one content."""

import re
from datetime import date, timedelta
from typing import Any
from urllib.parse import unquote, urlsplit

import pypdfium2 as pdfium
import pytest
import zxingcpp
from django.test import Client

from filings import actions
from filings.models import Filing, Obligation
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.paper.texts import day_text
from tests.core.paper.reading import docx_text, page_text, pdf_pages, pdf_picture, squeezed
from tests.filings.making import approved, draft, submitted
from tests.filings.pages import client_of, words
from tests.world import NOON, World, build

pytestmark = pytest.mark.django_db
REGIMES = ["soe", "corp", "gejiu", "taibai", "jiusan"]
#: A millimetre in points; the standard lets margins differ by one.
MM = 72 / 25.4


def at_the_authority(world: World, **own: Any) -> Filing:
    """Return a filing that the unit's own steps have passed."""
    filing = submitted(world, **own)
    while filing.state == "unit":
        world.decide(filing, "approve", opinion="同意上报")
        filing.refresh_from_db()
    return filing


def told(world: World, verb: str, opinion: str, **own: Any) -> Filing:
    filing = at_the_authority(world, **own)
    world.decide(filing, verb, opinion=opinion)
    filing.refresh_from_db()
    return filing


def links(page: Any, testid: str) -> list[str]:
    return re.findall(rf'href="([^"]+)"[^>]* data-testid="{testid}"', page.content.decode())


def letter_of(world: World, filing: Filing, role: str = "registrar", kind: str = "") -> Any:
    client = client_of(world.person(role))
    place = links(client.get(f"/filings/{filing.pk}/"), "letter")[-1]
    return client.get(place, {"as": kind} if kind else {})


@pytest.mark.parametrize("regime", ["corp", "gejiu", "taibai"])
def test_a_return_is_told_in_a_letter_with_its_reasons_and_until_when(regime: str) -> None:
    world = build(regime)
    filing = told(world, "return", "缺少签字\n名称请写全称")
    owed = filing.obligations.get(kind="resubmit")
    said = page_text(letter_of(world, filing).content.decode())
    for text in (
        "退回补正通知书",
        f"编号{filing.number}-退1",
        f"{filing.unit.name}：",
        f"受理编号{filing.number}",
        "缺少签字",
        "名称请写全称",
        f"请于{day_text(owed.due_on)}前补正",
        day_text(date(2026, 9, 18)),
    ):
        assert squeezed(text) in said, text


def test_a_refusal_is_told_in_a_letter_with_its_reasons() -> None:
    world = build("gejiu")
    filing = told(world, "reject", "与单位职能无关")
    said = page_text(letter_of(world, filing).content.decode())
    assert ["不予备案通知书" in said, "与单位职能无关" in said, "情况改变后，可以重新申请备案。" in said] == [True] * 3
    assert "退回" not in said


def test_every_return_has_a_letter_of_its_own_number() -> None:
    world = build("gejiu")
    filing = told(world, "return", "第一次")
    for n in (1, 2):
        filing = actions.submit(filing, version=filing.version, by=world.person("operator"), at=NOON)
        while filing.state == "unit":
            world.decide(filing, "approve", opinion="同意")
            filing.refresh_from_db()
        world.decide(filing, "return", opinion=f"再次{n}")
        filing.refresh_from_db()
    client = client_of(world.person("registrar"))
    places = links(client.get(f"/filings/{filing.pk}/"), "letter")
    numbers = [re.search(r"-退\d", page_text(client.get(place).content.decode()))[0] for place in places]  # type: ignore[index]
    assert numbers == ["-退1", "-退2", "-退3"]


def test_what_the_unit_s_own_leader_returns_is_no_letter_of_the_authority() -> None:
    world = build("gejiu")
    filing = submitted(world)
    world.decide(filing, "return", opinion="先改一改")
    assert links(client_of(world.person("operator")).get(f"/filings/{filing.pk}/"), "letter") == []
    decision = Filing.objects.get(pk=filing.pk)
    assert client_of(world.person("operator")).get(f"/filings/{decision.pk}/letters/1/").status_code == 404


@pytest.mark.parametrize("verb", ["return", "reject"])
def test_the_letter_is_the_same_on_the_page_in_the_pdf_and_in_word(verb: str) -> None:
    world = build("taibai")
    filing = told(world, verb, "请写明𬭎䶮㛃三个字")
    page = letter_of(world, filing).content.decode()
    sheet = re.search(r'<article class="paper .*?</article>', page, re.DOTALL)
    assert sheet is not None
    said = [squeezed(text) for text in re.split(r"<[^>]+>", sheet[0]) if squeezed(text)]
    pdf = "".join(pdf_pages(letter_of(world, filing, kind="pdf").content))
    word = docx_text(letter_of(world, filing, kind="docx").content)
    assert len(said) > 6
    assert [text for text in said if text not in pdf] == []
    assert [text for text in said if text not in word] == []
    assert "𬭎䶮㛃" in pdf


def test_a_letter_is_set_within_the_margins_of_the_standard() -> None:
    world = build("gejiu")
    made = letter_of(world, told(world, "return", "。".join(f"第{n}处需要补正" for n in range(60))), kind="pdf").content
    document = pdfium.PdfDocument(made)
    page = document[0]
    width, height = page.get_size()
    text = page.get_textpage()
    boxes = [text.get_charbox(n) for n in range(text.count_chars()) if text.get_text_range(n, 1).strip()]
    body = [box for box in boxes if box[1] > 34 * MM]
    assert (len(document), round(width / MM), round(height / MM)) == (2, 210, 297)
    assert min(left for left, *_ in body) >= 27 * MM
    assert max(right for _, _, right, _ in body) <= width - 25 * MM
    assert max(top for *_, top in body) <= height - 36 * MM
    assert len(body) > 400


@pytest.mark.parametrize(("role", "status"), [("operator", 200), ("registrar", 200), ("outsider", 404)])
def test_who_sees_the_filing_sees_its_letters(role: str, status: int) -> None:
    world = build("gejiu")
    filing = told(world, "return", "请补正")
    place = links(client_of(world.person("registrar")).get(f"/filings/{filing.pk}/"), "letter")[0]
    assert client_of(world.person(role)).get(place).status_code == status


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_taking_a_letter_is_on_record_and_looking_is_not(kind: str) -> None:
    world = build("gejiu")
    filing = told(world, "return", "请补正")
    letter_of(world, filing)
    assert not AuditEvent.objects.filter(action="filing.letter_taken").exists()
    answer = letter_of(world, filing, kind=kind)
    name = f"退回补正通知书-{filing.number}.{kind}"
    assert unquote(answer["Content-Disposition"]).endswith(name)
    assert AuditEvent.objects.get(action="filing.letter_taken").after == {"name": name}


def owed(world: World, *, days: int) -> Obligation:
    """Return what an unfinished draft owes, counted from a day so long ago."""
    filing = draft(world, event=NOON.date() - timedelta(days=days), at=NOON)
    return filing.obligations.get()


def asked(world: World, obligation: Obligation, role: str = "registrar") -> Any:
    return client_of(world.person(role)).get(f"/filings/obligations/{obligation.pk}/letter/")


def test_the_authority_asks_for_what_is_late_and_says_by_how_much(monkeypatch: pytest.MonkeyPatch) -> None:
    world = build("gejiu")
    obligation = owed(world, days=60)
    monkeypatch.setattr("filings.views.prints.timezone.localdate", lambda: NOON.date())
    said = page_text(asked(world, obligation).content.decode())
    for text in (
        "催报通知书",
        f"{obligation.unit.name}：",
        obligation.label,
        f"法定期限为{day_text(obligation.due_on)}",
        f"依据《{obligation.edition.edition.title}》{obligation.article}",
        "已逾期",
        "尽快登录平台提交",
    ):
        assert squeezed(text) in said, text


def test_nothing_is_called_late_before_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    world = build("gejiu")
    obligation = owed(world, days=1)
    monkeypatch.setattr("filings.views.prints.timezone.localdate", lambda: NOON.date())
    page = asked(world, obligation)
    assert "逾期" not in page_text(re.search(r"<article.*?</article>", page.content.decode(), re.DOTALL)[0])  # type: ignore[index]


@pytest.mark.parametrize("role", ["operator", "chief", "outsider"])
def test_only_the_authority_writes_letters_that_ask(role: str) -> None:
    world = build("gejiu")
    obligation = owed(world, days=60)
    assert client_of(world.person(role)).get(f"/filings/obligations/{obligation.pk}/letter/").status_code == 404


def test_a_correction_that_is_late_is_not_called_an_overdue_filing(monkeypatch: pytest.MonkeyPatch) -> None:
    world = build("gejiu")
    filing = told(world, "return", "请补正")
    obligation = filing.obligations.get(kind="resubmit")
    monkeypatch.setattr("filings.views.prints.timezone.localdate", lambda: obligation.due_on + timedelta(days=30))
    said = page_text(re.search(r"<article.*?</article>", asked(world, obligation).content.decode(), re.DOTALL)[0])  # type: ignore[index]
    assert [word in said for word in ("补正期限为", "已超过补正期限", "法定期限", "逾期")] == [True, True, False, False]


def test_what_was_filed_meanwhile_is_not_asked_for() -> None:
    world = build("gejiu")
    filing = submitted(world)
    obligation = filing.obligations.first()
    assert obligation is not None
    assert client_of(world.person("registrar")).get(f"/filings/obligations/{obligation.pk}/letter/").status_code == 404


@pytest.mark.parametrize("regime", REGIMES)
def test_the_certificate_tells_what_was_filed_and_its_code_is_read_and_true(regime: str) -> None:
    world = build(regime)
    filing = approved(world)
    if getattr(filing, "certificate", None) is None:
        assert client_of(world.person("operator")).get(f"/filings/{filing.pk}/certificate/").status_code == 404
        return
    client = client_of(world.person("operator"))
    place = links(client.get(f"/filings/{filing.pk}/"), "certificate")[0]
    made = client.get(place, {"as": "pdf"}).content
    pages = pdf_pages(made)
    certificate = filing.certificate
    assert len(pages) == 1
    facts = (certificate.number, filing.number, filing.title, filing.unit.name, certificate.check_code)
    for text in (*facts, "加盖备案机关公章"):
        assert squeezed(text) in pages[0]
    codes = zxingcpp.read_barcodes(pdf_picture(made))
    address = urlsplit(codes[0].text)
    assert (len(codes), address.path, "no=" in address.query) == (1, "/verify/", True)
    assert "凭证真实" in words(Client().get(f"{address.path}?{address.query}"))


def test_where_nobody_may_check_the_certificate_carries_no_code_but_its_number(settings: Any) -> None:
    settings.PUBLIC_VERIFY = False
    world = build("gejiu")
    filing = approved(world)
    page = client_of(world.person("operator")).get(f"/filings/{filing.pk}/certificate/")
    assert ('class="qr"' in page.content.decode(), filing.certificate.check_code in words(page)) == (False, True)


def test_the_form_that_waits_for_its_signatures_leads_back_to_its_number() -> None:
    world = build("corp")
    filing = submitted(world)
    client = client_of(world.person("operator"))
    made = client.get(f"/filings/{filing.pk}/print/", {"as": "pdf"}).content
    pictures = [pdf_picture(made, page) for page in range(len(pdf_pages(made)))]
    codes = {code.text for picture in pictures for code in zxingcpp.read_barcodes(picture)}
    assert {urlsplit(text).path for text in codes} == {f"/filings/{filing.pk}/"}
    assert words(client.get(f"/filings/{filing.pk}/")).count(filing.number) >= 1


def test_a_draft_carries_no_code() -> None:
    world = build("corp")
    page = client_of(world.person("operator")).get(f"/filings/{draft(world).pk}/print/")
    assert 'class="qr"' not in page.content.decode()


def test_opinions_on_the_form_tell_name_and_hour() -> None:
    world = build("corp")
    filing = approved(world)
    page = page_text(client_of(world.person("operator")).get(f"/filings/{filing.pk}/print/").content.decode())
    assert page.count("2026年9月18日12:00") >= 4
