"""Pages of measures (处置页面): who finds what, one form for each step, documents, lists, counts."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from assessments.models import EnforcementCase
from tests.world import build

from .making import answered, decided, delivered, its_account, proposed

pytestmark = pytest.mark.django_db
HOME = "/assessments/enforcement/"
CAST = ("operator", "head", "chief", "editor", "outsider", "child", "observer", "registrar", "director")


def finders(client, world, case) -> set[str]:
    found = set()
    for role in CAST:
        client.force_login(world.person(role))
        if client.get(f"{HOME}{case.pk}/").status_code == 200:
            found.add(role)
    return found


def token_of(page: str) -> str:
    return page.split('name="token" value="')[1].split('"')[0]


def test_before_its_delivery_a_decision_is_the_departments_alone(client):
    world = build("soe")
    assert finders(client, world, proposed(world)) == {"registrar", "director"}
    assert finders(client, world, decided(world)) == {"registrar", "director"}


def test_after_its_delivery_leaders_and_writers_of_the_unit_find_it(client):
    world = build("soe")
    assert finders(client, world, delivered(world)) == {"operator", "head", "chief", "registrar", "director"}


def test_a_measure_on_persons_is_found_by_director_proposer_and_head_of_the_unit(client):
    world = build("soe")
    case = delivered(world, "accountability", persons="示例负责人", by="registrar")
    assert finders(client, world, case) == {"chief", "registrar", "director"}
    EnforcementCase._base_manager.filter(pk=case.pk).update(proposed_by=world.cast["superior"])
    assert finders(client, world, case) == {"chief", "director"}


def test_what_is_handed_over_is_not_shown_to_the_unit(client):
    from assessments.actions import enforcement as actions
    from tests.world import NOON

    world = build("taibai")
    case = decided(world, "referral", partners="示例机关")
    given = {"delivery": "paper", "on": NOON.date(), "received_by": "示例收件人"}
    actions.deliver(case, **given, by=world.person("registrar"), at=NOON)
    assert finders(client, world, case) == {"registrar", "director"}


def test_a_measure_is_proposed_by_unit_measure_and_facts(client):
    world = build("gejiu")
    account = its_account(world)
    client.force_login(world.person("registrar"))
    measures = client.get(f"{HOME}new/?unit={world.owner.pk}").content.decode()
    address = f"{HOME}new/?unit={world.owner.pk}&measure=order_close"
    page = client.get(address).content.decode()
    empty = client.post(address, {"token": token_of(page)})
    sent = {"token": token_of(page), "account": account.pk, "words": "示例事实", "due_on": "2099-01-05"}
    answer = client.post(address, sent)
    case = EnforcementCase.objects.get()
    assert "措施是集合，不是阶梯" in measures
    assert ("涉及人员" in page, empty.status_code) == (False, 422)
    assert (answer["Location"], case.measure, str(case.due_on)) == (f"{HOME}{case.pk}/", "order_close", "2099-01-05")
    assert client.post(address, sent)["Location"] == f"{HOME}{case.pk}/"
    assert EnforcementCase.objects.count() == 1


def test_only_the_department_opens_the_form_and_only_for_its_units(client):
    world, other = build("soe"), build("soe", mark="二")
    client.force_login(world.person("operator"))
    assert client.get(f"{HOME}new/").status_code in (403, 404)
    client.force_login(world.person("registrar"))
    assert client.get(f"{HOME}new/?unit={other.owner.pk}").status_code == 404


def test_a_refused_decision_says_so_beside_what_was_typed(client):
    world = build("soe")
    case = proposed(world)
    client.force_login(world.person("director"))
    answer = client.post(f"{HOME}{case.pk}/decide/", {"verdict": "refuse", "opinion": ""})
    assert (answer.status_code, "不同意的，请写明理由" in answer.content.decode()) == (409, True)


def test_the_unit_signs_for_a_decision_and_answers(client):
    world = build("soe")
    case = delivered(world)
    client.force_login(world.person("operator"))
    client.post(f"{HOME}{case.pk}/acknowledge/")
    page = client.get(f"{HOME}{case.pk}/answer/").content.decode()
    client.post(f"{HOME}{case.pk}/answer/", {"words": "已整改。", "token": token_of(page)})
    case.refresh_from_db()
    assert (case.state, case.answer, case.acknowledged_by.username) == ("answered", "已整改。", "soe-operator")


@pytest.mark.parametrize(
    ("regime", "measure", "more", "word"),
    [
        ("soe", "talk", {}, "约谈通知书"),
        ("taibai", "referral", {"partners": "示例机关"}, "移交函"),
        ("jiusan", "discipline_admin", {"persons": "示例人员"}, "追责建议书"),
        ("gejiu", "commendation", {}, "表彰决定"),
    ],
)
def test_the_document_names_addressee_article_and_number(client, regime, measure, more, word):
    world = build(regime)
    case = decided(world, measure, **more)
    client.force_login(world.person("director"))
    page = client.get(f"{HOME}{case.pk}/paper/").content.decode()
    docx = client.get(f"{HOME}{case.pk}/paper/?as=docx")
    for text in (word, case.number, case.article, world.authority.name):
        assert text in page
    assert (docx.status_code, docx.content[:2]) == (200, b"PK")


def test_there_is_no_document_before_the_decision(client):
    world = build("soe")
    client.force_login(world.person("director"))
    assert client.get(f"{HOME}{proposed(world).pk}/paper/").status_code == 404


def test_the_list_takes_the_same_few_statements_for_one_and_three_rows(client):
    world = build("soe")
    client.force_login(world.person("director"))
    counts = []
    for number in (1, 2):
        for _ in range(number):
            decided(world)
        client.get(HOME)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(HOME)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 10


def test_the_list_goes_out_as_a_workbook_without_names_of_persons(client):
    world = build("soe")
    decided(world, "accountability", persons="示例负责人甲")
    client.force_login(world.person("director"))
    book = load_workbook(BytesIO(b"".join(client.get(f"{HOME}?export=xlsx"))))
    texts = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "问责" in texts
    assert not any("示例负责人甲" in text for text in texts)


def test_the_counts_are_of_cases_and_units_and_leave_out_what_was_revoked(client):
    world = build("soe")
    answered(world)
    decided(world)
    decided(world, unit=world.foreign)
    client.force_login(world.person("director"))
    page = client.get(f"{HOME}statistics/?year=2026").content.decode()
    assert 'data-testid="cases"' in page
    assert "不统计个人" in page or "不对个人统计" in page
