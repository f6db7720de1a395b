"""The interface for other systems: keys, their reach and end, an answer for each item, limits of size and rate."""

import json
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from assessments.actions.items import tokens
from assessments.models import Coverage, ItemToken, PublishedItem
from assessments.views import api
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.refusals import Forbidden, Refused
from tests.assessments.items.making import account
from tests.filings.pages import client_of, words
from tests.world import build

pytestmark = pytest.mark.django_db
ADDRESS, TOKENS = "/api/v1/items/", "/assessments/tokens/"


@pytest.fixture
def world():
    return build()


@pytest.fixture
def weibo(world):
    return account(world.owner, "示例文旅", handle="shili_1")


def issued(world, unit=None, *, days=30):
    return tokens.issue_token(
        unit or world.owner, name="示例系统", expires_on=timezone.localdate() + timedelta(days=days),
        by=world.person("registrar"), at=timezone.now(),
    )  # fmt: skip


def push(key, content, **more):
    body = content if isinstance(content, str) else json.dumps(content)
    return Client(enforce_csrf_checks=True).post(
        ADDRESS, body, content_type="application/json", headers={"Authorization": f"Bearer {key}"}, **more
    )


def item(weibo, **more):
    return {"account": weibo.pk, "title": "示例信息", "published_at": "2026-09-01T18:00:00+08:00", **more}


def test_items_are_taken_over_each_with_its_answer_and_again_without_effect(world, weibo):
    token, key = issued(world)
    sent = {
        "items": [
            item(weibo, id="a1", reads=120, original=True, link="https://weibo.com/1/Abc"),
            {"account": {"platform": "weibo", "handle": "shili_1"}, "title": "示例二", "published_on": "2026-09-02"},
            item(weibo, id="a3", title=" "),
        ]
    }

    first, second = push(key, sent), push(key, sent)

    answers = first.json()["items"]
    assert [(row["id"], row["verdict"]) for row in answers] == [("a1", "created"), ("", "created"), ("a3", "refused")]
    assert answers[2]["field"] == "title"
    assert second.json()["counts"] == {"unchanged": 2, "refused": 1}
    stored = PublishedItem.objects.get(title="示例信息")
    assert (stored.source, stored.origin, stored.reads, stored.by) == ("api", f"api:{token.pk}:a1", 120, None)
    token.refresh_from_db()
    assert token.last_used_at is not None


def test_days_told_completely_are_known_only_if_nothing_was_refused(world, weibo):
    _, key = issued(world)
    days = [{"account": weibo.pk, "from": "2026-09-01", "until": "2026-09-07"}]

    push(key, {"items": [item(weibo, title="")], "complete": days})
    assert not Coverage.objects.exists()
    push(key, {"items": [item(weibo)], "complete": days})

    assert Coverage.objects.values_list("first_on", "last_on", "source").get() == (
        date(2026, 9, 1), date(2026, 9, 7), "api",
    )  # fmt: skip


def test_a_key_reaches_the_accounts_of_its_unit_and_those_below_and_no_other(world):
    _, key = issued(world)
    places = (world.owner, world.child, world.foreign, world.root)
    found = [account(unit, f"示例{n}") for n, unit in enumerate(places)]

    answers = push(key, {"items": [item(one) for one in found]}).json()["items"]

    assert [row["verdict"] for row in answers] == ["created", "created", "refused", "refused"]
    assert {row["field"] for row in answers[2:]} == {"account"}


@pytest.mark.parametrize("wrong", ["", "nmp_guessed", "revoked", "expired"])
def test_a_key_that_does_not_hold_is_turned_away(world, weibo, wrong):
    token, key = issued(world)
    if wrong == "revoked":
        tokens.revoke_token(token, by=world.person("registrar"), at=timezone.now())
    elif wrong == "expired":
        ItemToken.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    else:
        key = wrong

    answer = push(key, {"items": [item(weibo)]})

    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert not PublishedItem.objects.exists()


