"""Bulletins: proposed from stored rows, edited by people, frozen and told when they are issued."""

import io
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from docx import Document
from pypdf import PdfReader

from assessments.actions.bulletins import (
    draft_bulletin,
    drop_bulletin,
    issue_bulletin,
    refresh_bulletin,
    save_bulletin,
)
from assessments.models import Bulletin, Campaign, FrozenRow
from assessments.outputs.drafts import mark_of
from assessments.outputs.states import BulletinState
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from tests.assessments.quarters.making import AFTER, County
from tests.assessments.watch.making import account
from tests.world import World, build, ship

from .making import campaign, finding, furnished, inspected

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 9)


@pytest.fixture
def made() -> County:
    """A county with everything."""
    return furnished()


def drafted(made: County) -> Bulletin:
    """Return a draft on the closed quarter."""
    return draft_bulletin(made.closed(), by=made.world.person("registrar"), at=AFTER)


def texts(bulletin: Bulletin) -> dict[str, str]:
    """Return the texts by code of section."""
    return dict(bulletin.sections.values_list("code", "text"))


def client_of(world: World, role: str) -> Client:
    """Return a client of one of the cast."""
    client = Client()
    client.force_login(world.person(role))
    return client


@pytest.mark.clause("S3-21", "S3-22.1")
def test_a_draft_holds_basis_figures_problems_with_names_and_the_day_of_the_report(made):
    bulletin = drafted(made)
    found = texts(bulletin)
    assert list(found) == ["basis", "overall", "problems", "demands"]
    assert "于2026年9月21日至2026年9月30日开展了检查" in found["basis"]
    assert "共检查账号 3 个，不合格 1 个，合格率 66.67%（2/3）。" in found["overall"]
    assert "的抽查比例 50%（3/6）" in found["overall"]
    failed = made.accounts["c"]
    assert f"{failed.unit.name}“{failed.name}”" in found["problems"]
    assert (bulletin.demand_on, bulletin.signer) == (date(2026, 10, 15), made.world.authority.name)
    assert "于2026年10月15日前" in found["demands"]
    titles = [one["title"] for one in bulletin.lists]
    assert titles[:2] == ["不合格账号清单", "其他问题账号清单"]
    assert "单位考核结果" in titles
    assert bulletin.lists[0]["heads"] == ["新媒体类型", "新媒体名称", "责任单位", "问题类别", "检查时更新日期"]


@pytest.mark.parametrize(
    ("regime", "clause"),
    [
        pytest.param("soe", "S0-19.3", marks=pytest.mark.clause("S0-19.3")),
        pytest.param("gejiu", "S2-19", marks=pytest.mark.clause("S2-19")),
    ],
)
def test_the_reasons_that_a_regulation_names_come_first_with_their_article(regime, clause):
    ship(regime)
    world = build(regime)
    looked = campaign(world)
    reasons = ("silence_days", "carelessness", "poor_effect", "dissatisfaction")
    for number, metric in enumerate(reasons):
        row = inspected(looked, world, account(world.owner, f"示例{number}"), failed=True, level="unit")
        finding(row, world, f"示例问题{number}", metric=metric)

    bulletin = draft_bulletin(looked, by=world.person("registrar"), at=AFTER)

    lines = texts(bulletin)["problems"].splitlines()
    triggers = world.edition.edition.bulletin.triggers
    assert [one.code for one in triggers] == list(reasons)
    for number, (line, trigger) in enumerate(zip(lines, triggers, strict=False)):
        assert line.startswith(f"（{'一二三四'[number]}）{trigger.label}（第十九条）：")
        assert f"“示例{number}”" in line


def test_there_is_one_open_draft_and_a_new_one_after_it_was_given_up(made):
    bulletin = drafted(made)
    registrar = made.world.person("registrar")
    quarter = bulletin.quarter
    assert draft_bulletin(quarter, by=registrar, at=AFTER).pk == bulletin.pk
    copy = Bulletin.objects.get(pk=bulletin.pk)
    copy.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save(force_insert=True)
    drop_bulletin(bulletin, by=registrar, at=AFTER)
    assert draft_bulletin(quarter, by=registrar, at=AFTER).pk != bulletin.pk


@pytest.mark.parametrize("role", ["operator", "head", "observer", "outsider", "line"])
def test_only_the_department_drafts_and_saves(made, role):
    bulletin = drafted(made)
    person = made.world.person(role)
    for act in (
        lambda: draft_bulletin(bulletin.quarter, by=person, at=AFTER),
        lambda: save_bulletin(bulletin, values={}, texts={}, by=person, at=AFTER),
        lambda: refresh_bulletin(bulletin, with_texts=True, by=person, at=AFTER),
        lambda: issue_bulletin(bulletin, by=person, at=AFTER, today=TODAY),
        lambda: drop_bulletin(bulletin, by=person, at=AFTER),
    ):
        with pytest.raises(Forbidden):
            act()
    assert client_of(made.world, role).get(bulletin.get_absolute_url()).status_code == 404


def test_what_was_written_stays_when_figures_are_read_anew(made):
    bulletin, registrar = drafted(made), made.world.person("registrar")
    save_bulletin(
        bulletin, values={"number": "示例发〔2026〕1号"}, texts={"demands": "改好再报。"}, by=registrar, at=AFTER
    )
    inspected(Campaign.objects.get(), made.world, _another(made), failed=True)

    refresh_bulletin(bulletin, with_texts=False, by=registrar, at=AFTER)

    bulletin.refresh_from_db()
    assert (bulletin.number, texts(bulletin)["demands"]) == ("示例发〔2026〕1号", "改好再报。")
    assert len(bulletin.lists[0]["rows"]) == 2
    assert "共检查账号 3 个" in texts(bulletin)["overall"]
    refresh_bulletin(bulletin, with_texts=True, by=registrar, at=AFTER)
    assert "共检查账号 4 个" in texts(bulletin)["overall"]


