"""The pages of impostor cases: they open for those who may; the letter is one text three times."""

from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Platform
from duties.actions import impostors as actions
from duties.impostors.compare import matches_of
from duties.impostors.paper import letter_paper
from duties.models import ImpostorCase
from tests.core.paper.reading import docx_text
from tests.duties.making import account, furnished
from tests.filings.pages import client_of, words
from tests.world import World

from .making import FINDING, answered, confirmed, entered, involved, later, reported, sent, written

pytestmark = pytest.mark.django_db
LIST_LIMIT = 10


@pytest.fixture
def world() -> World:
    """The county."""
    return furnished("taibai")


def pages_of(case: ImpostorCase) -> list[str]:
    names = ("", "-unit", "-confirm", "-dismiss", "-involve", "-letter", "-filed", "-close", "-reopen")
    return [reverse(f"duties:impostor{name}", args=[case.pk]) for name in names]


def test_pages_open_for_handlers_and_are_not_found_by_others(world: World) -> None:
    case = entered(world)
    confirmed(world, case)
    involved(world, case, "police")
    letter = written(world, case)
    more = [reverse(f"duties:impostor-letter-{name}", args=[letter.pk]) for name in ("sent", "outcome", "print")]
    more += [reverse("duties:impostor-partner", args=[case.contacts.get().pk]), reverse("duties:impostors")]
    everything = [*pages_of(case), *more]
    client = client_of(world.person("registrar"))
    assert {page: client.get(page).status_code for page in everything if client.get(page).status_code != 200} == {}
    owner = client_of(world.person("operator"))
    assert [page for page in everything if owner.get(page).status_code != 200] == [pages_of(case)[1]]
    stranger = client_of(world.person("outsider"))
    assert {stranger.get(page).status_code for page in everything[:-1]} == {404}
    assert FINDING not in words(stranger.get(everything[-1]))


def test_the_department_chooses_the_unit_and_the_unit_enters_its_own(world: World) -> None:
    desk = client_of(world.person("registrar"))
    chosen = desk.post("/duties/impostors/new/", {"unit": world.owner.pk})
    assert chosen.headers["Location"] == f"/duties/impostors/new/?unit={world.owner.pk}"
    form = {"platform": Platform.objects.get(code="weibo").pk, "name": "示例冒名", "text": "示例"}
    done = desk.post(chosen.headers["Location"], form)
    case = ImpostorCase.objects.get()
    assert (done.status_code, case.unit, case.source) == (302, world.owner, "staff")
    client_of(world.person("operator")).post("/duties/impostors/new/", {**form, "name": "示例冒名二"})
    assert ImpostorCase.objects.get(name="示例冒名二").unit == world.owner


def test_the_steps_are_done_by_the_pages(world: World) -> None:
    case = reported(world, at=timezone.now())
    desk = client_of(world.person("registrar"))
    own = world.owner.media_accounts.get()
    desk.post(pages_of(case)[1], {"unit": world.owner.pk, "account": ""})
    desk.post(pages_of(case)[2], {"finding": FINDING})
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    case.refresh_from_db()
    ImpostorCase.objects.filter(pk=case.pk).update(reported_at=timezone.now().replace(second=0, microsecond=0))
    desk.post(pages_of(case)[4], {"partner": "police", "moment": now, "document_no": "示协1号"})
    page = words(desk.get(pages_of(case)[0]))
    assert ("公安机关" in page, "还没有商请县网信部门" in page, own.name in page) == (True, True, True)
    letter = {"number": "示函1号", "to": "示例平台", "signer": "示例宣传部", "dated": "2026-9-18", "demand": "请关停"}
    desk.post(pages_of(case)[5], letter)
    assert case.letters.get().number == "示函1号"
    refused = desk.post(pages_of(case)[7], {"summary": "示例"})
    assert (refused.status_code, "请先办理,或写明不办的原因" in words(refused)) == (422, True)


def _solid(text: str) -> str:
    return "".join(text.split())


@pytest.mark.clause("S3-20")
def test_the_letter_says_the_same_on_the_page_in_pdf_and_in_word(world: World) -> None:
    case = entered(world)
    own = world.owner.media_accounts.get()
    actions.name_unit(case, unit=world.owner, account=own, by=world.person("registrar"), at=later(1))
    confirmed(world, case)
    first = written(world, case)
    sent(world, first)
    answered(world, first, "silent")
    letter = written(world, case, number="示宣函〔2026〕2号", minutes=310)
    desk, page = client_of(world.person("registrar")), reverse("duties:impostor-letter-print", args=[letter.pk])
    said = ["关于请求处置假冒账号“示例文旅官方”的函", "示宣函〔2026〕2号", "示例平台运营方", FINDING,
            "此前已就同一账号致函 1 次", "请立即关停该账号。", "示例宣传部", own.name]  # fmt: skip
    shown, word = words(desk.get(page)), docx_text(desk.get(f"{page}?as=docx").content)
    said, shown, word = [_solid(text) for text in said], _solid(shown), _solid(word)
    assert [text for text in said if text not in shown or text not in word] == []
    file = desk.get(f"{page}?as=pdf")
    assert (file.headers["Content-Type"], file.content[:5]) == ("application/pdf", b"%PDF-")
    assert letter_paper(letter, case, times=2).number == "示宣函〔2026〕2号"
    assert len(BytesIO(file.content).getvalue()) > 1000


def test_the_register_is_compared_by_link_id_and_name(world: World) -> None:
    account(world.foreign, "示例水务服务", platform="douyin", handle="shuiwu", link="https://example.com/shuiwu")
    found = matches_of(world.root, name="示例文旅官方", handle="shuiwu", link="https://example.com/other")
    assert [(match.account.name, match.why, match.same) for match in found] == [
        ("示例水务服务", "账号ID相同", True), ("示例文旅", "名称相近(80%)", False),
    ]  # fmt: skip
    assert [match.why for match in matches_of(world.root, name="示 例 文 旅")] == ["名称相同"]
    assert [match.why for match in matches_of(world.root, name="X", link="https://example.com/shuiwu")] == ["链接相同"]
    other = furnished("gejiu")
    assert matches_of(other.superior.root, name="示例民俗学会")[:1] == []


def test_the_list_takes_few_queries_however_many_rows(world: World) -> None:
    entered(world)
    client, counts = client_of(world.person("registrar")), []
    for number in range(2):
        client.get("/duties/impostors/")
        with CaptureQueriesContext(connection) as found:
            client.get("/duties/impostors/")
        counts.append(len(found))
        for more in range(3):
            entered(world, name=f"示例冒名{number}{more}")
    assert max(counts) <= LIST_LIMIT
    assert counts[1] <= counts[0] + 1


def test_the_workbench_shows_what_waits(world: World) -> None:
    entered(world)
    page: Any = client_of(world.person("operator")).get("/")
    assert "示例文旅官方" in words(page)
    assert "示例文旅官方" not in words(client_of(world.person("outsider")).get("/"))
