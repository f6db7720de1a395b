"""List pages: who sees what, with how many queries, filtered and exported how."""

import io
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import Post, Unit, User
from newmedia_portal.core.access.scope import forget
from tests.accounts.conftest import events
from tests.accounts.entries import enter
from tests.world import NOON, World, build, platforms

MOST_QUERIES = 10


def sign_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def fill(world: World, number: int) -> None:
    """Add units, people and accounts in bulk below the owner."""
    have, weibo = Unit.objects.count(), platforms()["weibo"]
    for n in range(number):
        unit = Unit(code=f"B{have + n}", name=f"示例单位{have + n}", kind="gov_organ", parent=world.owner)
        unit.save()
        person = User.objects.create(username=f"p{have + n}", full_name=f"王某{have + n}")
        Post.objects.create(user=person, unit=unit, role="operator", since=date(2026, 1, 1))
        MediaAccount.objects.create(
            unit=unit,
            root=world.root,
            platform=weibo,
            name=f"示例账号{have + n}",
            handle=f"h{have + n}",
            created_at=NOON,
            updated_at=NOON,
        )


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


@pytest.mark.parametrize("url", ["/units/", "/people/", "/accounts/"])
@pytest.mark.parametrize("role", ["registrar", "operator", "line"])
def test_the_number_of_queries_does_not_grow_with_the_rows(world: World, url: str, role: str) -> None:
    client = sign_in(world.person(role))
    fill(world, 3)
    queries(client, url)
    on_one_page = queries(client, url)
    fill(world, 57)
    on_two_pages = queries(client, url)
    fill(world, 50)

    assert queries(client, url) == on_two_pages <= MOST_QUERIES
    assert on_two_pages - on_one_page in (0, 1)  # a list of one page is not counted


@pytest.mark.parametrize(
    ("role", "names"),
    [
        ("registrar", {"本单位号", "下级号", "外单位号"}),
        ("director", {"本单位号", "下级号", "外单位号"}),
        ("observer", {"本单位号", "下级号", "外单位号"}),
        ("operator", {"本单位号", "下级号"}),
        ("chief", {"本单位号", "下级号"}),
        ("child", {"下级号"}),
        ("outsider", {"外单位号"}),
        ("line", {"本单位号"}),
        ("superior", set()),
    ],
)
def test_everybody_sees_the_accounts_of_the_own_scope(world: World, role: str, names: set[str]) -> None:
    for unit, name in ((world.owner, "本单位号"), (world.child, "下级号"), (world.foreign, "外单位号")):
        enter(world, unit=unit, name=name, handle=f"id-{unit.pk}")

    page = sign_in(world.person(role)).get("/accounts/").content.decode()

    assert {name for name in ("本单位号", "下级号", "外单位号") if name in page} == names


def test_the_three_administrators_see_no_account(world: World, sysadmin: User, secadmin: User, auditor: User) -> None:
    account = enter(world)

    answers = [
        sign_in(person).get(url).status_code
        for person in (sysadmin, secadmin, auditor)
        for url in ("/accounts/", f"/accounts/{account.pk}/")
    ]

    assert answers == [404] * 6


def test_another_organisation_is_not_found(world: World) -> None:
    account = enter(world)
    stranger = sign_in(build("soe").person("registrar"))

    urls = [
        f"/accounts/{account.pk}/",
        f"/accounts/{account.pk}/correct/",
        f"/units/{world.owner.pk}/",
        f"/people/{world.cast['head'].pk}/",
    ]

    assert [stranger.get(url).status_code for url in urls] == [404] * 4
    assert stranger.get(f"/accounts/?unit={world.owner.code}").content.decode().count("示例发布") == 0


def test_filters_find_by_two_characters_unit_subtree_platform_and_state(world: World) -> None:
    enter(world, name="示例发布")
    enter(world, unit=world.child, name="图书之声", handle="2", platform="douyin")
    enter(world, unit=world.foreign, name="水务在线", handle="3")
    client = sign_in(world.person("registrar"))

    def found(query: str) -> set[str]:
        page = client.get(f"/accounts/?{query}").content.decode()
        return {name for name in ("示例发布", "图书之声", "水务在线") if f">{name}</a>" in page}

    assert found("q=图书") == {"图书之声"}
    assert found("q=TB-2026") == {"示例发布", "图书之声", "水务在线"}
    assert found(f"unit={world.owner.code}") == {"示例发布", "图书之声"}
    assert found(f"unit={world.child.name}") == {"图书之声"}
    assert found("platform=douyin") == {"图书之声"}
    assert found("state=filed&platform=weibo") == {"示例发布", "水务在线"}
    assert found("filed=false") == set()


def test_the_export_holds_what_is_shown_and_is_logged(world: World) -> None:
    enter(world, name="=1+1")
    enter(world, unit=world.foreign, name="水务在线", handle="3")
    client = sign_in(world.person("registrar"))

    answer = client.get(f"/accounts/?unit={world.owner.code}&export=xlsx")

    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
    assert [cell.data_type for cell in cells] == ["s"]
    assert "水务在线" not in {cell.value for row in sheet.iter_rows() for cell in row}
    (event,) = events("export.made")
    assert event.after["rows"] == 1


def test_people_are_listed_with_masked_numbers_only(world: World) -> None:
    page = sign_in(world.person("operator")).get("/people/").content.decode()

    assert "138****0001" in page
    assert "13800000001" not in page
    assert world.cast["outsider"].full_name not in page


def test_administrators_list_all_people_and_business_roles_their_own(world: World, secadmin: User) -> None:
    everybody = sign_in(secadmin).get("/people/").content.decode()
    own = sign_in(world.person("child")).get("/people/").content.decode()

    assert world.cast["outsider"].username in everybody
    assert (world.cast["child"].full_name in own, world.cast["operator"].full_name in own) == (True, False)


def test_units_are_listed_as_a_tree_within_the_scope(world: World, sysadmin: User) -> None:
    forget(world.cast["operator"])
    own = sign_in(world.cast["operator"]).get("/units/").content.decode()
    all_units = sign_in(sysadmin).get("/units/").content.decode()

    assert own.index(world.owner.name) < own.index(world.child.name)
    assert world.foreign.name not in own
    assert world.foreign.name in all_units
