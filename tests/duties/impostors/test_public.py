"""The public page: no log-in, nothing personal, a receipt; bounded, trapped, and able to be shut."""

import re
import uuid
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Platform
from duties.models import ImpostorCase
from tests.duties.making import furnished
from tests.filings.pages import client_of, words
from tests.papers import pdf, picture
from tests.world import World

pytestmark = pytest.mark.django_db
PNG = picture()
PAGE = "/verify/report/"


@pytest.fixture(autouse=True)
def _fresh_count() -> None:
    cache.clear()


@pytest.fixture
def world() -> World:
    """The county."""
    return furnished("taibai")


def answers(**own: Any) -> dict[str, Any]:
    sent = {
        "platform": Platform.objects.get(code="weibo").pk, "name": "示例文旅官方", "text": "头像相同", "website": "",
        "token": str(uuid.uuid4()),
    }  # fmt: skip
    return {**sent, **own}


@pytest.mark.clause("S3-20")
def test_anybody_reports_without_log_in_and_gets_a_number(world: World) -> None:
    client = Client()
    assert "不用登录" in words(client.get(PAGE))
    shot = SimpleUploadedFile("截图.png", PNG, "image/png")
    page = client.post(PAGE, answers(screenshot=shot, link="javascript:alert(1)"), follow=True)
    case = ImpostorCase.objects.get()
    assert (page.status_code, case.number in words(page)) == (200, True)
    assert (case.source, case.unit, case.entered_by, case.screenshot_name) == (
        "public",
        world.authority,
        None,
        "截图.png",
    )
    shown = client_of(world.person("registrar")).get(f"/duties/impostors/{case.pk}/")
    assert 'href="javascript' not in shown.content.decode()
    taken = client_of(world.person("registrar")).get(f"/duties/impostors/{case.pk}/screenshot/")
    assert (taken.headers["Content-Type"], b"".join(taken.streaming_content)) == ("image/png", PNG)


def test_the_receipt_says_whom_to_call(world: World) -> None:
    world.authority.contact_phone = "0000-0000301"
    world.authority.save(update_fields=["contact_phone"])
    page = words(Client().post(PAGE, answers(), follow=True))
    assert f"{world.authority}会核实；需要补充情况的，可以凭编号联系，电话 0000-0000301。" in page


def test_the_same_form_sent_twice_is_one_case(world: World) -> None:
    client, sent = Client(), answers()
    first, second = client.post(PAGE, sent), client.post(PAGE, sent)
    assert ImpostorCase.objects.count() == 1
    numbers = [client.get(page.headers["Location"]) for page in (first, second)]
    assert {re.search(r"JM-\d+-\d+", words(page))[0] for page in numbers} == {ImpostorCase.objects.get().number}  # type: ignore[index]


def test_what_fills_in_the_trap_is_refused(world: World) -> None:
    page = Client().post(PAGE, answers(website="https://example.com"))
    assert (page.status_code, ImpostorCase.objects.count()) == (422, 0)


@pytest.mark.parametrize("field", ["name", "text", "platform"])
def test_a_report_says_what_and_where(world: World, field: str) -> None:
    page = Client().post(PAGE, answers(**{field: ""}))
    assert (page.status_code, ImpostorCase.objects.count()) == (422, 0)


def test_a_screenshot_is_a_picture(world: World) -> None:
    sent = SimpleUploadedFile("文件.pdf", pdf(), "application/pdf")
    page = Client().post(PAGE, answers(screenshot=sent))
    assert (page.status_code, "不支持这种文件（这是 PDF 文件）。请上传 JPG、PNG 格式。" in words(page)) == (422, True)


def test_one_address_sends_so_many_in_an_hour_and_others_are_not_held_up(world: World, settings: Any) -> None:
    settings.PUBLIC_REPORTS_PER_HOUR = 2
    codes = [Client(REMOTE_ADDR="192.0.2.1").post(PAGE, answers()).status_code for _ in range(3)]
    assert codes == [302, 302, 429]
    assert Client(REMOTE_ADDR="192.0.2.2").post(PAGE, answers()).status_code == 302
    assert ImpostorCase.objects.count() == 3


def test_the_page_can_be_shut(world: World, settings: Any) -> None:
    assert PAGE in Client().get("/verify/").content.decode()
    settings.PUBLIC_REPORTS = False
    assert Client().get(PAGE).status_code == 404
    assert Client().post(PAGE, answers()).status_code == 404
    assert PAGE not in Client().get("/verify/").content.decode()


def test_where_several_departments_take_reports_one_is_chosen(world: World) -> None:
    other = furnished("gejiu")
    assert Client().post(PAGE, answers()).status_code == 422
    assert Client().post(PAGE, answers(department=other.owner.pk)).status_code == 422
    assert Client().post(PAGE, answers(department=other.authority.pk)).status_code == 302
    assert ImpostorCase.objects.get().unit == other.authority


def test_a_made_up_receipt_is_not_found(world: World) -> None:
    assert Client().get(f"{PAGE}JM-2026-0001/").status_code == 404
