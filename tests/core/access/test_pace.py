"""One person who asks too often is told to wait, and only that person (quality B31)."""

from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.test import Client

from newmedia_portal.core.access.pace import middleware
from tests.filings.pages import client_of
from tests.world import NOON, build

pytestmark = pytest.mark.django_db
NONE = {"requests": 0, "exports": 0, "imports": 0, "searches": 0}
GONE = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}}


@pytest.fixture(autouse=True)
def one_minute(monkeypatch):
    """Begin with no counts; the minute does not end meanwhile."""
    monkeypatch.setattr(middleware, "timezone", SimpleNamespace(now=lambda: NOON))
    cache.clear()
    yield
    cache.clear()


@pytest.mark.parametrize(
    ("kind", "path", "word"),
    [
        ("requests", "/", "操作"),
        ("exports", "/accounts/?export=xlsx", "导出"),
        ("searches", "/search/?q=示例", "搜索"),
    ],
)
def test_who_asks_too_often_waits_and_others_go_on(settings, kind, path, word):
    settings.PERSON_LIMITS = {**NONE, kind: 2}
    world = build()
    own, other = client_of(world.person("registrar")), client_of(world.person("director"))

    answers = [own.get(path) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2]["Retry-After"] == "60"
    assert f"{word}过于频繁，请稍候" in answers[2].content.decode()
    assert answers[2]["Cache-Control"] == "no-store"
    assert other.get(path).status_code == 200
    assert Client().get("/login/").status_code == 200


def test_imports_are_counted_when_they_are_sent_and_other_pages_stay_open(settings):
    settings.PERSON_LIMITS = {**NONE, "imports": 1}
    own = client_of(build().person("registrar"))

    sent = [own.post("/accounts/import/", {"unit": ""}).status_code for _ in range(3)]

    assert sent == [422, 429, 429]
    assert [own.get("/accounts/import/").status_code, own.get("/accounts/").status_code] == [200, 200]


def test_without_redis_each_process_counts_for_itself(settings):
    settings.PERSON_LIMITS = {**NONE, "searches": 2}
    settings.CACHES = GONE
    own = client_of(build().person("registrar"))

    assert [own.get("/search/").status_code for _ in range(3)] == [200, 200, 429]


def test_a_limit_of_nothing_is_none(settings):
    settings.PERSON_LIMITS = NONE
    own = client_of(build().person("registrar"))

    assert {own.get("/search/").status_code for _ in range(5)} == {200}
