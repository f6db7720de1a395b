"""Desk, lists and exports for every role, and the number of queries that pages take."""

from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from tests.filings.making import draft, submitted
from tests.filings.pages import client_of, words
from tests.world import World, build

pytestmark = pytest.mark.django_db
BUSINESS = ["operator", "head", "deputy", "chief", "editor", "secrecy", "line", "registrar", "director", "observer"]
LIST_LIMIT = 10
DESK_LIMIT = 30
# 待办 is a desk of its own kind: the list of filings and a card of each matter that may wait, a statement or two each.
TODO_LIMIT = 18


@pytest.fixture
def world() -> World:
    return build("gejiu")


@pytest.mark.parametrize("role", BUSINESS)
def test_everybody_with_a_post_has_a_desk_and_four_lists(world: World, role: str) -> None:
    submitted(world)
    client = client_of(world.person(role))
    assert "待我办理" in words(client.get("/"))
    for tab in ("", "?tab=done", "?tab=sent", "?tab=deadlines", "?tab=deadlines&flag=overdue", "?tab=nothing"):
        assert client.get(f"/todo/{tab}").status_code == 200


def test_an_empty_desk_says_why_and_offers_the_first_step(world: World) -> None:
    page = client_of(world.person("operator")).get("/")
    assert "没有待办" in words(page)
    assert 'data-testid="new-filing"' in page.content.decode()


def test_what_waits_is_on_the_desk_of_its_holder_and_of_nobody_else(world: World) -> None:
    filing = submitted(world)
    link = f'href="/filings/{filing.pk}/"'
    waiting = {role: link in client_of(world.person(role)).get("/todo/").content.decode() for role in BUSINESS}
    assert [role for role, found in waiting.items() if found] == ["chief"]
    world.decide(filing, "approve")
    waiting = {role: link in client_of(world.person(role)).get("/todo/").content.decode() for role in BUSINESS}
    assert [role for role, found in waiting.items() if found] == ["registrar"]


def test_a_correction_stands_once_on_the_desk_of_its_writer_and_among_deadlines_of_the_authority(world: World) -> None:
    filing = submitted(world)
    world.decide(filing, "return", opinion="请补充会议纪要")
    assert "补正后重新提交" not in words(client_of(world.person("operator")).get("/"))
    assert "补正后重新提交" in words(client_of(world.person("registrar")).get("/"))


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def hand_in(world: World, first: int, last: int) -> None:
    for n in range(first, last):
        submitted(world, platform_id=f"shili_{n}", name=f"示例文旅第{n}号")


PAGES = {
    ("registrar", "/filings/"): LIST_LIMIT,
    ("chief", "/filings/?mine=todo"): LIST_LIMIT + 1,
    ("chief", "/todo/"): TODO_LIMIT,
    ("operator", "/todo/?tab=sent"): LIST_LIMIT,
    ("chief", "/"): DESK_LIMIT,
    ("operator", "/"): DESK_LIMIT,
}


def test_pages_take_as_many_queries_for_forty_filings_as_for_three(world: World) -> None:
    clients = {role: client_of(world.person(role)) for role, _ in PAGES}
    for role, path in PAGES:
        clients[role].get(path)
    hand_in(world, 0, 3)
    few = {(role, path): queries(clients[role], path) for role, path in PAGES}
    hand_in(world, 3, 40)
    many = {(role, path): queries(clients[role], path) for role, path in PAGES}
    assert many == few
    assert {page: number for page, number in many.items() if number > PAGES[page]} == {}


def test_words_kind_and_state_narrow_the_list(world: World) -> None:
    kept, other = submitted(world, name="示例文旅甲"), draft(world, name="示例文旅乙", platform_id="shili_two")
    client = client_of(world.person("operator"))
    for question in ("q=文旅甲", "state=unit", f"q={kept.number}", "kind=open&state=unit"):
        html = client.get(f"/filings/?{question}").content.decode()
        assert f'href="/filings/{kept.pk}/"' in html
        assert f'href="/filings/{other.pk}/"' not in html


def test_an_exported_list_carries_text_that_no_program_runs(world: World) -> None:
    submitted(world, name="=示例文旅+1")
    answer = client_of(world.person("registrar")).get("/filings/?export=xlsx")
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    cells = [cell for row in sheet.iter_rows() for cell in row if "示例文旅+1" in str(cell.value)]
    assert [cell.data_type for cell in cells] == ["s"]


def test_an_export_holds_no_more_than_the_person_may_see(world: World) -> None:
    other = build("gejiu", mark="b")
    submitted(other, name="示例文旅别处")
    mine = submitted(world, name="示例文旅本处")
    answer = client_of(world.person("registrar")).get("/filings/?export=xlsx")
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    text = " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
    assert mine.title in text
    assert "示例文旅别处" not in text