def test_a_session_gives_no_right_at_the_interface(world, weibo):
    answer = client_of(world.person("operator")).post(ADDRESS, json.dumps({"items": [item(weibo)]}), "application/json")

    assert (answer.status_code, PublishedItem.objects.count()) == (401, 0)


@pytest.mark.parametrize(
    "content",
    ["{", "[]", "[" * 5000, {"items": {}}, {"items": ["a"]}, {"items": [], "complete": {}},
     {"complete": [{"account": 1, "from": "2026-09-07", "until": "2026-09-01"}]}, {"items": [{}] * 501}],
)  # fmt: skip
def test_what_has_another_shape_is_refused_as_a_whole(world, content):
    _, key = issued(world)

    assert push(key, content).status_code == 400


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"account": None}, "account"), ({"account": True}, "account"), ({"account": {"platform": []}}, "account"),
        ({"published_at": None}, "published_on"), ({"published_at": "昨天"}, "published_at"),
        ({"published_at": "2030-01-01T00:00:00+08:00"}, "published_on"), ({"title": 5}, "title"),
        ({"reads": "12"}, "reads"), ({"reads": -1}, "reads"), ({"reads": True}, "reads"),
        ({"original": "yes"}, "original"),
        ({"figures_on": "2026"}, "figures_on"), ({"link": "ftp://a.cn"}, "link"), ({"title": "a\u0000b"}, "title"),
    ],
)  # fmt: skip
def test_each_fault_is_named_at_its_item(world, weibo, more, field):
    _, key = issued(world)

    row = push(key, {"items": [item(weibo, **more)]}).json()["items"][0]

    assert (row["verdict"], row["field"]) == ("refused", field)


def test_size_and_rate_are_limited(world, weibo, settings, monkeypatch):
    _, key = issued(world)
    settings.ITEM_PUSHES_PER_MINUTE = 2
    monkeypatch.setattr(api, "MOST_BYTES", 100)
    assert push(key, {"items": [item(weibo, title="长" * 200)]}).status_code == 413
    assert push(key, {"items": []}).status_code == 200

    third = push(key, {"items": []})

    assert (third.status_code, third.headers["Retry-After"]) == (429, "60")
    ItemToken.objects.update(window_at=timezone.now() - timedelta(minutes=1))
    assert push(key, {"items": []}).status_code == 200


def test_the_department_issues_a_key_that_is_shown_once_and_revokes_it(world):
    client = client_of(world.person("registrar"))
    until = f"{timezone.localdate() + timedelta(days=90)}"

    page = client.post(f"{TOKENS}new/", {"name": "示例系统", "unit": world.owner.pk, "expires_on": until})

    token = ItemToken.objects.get()
    key = page.content.decode().split('value="nmp_')[1].split('"')[0]
    assert tokens.digest_of(f"nmp_{key}") == token.digest
    assert key not in client.get(TOKENS).content.decode()
    assert "有效" in words(client.get(TOKENS))
    client.post(f"{TOKENS}{token.pk}/revoke/")
    assert "已停用" in words(client.get(TOKENS))
    assert AuditEvent.objects.filter(action__startswith="items.token_").count() == 2


def test_a_key_is_not_issued_for_units_out_of_reach_for_ever_or_without_a_purpose(world):
    with pytest.raises(Forbidden):
        tokens.issue_token(world.owner, name="示例", expires_on=timezone.localdate() + timedelta(days=5),
                           by=world.person("operator"), at=timezone.now())  # fmt: skip
    for days in (0, 367):
        with pytest.raises(Refused):
            issued(world, days=days)
    other = build("soe")
    with pytest.raises(Forbidden):
        issued(world, other.owner)


def test_a_length_that_is_no_number_breaks_nothing(world):
    _, key = issued(world)

    for length in ("abc", "-1", "1" * 400):
        assert push(key, {"items": []}, CONTENT_LENGTH=length).status_code < 500, length
