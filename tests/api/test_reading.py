"""Reading by token: what the pages show, page by page, in the fields asked for."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import MediaAccount
from accounts.views.register import AccountList
from tests.accounts.entries import enter
from tests.world import World, build

from .calling import Program, program, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return build("gejiu")


@pytest.fixture
def writer(world: World) -> Program:
    return program(world.person("operator"))


def several(world: World, count: int) -> list[MediaAccount]:
    """Enter accounts of the owner unit."""
    return [enter(world, name=f"示例账号{n:02d}", handle=f"shili_{n:02d}") for n in range(count)]


def test_paging_to_the_end_gives_what_the_page_lists_each_once(world: World, writer: Program, rf: Any) -> None:
    several(world, 7)
    request = rf.get("/accounts/")
    request.user = world.person("operator")
    shown = [account.pk for account in AccountList().rows(request).order_by("-pk")]

    found, cursor, pages = [], "", 0
    while cursor is not None:
        page = writer.get("accounts/", limit=3, cursor=cursor).json()
        found, cursor, pages = [*found, *(one["id"] for one in page["items"])], page["next"], pages + 1

    assert found == shown
    assert pages == 3


def test_a_page_costs_the_same_queries_however_many_rows_and_however_deep(world: World, writer: Program) -> None:
    several(world, 2)
    with CaptureQueriesContext(connection) as few:
        writer.get("accounts/", limit=1)
    several_more = [enter(world, name=f"示例多{n:02d}", handle=f"duo_{n:02d}") for n in range(8)]
    cursor = writer.get("accounts/", limit=5).json()["next"]
    with CaptureQueriesContext(connection) as many:
        page = writer.get("accounts/", limit=5, cursor=cursor)

    assert len(page.json()["items"]) == 5
    assert len(several_more) == 8
    assert len(many) == len(few) <= 10


@pytest.mark.parametrize("cursor", ["x", "WzEsMl0", "bnVsbA", "W251bGwsLTFd", "%00"])
def test_a_cursor_that_no_page_gave_out_is_refused(writer: Program, cursor: str) -> None:
    assert refused(writer.get("accounts/", cursor=cursor), 422)["errors"][0]["field"] == "cursor"


def test_fields_are_chosen_and_filters_are_those_of_the_page(world: World, writer: Program) -> None:
    one, other = enter(world), enter(world, name="另一示例", handle="2000000002", platform="douyin")

    page = writer.get("accounts/", fields="id,name", platform="douyin").json()

    assert page["items"] == [{"id": other.pk, "name": "另一示例"}]
    assert writer.get("accounts/", q="示例发布", fields="id").json()["items"] == [{"id": one.pk}]
    assert "nonsense" in refused(writer.get("accounts/", fields="id,nonsense"), 422)["errors"][0]["message"]
    assert refused(writer.get("accounts/", state="nonsense"), 422)["errors"][0]["field"] == "state"
    assert refused(writer.get("accounts/", limit=1001), 422)["errors"][0]["field"] == "limit"


def test_an_account_is_found_by_certificate_and_by_platform_id_with_its_phones_masked(
    world: World, writer: Program
) -> None:
    team_of = [{"role": "manager", "name": "张某一", "mobile": "13800000001"}]
    account = enter(world, team=team_of)

    by_number = writer.get("accounts/lookup/", certificate_no=account.certificate_no).json()
    by_handle = writer.get("accounts/lookup/", platform="weibo", handle=account.handle).json()

    assert by_number == by_handle
    assert by_number["id"] == account.pk
    assert by_number["team"][0]["mobile"] == "138****0001"
    refused(writer.get("accounts/lookup/"), 422)
    refused(writer.get("accounts/lookup/", platform="weibo", handle="nobody"), 404)


@pytest.mark.once
def test_terms_editions_and_oneself(world: World, writer: Program) -> None:
    due = writer.get("workdays/due/", **{"from": "2026-09-18", "days": 5}).json()
    editions = writer.get("regimes/").json()

    assert due["due"] == "2026-09-24"
    assert due["worked_weekends"] == ["2026-09-20"]
    assert editions[0]["code"] == "gejiu"
    assert writer.get(f"regimes/{editions[0]['id']}/", fields="content").json()["content"]["code"] == "gejiu"
    assert writer.get("me/").json()["posts"][0]["unit_id"] == world.owner.pk
    assert [one["id"] for one in writer.get("units/").json()["items"]] == [world.owner.pk, world.child.pk]
    refused(writer.get("workdays/due/", **{"from": "2026-09-18", "days": 3001}), 422)
    assert refused(writer.get("workdays/due/", days=3), 422)["errors"] == [{"field": "from", "message": "没有填写。"}]
