"""What is told upward is taken note of above, asked back and answered, and never decided there (上级备案)."""

import pytest

from filings.actions.upward import acknowledge, answer, ask_back, file_upward
from filings.models import UpwardReceipt
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from tests.filings.making import approved, submitted
from tests.filings.pages import client_of, words
from tests.world import NOON, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return build("jiusan")


@pytest.fixture
def receipt(world):
    return UpwardReceipt.objects.get(filing=approved(world, collective_decision=False))


@pytest.mark.clause("S4-03.1")
def test_an_approved_filing_waits_above_to_be_taken_note_of(world, receipt):
    assert (receipt.unit, receipt.article, receipt.word) == (world.superior, "第三条第一款", "待知悉")
    assert receipt.told_at == receipt.filing.decided_at
    assert file_upward(receipt.filing, at=NOON) == receipt


@pytest.mark.parametrize(
    ("regime", "variant", "told"),
    [
        pytest.param("gejiu", "nongov", True, marks=pytest.mark.clause("S2-05.4")),
        ("gejiu", "standard", False),
        ("jiusan", "group_temp", False),
        pytest.param("jiusan", "group_long", True, marks=pytest.mark.clause("S4-03.4b")),
    ],
)
def test_only_what_the_edition_tells_upward_is_told(regime, variant, told):
    world = build(regime)
    if variant == "nongov":
        world.owner.kind = "company"
        world.owner.save()
    filing = approved(world, "open", variant)
    assert UpwardReceipt.objects.filter(filing=filing).exists() is told


def test_nothing_is_told_before_the_last_decision(world):
    submitted(world, collective_decision=False)
    assert not UpwardReceipt.objects.exists()


@pytest.mark.clause("S4-03.1")
def test_the_receipt_goes_to_the_unit_and_stands_in_the_log(world, receipt):
    acknowledge(receipt, note="已备案。", by=world.person("superior"), at=NOON)
    receipt.refresh_from_db()
    assert (receipt.word, receipt.acknowledged_by, receipt.acknowledged_at) == (
        "已知悉", world.person("superior"), NOON,
    )  # fmt: skip
    assert Notice.objects.filter(user=world.person("operator"), kind="filing.upward", title__contains="知悉").exists()
    assert Notice.objects.filter(user=world.person("registrar"), kind="filing.upward").exists()
    assert AuditEvent.objects.filter(action="filing.noted_above", object_id=receipt.filing_id).count() == 1
    with pytest.raises(Conflict, match="已经知悉"):
        acknowledge(receipt, by=world.person("superior"), at=NOON)


def test_asking_back_leaves_the_filing_approved_and_waits_for_an_answer(world, receipt):
    ask_back(receipt, question="请说明编审人员。", by=world.person("superior"), at=NOON)
    receipt.refresh_from_db()
    assert (receipt.word, receipt.filing.state) == ("待说明", "approved")
    with pytest.raises(Conflict):
        ask_back(receipt, question="再问一次。", by=world.person("superior"), at=NOON)
    answer(receipt, text="由办公室负责。", by=world.person("operator"), at=NOON)
    receipt.refresh_from_db()
    assert (receipt.word, receipt.answer, receipt.answered_by) == ("待知悉", "由办公室负责。", world.person("operator"))
    assert Notice.objects.filter(user=world.person("superior"), title__contains="已答复").exists()


@pytest.mark.parametrize("who", ["operator", "chief", "registrar", "director", "outsider"])
def test_nobody_else_takes_note_or_asks(world, receipt, who):
    for act in (acknowledge, lambda one, **by: ask_back(one, question="请说明。", **by)):
        with pytest.raises(Forbidden):
            act(receipt, by=world.person(who), at=NOON)


@pytest.mark.parametrize("who", ["superior", "outsider", "chief", "observer"])
def test_nobody_else_answers(world, receipt, who):
    ask_back(receipt, question="请说明。", by=world.person("superior"), at=NOON)
    with pytest.raises(Forbidden):
        answer(receipt, text="示例。", by=world.person(who), at=NOON)


@pytest.mark.parametrize("words_", ["", "   "])
def test_questions_and_answers_have_words(world, receipt, words_):
    with pytest.raises(Refused, match="请写明"):
        ask_back(receipt, question=words_, by=world.person("superior"), at=NOON)
    with pytest.raises(Refused, match="请写明"):
        answer(receipt, text=words_, by=world.person("operator"), at=NOON)


def test_the_department_above_works_from_its_list(world, receipt):
    above = client_of(world.person("superior"))
    assert "待知悉 1 件" in words(above.get("/filings/upward/"))
    page = above.get(f"/filings/{receipt.filing_id}/")
    assert "上级是接收方，不是审批人" in words(page)
    sent = above.post(f"/filings/{receipt.filing_id}/upward/acknowledge/", {"note": "已阅。"})
    assert sent.status_code == 302
    assert "待知悉 0 件" in words(above.get("/filings/upward/"))
    assert "已阅。" in words(client_of(world.person("operator")).get(f"/filings/{receipt.filing_id}/"))
    printed = words(client_of(world.person("operator")).get(f"/filings/{receipt.filing_id}/print/"))
    assert "已阅。" in printed


def test_a_reader_without_the_right_finds_nothing_to_send(world, receipt):
    for who in ("operator", "registrar"):
        answered = client_of(world.person(who)).post(f"/filings/{receipt.filing_id}/upward/acknowledge/")
        assert answered.status_code == 404
    assert client_of(world.person("operator")).get("/filings/upward/").status_code == 404


def test_an_empty_question_is_refused_on_the_page(world, receipt):
    page = client_of(world.person("superior")).post(f"/filings/{receipt.filing_id}/upward/ask/", {"question": " "})
    assert page.status_code == 422
    assert "请写明要了解的事项。" in words(page)
