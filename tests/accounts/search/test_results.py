"""What each person finds: names, numbers, former names, people of teams, links; only what they may see, counts too."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.actions.organisation import rename_unit
from accounts.actions.register import correct, merge_accounts
from accounts.models import MediaAccount
from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.search.finding import search
from newmedia_portal.core.search.query import query_of
from newmedia_portal.core.search.registry import kinds_for
from newmedia_portal.core.search.upkeep import catch_up
from tests.accounts.entries import enter
from tests.filings.making import approved, draft, submitted
from tests.world import NOON, World, admin, build

pytestmark = pytest.mark.django_db
CAST = ("operator", "head", "deputy", "chief", "editor", "secrecy", "line", "registrar", "director", "observer")
OTHERS = ("superior", "outsider", "child", "sysadmin", "secadmin", "auditor")
COUNT = re.compile(r'data-testid="found-(\w+)">([^ ]+) 条')


def results(user: User, typed: str, **more: str) -> str:
    """Return the page that somebody is shown."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get("/search/", {"q": typed, **more})
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


def counts(user: User, typed: str) -> dict[str, str]:
    """Return how many of each kind the page counts."""
    return dict(COUNT.findall(results(user, typed)))


def found(user: User, typed: str, kind: str) -> list[int]:
    """Return the numbers of what is found of a kind, best first."""
    return [pk for one in search(user, query_of(typed), only=kind) for pk in one.owners]


@pytest.fixture
def furnished(world: World) -> World:
    """Two organisations with accounts, filings and a draft in every corner."""
    elsewhere = build("gejiu", mark="他")
    for number, (place, unit) in enumerate(
        [(world, world.owner), (world, world.child), (world, world.foreign), (elsewhere, elsewhere.owner)]
    ):
        enter(place, unit, name=f"示例云台发布{number}", handle=f"88800{number}", platform="weibo")
    submitted(world, name="示例云台视频", platform="douyin", platform_id="yt1")
    draft(world, name="示例云台草稿", platform="douyin", platform_id="yt2")
    draft(world, unit=world.foreign, by=world.person("outsider"), name="示例云台别稿", platform="bilibili")
    return world


@pytest.mark.parametrize("role", [*CAST, *OTHERS])
def test_everyone_finds_what_they_may_see_and_no_count_tells_more(furnished: World, role: str) -> None:
    person = admin(role) if role in ("sysadmin", "secadmin", "auditor") else furnished.person(role)
    if role == "auditor":
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        assert client.get("/search/", {"q": "示例"}).status_code == 404
        return
    expected = {
        kind.code: {row.pk for row in kind.rows(person) if "示例" in kind.title(row)} for kind in kinds_for(person)
    }

    assert {kind: set(found(person, "示例", kind)) for kind in expected} == expected
    assert counts(person, "示例") == {kind: str(len(rows)) for kind, rows in expected.items() if rows}
    catch_up()
    assert {kind: set(found(person, "示例", kind)) for kind in expected} == expected
    assert expected["unit"]
    assert expected.get("account", {0}) or role == "superior"


def test_what_lies_outside_is_found_by_nothing(furnished: World) -> None:
    hidden = MediaAccount.objects.get(name="示例云台发布2")
    outsider, operator = furnished.person("outsider"), furnished.person("operator")

    for typed in ("云台发布2", "slytfb2", "888002", "yuntaifabu2", "https://weibo.com/u/888002"):
        assert found(outsider, typed, "account") == [hidden.pk], typed
        assert found(operator, typed, "account") == [], typed
        assert "云台发布2" not in re.sub(r'value="[^"]*"', "", results(operator, typed)).replace("搜索：云台发布2", "")


def test_two_characters_initials_pinyin_and_numbers_lead_to_the_account(world: World) -> None:
    made = enter(world, name="长乐政务发布", handle="cl_2026", registrant="示例县大数据局")
    reader = world.person("observer")

    for typed in (
        "政务",
        "长乐 发布",
        "clzw",
        "changlezheng",
        "zhanglezw"[:7],
        "TB-2026-0001",
        "2026-00",
        "cl_20",
        "大数据",
    ):
        assert found(reader, typed, "account") == [made.pk], typed
    page = results(reader, "政务")
    assert "长乐<mark>政务</mark>发布" in page
    assert "账号主体：示例县<mark>大数据</mark>局" in results(reader, "大数据")
    assert "<mark>长乐政务</mark>发布" in results(reader, "clzw")


def test_filings_are_found_by_their_numbers(world: World) -> None:
    filing = approved(world, name="示例云台视频")
    reader = world.person("registrar")
    number, certificate = filing.number, filing.certificate.number

    for typed in (number, number.lower(), number[-4:], certificate, certificate[3:]):
        assert filing.pk in found(reader, typed, "filing"), typed
    assert f"受理编号：<mark>{number}</mark>" in results(reader, number)
    assert filing.account_id in found(reader, certificate, "account")


