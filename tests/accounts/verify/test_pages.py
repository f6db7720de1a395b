"""The public page and its JSON: for everybody alike, without cookie or script, bounded, able to be shut."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client, override_settings

from accounts.models import MediaAccount
from accounts.verify import limits
from newmedia_portal.core.audit.models import AuditEvent
from tests.accounts.entries import TEAM, enter
from tests.filings.pages import words
from tests.world import NOON, World, admin

pytestmark = pytest.mark.django_db
PAGE, JSON = "/verify/", "/verify.json"
NAME = "示例发布"


@pytest.fixture(autouse=True)
def _fresh_count() -> None:
    cache.clear()
    limits._own.clear()


@pytest.fixture
def account(world: World) -> MediaAccount:
    """Return a filed account with a team."""
    return enter(world, name=NAME, team=TEAM)


def verdict(page: Any) -> str:
    return page.content.decode().partition('data-testid="verdict"')[2].partition("</section>")[0]


def test_anybody_is_told_name_platform_unit_state_and_day(account: MediaAccount) -> None:
    said = verdict(Client().get(PAGE, {"q": NAME}))
    assert "是登记在册的官方账号" in said
    assert all(part in said for part in (NAME, "微博", account.unit.name, "已备案", "2026-09-18"))


def test_what_is_not_found_is_said_so_with_the_way_to_report(account: MediaAccount) -> None:
    page = verdict(Client().get(PAGE, {"q": "示例发怖"}))
    assert "没有找到完全一致的" in page
    assert 'href="/verify/report/"' in page
    assert (NAME in page, account.unit.name in page) == (False, False)


@pytest.mark.parametrize("parameter", ["no", "number"])
def test_the_address_with_a_certificate_number_keeps_working(account: MediaAccount, parameter: str) -> None:
    assert NAME in verdict(Client().get(f"{PAGE}?{parameter}=TB-2026-0001"))


def test_the_json_says_the_same(account: MediaAccount) -> None:
    wanted = {
        "result": "registered",
        "accounts": [
            {"name": NAME, "platform": "微博", "unit": account.unit.name, "status": "已备案", "since": "2026-09-18",
             "registered": True}
        ],
    }  # fmt: skip
    assert Client().get(JSON, {"q": NAME}).json() == wanted
    assert Client().get(PAGE, {"q": NAME}, headers={"Accept": "application/json"}).json() == wanted
    missing = Client().get(JSON, {"q": "示例发怖"})
    assert missing.json() == {
        "result": "not_found", "accounts": [], "report": "http://testserver/verify/report/"
    }  # fmt: skip


@pytest.mark.parametrize("asked", [{}, {"q": ""}, {"q": "示"}, {"q": "%"}, {"platform": "weibo"}])
def test_no_question_gets_no_list(account: MediaAccount, asked: dict[str, str]) -> None:
    refused = Client().get(JSON, asked)
    assert (refused.status_code, refused.json()["result"]) == (400, "refused")
    page = Client().get(PAGE, asked)
    assert (page.status_code, account.unit.name in page.content.decode()) == (200, False)


@pytest.mark.parametrize("address", [PAGE, JSON])
def test_an_answer_sets_no_cookie_writes_nothing_and_may_be_kept_for_a_minute(
    account: MediaAccount, address: str
) -> None:
    before = AuditEvent.objects.count()
    answer = Client().get(address, {"q": NAME})
    assert (dict(answer.cookies), answer["Cache-Control"]) == ({}, "public, max-age=60")
    assert AuditEvent.objects.count() == before
    assert address == JSON or "Accept" in answer["Vary"]


def test_the_cast_is_told_what_a_stranger_is_told(account: MediaAccount, world: World) -> None:
    wanted = Client().get(JSON, {"q": NAME}).json()
    shown = set()
    for person in [*world.cast.values(), admin("sysadmin"), admin("secadmin"), admin("auditor")]:
        client = Client(REMOTE_ADDR=f"192.0.2.{person.pk % 250}")
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        answer, page = client.get(JSON, {"q": NAME}), client.get(PAGE, {"q": NAME})
        assert (answer.json(), answer["Cache-Control"]) == (wanted, "no-store")
        shown.add(verdict(page).partition("查询时间")[0])
    assert shown == {verdict(Client().get(PAGE, {"q": NAME})).partition("查询时间")[0]}


def test_one_address_asks_so_often_in_a_minute_and_others_are_not_held_up(account: MediaAccount, settings: Any) -> None:
    settings.PUBLIC_VERIFY_PER_MINUTE = 2
    codes = [limits.wait_of("192.0.2.1", at=NOON) for _ in range(3)]
    assert codes == [0, 0, 60]
    assert limits.wait_of("192.0.2.2", at=NOON) == 0
    refused = [Client(REMOTE_ADDR="192.0.2.9").get(JSON, {"q": NAME}) for _ in range(7)]
    held = [answer for answer in refused if answer.status_code == 429]
    assert len(held) >= 1
    assert {(answer["Cache-Control"], answer.json()["result"]) for answer in held} == {("no-store", "too_many")}
    assert all(1 <= int(answer["Retry-After"]) <= 60 for answer in held)
    assert Client(REMOTE_ADDR="192.0.2.9").get(PAGE).status_code == 200


def test_a_household_of_newer_addresses_counts_as_one(settings: Any) -> None:
    settings.PUBLIC_VERIFY_PER_MINUTE = 1
    assert limits.wait_of("2001:db8::1", at=NOON) == 0
    assert limits.wait_of("2001:db8::ffff:2", at=NOON) == 60
    assert limits.wait_of("2001:db8:0:1::1", at=NOON) == 0


@pytest.mark.redis
def test_the_count_stands_in_redis_where_there_is_one(redis_url: str, settings: Any) -> None:
    settings.PUBLIC_VERIFY_PER_MINUTE = 2
    place = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": redis_url, "KEY_PREFIX": "verify"}
    with override_settings(CACHES={"default": place}):
        waits = [limits.wait_of("192.0.2.77", at=NOON) for _ in range(3)]
        keys = list(cache._cache.get_client().keys("verify:*account-check*"))
        cache.delete_many([key.decode().split(":", 2)[2] for key in keys])
    assert (waits, len(keys)) == ([0, 0, 60], 1)


def test_a_redis_that_is_away_does_not_open_the_gate(settings: Any) -> None:
    settings.PUBLIC_VERIFY_PER_MINUTE = 2
    away = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    with override_settings(CACHES={"default": away}):
        assert [limits.wait_of("192.0.2.1", at=NOON) for _ in range(3)] == [0, 0, 60]


def test_the_check_can_be_shut_and_nothing_leads_there(world: World, settings: Any) -> None:
    assert 'href="/verify/"' in Client().get("/login/").content.decode()
    settings.PUBLIC_VERIFY = False
    for address in (PAGE, JSON):
        assert Client().get(address, {"q": NAME}).status_code == 404
    world.authority.save()
    for address in ("/login/", "/verify/report/"):
        assert 'href="/verify/"' not in Client().get(address).content.decode()


def test_a_new_installation_has_it_shut() -> None:
    from newmedia_portal.settings import base

    assert base.PUBLIC_VERIFY is False


def test_no_person_shows_in_any_answer(account: MediaAccount) -> None:
    for asked in ({"q": NAME}, {"no": "TB-2026-0001"}, {"q": "1000000001"}):
        for address in (PAGE, JSON):
            said = Client().get(address, asked).content.decode()
            assert [part for part in ("张某", "李某", "138", "a@example.cn") if part in said] == []


@pytest.mark.parametrize("asked", [{"q": "\x00"}, {"q": "x" * 100_000}, {"no": "\x00"}, {"platform": "'", "q": NAME}])
def test_odd_questions_are_answered(account: MediaAccount, asked: dict[str, str]) -> None:
    page = Client().get(PAGE, asked)
    assert (page.status_code, "是登记在册" in words(page)) == (200, False)