def _another(made: County):
    return account(made.world.child, "示例新增")


def test_issuing_tells_the_units_and_freezes_every_word(made):
    bulletin, registrar = drafted(made), made.world.person("registrar")
    issued = issue_bulletin(bulletin, by=registrar, at=AFTER, today=TODAY)

    assert (issued.state, issued.dated_on, len(issued.digest)) == (BulletinState.ISSUED, TODAY, 64)
    told = set(Notice.objects.filter(kind="bulletins").values_list("user__username", flat=True))
    assert {"taibai-operator", "taibai-chief", "taibai-outsider", "taibai-child"} <= told
    assert "taibai-registrar" not in told
    assert AuditEvent.objects.filter(action="bulletin.issued", object_id=bulletin.pk).count() == 1
    fresh = Bulletin.objects.get(pk=bulletin.pk)
    fresh.title = "改过"
    with pytest.raises(FrozenRow):
        fresh.save()
    section = fresh.sections.first()
    section.text = "改过"
    with pytest.raises(FrozenRow):
        section.save()
    for act in (
        lambda: save_bulletin(fresh, values={"title": "改过"}, texts={}, by=registrar, at=AFTER),
        lambda: refresh_bulletin(fresh, with_texts=True, by=registrar, at=AFTER),
        lambda: issue_bulletin(fresh, by=registrar, at=AFTER, today=TODAY),
        lambda: drop_bulletin(fresh, by=registrar, at=AFTER),
    ):
        with pytest.raises(Conflict):
            act()


def test_an_unfinished_text_is_not_issued(made):
    bulletin, registrar = drafted(made), made.world.person("registrar")
    save_bulletin(bulletin, values={}, texts={"demands": " "}, by=registrar, at=AFTER)
    with pytest.raises(Refused, match="“三、下一步要求”还没有内容"):
        issue_bulletin(bulletin, by=registrar, at=AFTER, today=TODAY)
    save_bulletin(
        bulletin, values={"demand_on": None}, texts={"demands": "于（请填写日期）前报告"}, by=registrar, at=AFTER
    )
    with pytest.raises(Refused, match="还有“请填写”的空白"):
        issue_bulletin(bulletin, by=registrar, at=AFTER, today=TODAY)
    save_bulletin(bulletin, values={}, texts={"demands": "请整改。"}, by=registrar, at=AFTER)
    with pytest.raises(Refused, match="请填写整改报告期限"):
        issue_bulletin(bulletin, by=registrar, at=AFTER, today=TODAY)


@pytest.mark.clause("S3-22.1")
def test_everybody_in_the_tree_reads_what_was_issued_and_nobody_elsewhere(made):
    bulletin = drafted(made)
    issue_bulletin(bulletin, by=made.world.person("registrar"), at=AFTER, today=TODAY)
    elsewhere = build("gejiu")
    for role in ("operator", "outsider", "child", "line"):
        assert client_of(made.world, role).get(bulletin.get_absolute_url()).status_code == 200
        assert bulletin.title in client_of(made.world, role).get("/assessments/bulletins/").content.decode()
    assert client_of(elsewhere, "registrar").get(bulletin.get_absolute_url()).status_code == 404
    assert client_of(elsewhere, "registrar").get(f"{bulletin.get_absolute_url()}paper/").status_code == 404


def test_the_form_saves_itself_while_somebody_types(made):
    bulletin, client = drafted(made), client_of(made.world, "registrar")
    head = {"title": bulletin.title, "signer": bulletin.signer, "demand_on": "2026-10-20", "to": bulletin.to}
    data = {**head, **{f"text_{code}": text for code, text in texts(bulletin).items()}, "text_problems": "改写的问题。"}
    data["seen"] = mark_of(bulletin)

    quiet = client.post(bulletin.get_absolute_url(), data, headers={"accept": "application/json"})
    bad = client.post(bulletin.get_absolute_url(), {**data, "dated_on": "哪天"}, headers={"accept": "application/json"})

    bulletin.refresh_from_db()
    assert (quiet.status_code, bad.status_code) == (200, 422)
    assert (texts(bulletin)["problems"], bulletin.demand_on) == ("改写的问题。", date(2026, 10, 20))
    data["seen"] = bad.json()["fields"]["seen"]
    done = client.post(bulletin.get_absolute_url(), {**data, "go": "issue"}, follow=True)
    bulletin.refresh_from_db()
    assert bulletin.state == BulletinState.ISSUED
    assert "改写的问题。" in done.content.decode()


def test_the_paper_comes_as_page_pdf_and_word_with_the_same_words(made):
    bulletin, client = drafted(made), client_of(made.world, "registrar")
    address = f"{bulletin.get_absolute_url()}paper/"
    page = client.get(address).content.decode()
    word = Document(io.BytesIO(client.get(f"{address}?as=docx").content))
    pdf = PdfReader(io.BytesIO(client.get(f"{address}?as=pdf").content))
    body = "\n".join(one.text for one in word.paragraphs)
    printed = "".join(one.extract_text() for one in pdf.pages).replace("\n", "").replace(" ", "")
    for words in ("二、存在问题", "不合格账号清单", made.accounts["c"].name):
        assert words in page
        assert words in body or any(words in cell.text for table in word.tables for cell in table._cells)
        assert words in printed
    assert AuditEvent.objects.filter(action="bulletin.paper_taken", object_id=bulletin.pk).count() == 2
    assert "草稿，未印发" in page
