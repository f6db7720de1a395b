"""Beginning a filing, saving what is right already, the way from the check page and back, papers."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from filings import actions
from filings.checks import checks_of
from filings.models import Attachment, Filing
from newmedia_portal.core.audit.models import AuditEvent
from tests.filings.making import approved, draft, upload
from tests.filings.pages import client_of, task_post, words
from tests.papers import picture
from tests.world import NOON, World, build

pytestmark = pytest.mark.django_db
QUIET = {"headers": {"accept": "application/json"}}


def desk() -> tuple[World, Filing]:
    world = build("gejiu")
    return world, draft(world)


def fresh(world: World) -> Filing:
    return actions.start(world.owner, kind="open", variant="standard", by=world.person("operator"), at=NOON)


def test_the_choice_names_each_event_with_its_period_and_article() -> None:
    world = build("gejiu")
    said = words(client_of(world.person("operator")).get("/filings/new/"))
    limit = world.edition.edition.filing_kind("open").limit
    assert limit is not None
    assert limit.text in said
    assert "新开了账号" in said


def test_only_people_who_write_for_a_unit_begin_filings() -> None:
    world = build("gejiu")
    asked = {
        role: client_of(world.person(role)).get("/filings/new/").status_code
        for role in ("operator", "chief", "registrar")
    }
    assert asked == {"operator": 200, "chief": 404, "registrar": 404}


def test_the_form_of_a_beginning_sent_twice_is_one_draft() -> None:
    world = build("gejiu")
    client = client_of(world.person("operator"))
    form = {"variant": "standard", "token": "t-1"}
    first, second = (client.post("/filings/new/open/", form) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Filing.objects.count() == 1


def test_a_change_without_an_account_is_refused_with_the_remedy() -> None:
    world = build("gejiu")
    answer = client_of(world.person("operator")).post("/filings/new/change/", {"variant": "standard", "token": "t"})
    assert answer.status_code == 422
    assert "请先选择要办理的账号。" in words(answer)


def test_the_account_of_another_unit_cannot_be_named() -> None:
    world = build("gejiu")
    account = approved(world).account
    answer = client_of(world.person("outsider")).post(
        "/filings/new/change/", {"account": account.pk, "variant": "standard"}
    )
    assert answer.status_code == 404


def test_while_typing_the_sound_answers_are_saved_and_the_others_are_named() -> None:
    world, filing = desk()
    client = client_of(world.person("operator"))
    data = task_post(filing, "account", name="示例乙", opened_on="2026-02-30")
    answer = client.post(f"/filings/{filing.pk}/task/account/", data, **QUIET)
    before = filing.data["opened_on"]
    filing.refresh_from_db()
    assert answer.status_code == 422
    assert answer.json()["fields"] == {"version": filing.version}
    assert (filing.data["name"], filing.data["opened_on"]) == ("示例乙", before)


def test_the_check_page_leads_to_what_is_missing_and_back() -> None:
    world = build("gejiu")
    filing = fresh(world)
    client = client_of(world.person("operator"))
    page = client.get(f"/filings/{filing.pk}/check/").content.decode()
    address = f"/filings/{filing.pk}/task/account/?from=check"
    assert f'<a href="{address}#id_name">请填写“账号名称”。</a>' in page
    task = client.get(address).content.decode()
    assert task.count("请填写“账号名称”。") == 2
    answer = client.post(address, task_post(filing, "account", name="示例", go="check"))
    assert answer["Location"] == f"/filings/{filing.pk}/check/"


def test_a_paper_comes_in_is_downloaded_on_record_and_goes() -> None:
    world, filing = desk()
    client = client_of(world.person("operator"))
    client.post(f"/filings/{filing.pk}/papers/", {"paper": "meeting_minutes", "file": upload("neu", "纪要.pdf")})
    paper = Attachment.objects.get(name="纪要.pdf")
    answer = client.get(f"/filings/{filing.pk}/papers/{paper.pk}/")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert AuditEvent.objects.filter(action="filing.paper_downloaded").count() == 1
    client.post(f"/filings/{filing.pk}/papers/{paper.pk}/remove/")
    paper.refresh_from_db()
    assert paper.removed_at is not None


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("空.pdf", b"", "这个文件是空的"),
        ("程序.exe", b"MZ\x00", "不支持这种文件"),
        ("假.pdf", b"\x89PNG\r\n\x1a\n", "文件扩展名与内容不符"),
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "这是旧版 Office 文件"),
    ],
)
def test_every_fault_of_a_file_is_told_apart(name: str, content: bytes, said: str) -> None:
    world, filing = desk()
    form = {"paper": "meeting_minutes", "file": SimpleUploadedFile(name, content)}
    answer = client_of(world.person("operator")).post(f"/filings/{filing.pk}/papers/", form)
    assert answer.status_code == 422
    assert said in words(answer)


def test_a_hand_in_without_a_file_says_so() -> None:
    world, filing = desk()
    answer = client_of(world.person("operator")).post(f"/filings/{filing.pk}/papers/", {"paper": "meeting_minutes"})
    assert "还没有选择文件" in words(answer)


@pytest.mark.parametrize("role", ["chief", "registrar", "line", "outsider", "child"])
@pytest.mark.parametrize("page", ["task/account/", "papers/", "check/"])
def test_nobody_but_its_writers_opens_the_forms_of_a_draft(role: str, page: str) -> None:
    world, filing = desk()
    assert client_of(world.person(role)).get(f"/filings/{filing.pk}/{page}").status_code == 404


@pytest.mark.clause("S0-05.1c")
def test_the_avatar_is_asked_for_comes_in_and_is_checked() -> None:
    world = build("soe")
    filing = draft(world)
    client = client_of(world.person("operator"))
    address = f"/filings/{filing.pk}/papers/"
    assert "账号头像" in words(client.get(address))
    client.post(address, {"paper": "avatar", "file": SimpleUploadedFile("头像.png", picture())})
    avatar = Attachment.objects.get(paper="avatar")
    assert avatar.get_paper_display() == "账号头像"
    assert [check.status for check in checks_of(filing) if check.code == "avatar_present"] == ["ok"]