@pytest.mark.parametrize(
    ("link", "typed"),
    [
        ("https://weibo.com/u/1234567", "https://weibo.com/u/1234567?from=profile"),
        ("https://weibo.com/u/1234567", "看这个 https://www.weibo.com/u/1234567 很好"),
        ("", "weibo.com/u/1234567"),
        ("https://example.com/news/", "https://www.example.com/news"),
    ],
)
def test_a_pasted_link_leads_to_its_account(world: World, link: str, typed: str) -> None:
    made = enter(world, name="示例发布", handle="1234567", link=link)
    enter(world, unit=world.child, name="示例另一个", handle="12345678")
    reader = world.person("observer")

    assert found(reader, typed, "account") == [made.pk]
    page = results(reader, typed)
    assert "已识别为" in page
    assert counts(reader, typed) == {"account": "1"}


def test_a_link_that_nobody_registered_says_so(world: World) -> None:

    assert "没有找到对应的账号" in results(world.person("observer"), "https://weibo.com/u/404404")


def test_after_a_change_of_name_the_new_one_is_found_and_the_old_one_as_a_former_name(world: World) -> None:
    made = enter(world, name="东城旧名发布")
    registrar = world.person("registrar")
    correct(made, {"name": "西山新名发布"}, version=made.version, by=registrar, at=NOON, reason="更名")

    assert found(registrar, "新名", "account") == [made.pk]
    page = results(registrar, "旧名")
    assert "曾用名：东城<mark>旧名</mark>发布" in page
    rename_unit(world.owner, name="北岭新设局", by=admin("sysadmin"), at=NOON)
    assert found(registrar, "北岭", "unit") == [world.owner.pk]
    assert found(registrar, "文旅", "unit") == []


def test_merged_accounts_are_still_found_with_their_state(world: World) -> None:
    kept = enter(world, name="云台主号", handle="1")
    other = enter(world, unit=world.child, name="云台副号", handle="2")
    registrar = world.person("registrar")
    merge_accounts([other], into=kept, closed_on=NOON.date(), by=registrar, at=NOON, source_filing=None)

    assert set(found(registrar, "云台", "account")) == {kept.pk, other.pk}
    assert "已整合" in results(registrar, "云台副号")


def test_a_team_member_leads_to_the_account_until_the_end(world: World) -> None:
    made = enter(world, name="云台发布", team=[{"role": "manager", "name": "仇小云", "mobile": "13800000001"}])
    reader = world.person("observer")

    for typed in ("仇小云", "qiuxiaoyun", "qxy", "小云"):
        assert found(reader, typed, "account") == [made.pk], typed
    assert found(reader, "13800000001", "account") == []
    made.team.update(until=NOON.date())
    assert found(reader, "仇小云", "account") == []


def test_whole_fields_come_first_then_beginnings_then_parts(world: World) -> None:
    texts = ["关于云台", "云台", "云台发布", "示例云台发布"]
    platforms = ["weibo", "douyin", "bilibili", "kuaishou"]
    made = {
        text: enter(world, name=text, handle=f"h{place}", platform=platforms[place]).pk
        for place, text in enumerate(texts)
    }
    names = {pk: text for text, pk in made.items()}

    assert [names[pk] for pk in found(world.person("observer"), "云台", "account")] == [
        "云台",
        "云台发布",
        "示例云台发布",
        "关于云台",
    ]


@pytest.fixture
def asked(world: World) -> Callable[[str], int]:
    def ask(typed: str) -> int:
        client = Client()
        client.force_login(world.person("observer"), backend="django.contrib.auth.backends.ModelBackend")
        client.get("/search/", {"q": typed})
        with CaptureQueriesContext(connection) as queries:
            client.get("/search/", {"q": typed})
        return len(queries)

    return ask


def test_the_page_takes_as_many_queries_for_three_as_for_one(world: World, asked: Callable[[str], int]) -> None:
    def add(number: int) -> None:
        unit = Unit(code=f"yt{number}", name=f"云台{number}", parent=world.root)
        unit.save()
        enter(world, unit, name=f"云台发布{number}", handle=f"9{number}")

    add(1)
    catch_up()
    one = asked("云台")
    add(2)
    add(3)
    catch_up()

    assert asked("云台") == one
    assert one < 40


def test_one_kind_is_shown_page_by_page(world: World) -> None:
    Unit.objects.bulk_create(
        Unit(code=f"p{n}", name=f"锦屏{n:02d}站", parent=world.root, root=world.root, path=f"{world.root.path}{n:06d}/")
        for n in range(900_000, 900_043)
    )
    reader = world.person("observer")

    first, last = results(reader, "锦屏", kind="unit"), results(reader, "锦屏", kind="unit", page="3")
    assert (first.count('data-testid="hit"'), last.count('data-testid="hit"')) == (20, 3)
    assert "查看全部 43 条单位" in results(reader, "锦屏")
    assert results(reader, "锦屏", kind="unit", page="99").count('data-testid="hit"') == 20
    assert results(reader, "锦屏", kind="nothing").count('data-testid="hit"') == 0
