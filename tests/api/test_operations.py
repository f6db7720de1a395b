"""Operations of the interface: hidden and missing alike; writing once, many at once."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from assessments.actions.items import record
from assessments.models import FollowerCount, PublishedItem
from assessments.telling import Told
from filings.models import Filing
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.tokens.answering import KEPT, forget_answers
from newmedia_portal.core.tokens.models import KeptAnswer
from tests.accounts.entries import enter
from tests.core.ground import together
from tests.filings.making import answers, draft, submitted, team
from tests.papers import pdf
from tests.world import NOON, World, build

from .calling import BASE, Program, program, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return build("gejiu")


@pytest.fixture
def writer(world: World) -> Program:
    return program(world.person("operator"))


def test_what_is_hidden_answers_word_for_word_like_what_is_not_there(world: World, writer: Program) -> None:
    away = build("soe", mark="远")
    account, filing = enter(away), submitted(away, by=away.person("operator"))
    foreign = enter(world, unit=world.foreign, handle="3000000003")
    told = Told(account, date(2026, 9, 1), "示例信息")
    item = record.record_item(told, by=away.person("operator"), at=NOON)
    nothing = 99_999_999
    pairs = [
        (writer.get, f"units/{away.owner.pk}/", f"units/{nothing}/", None),
        (writer.get, f"accounts/{account.pk}/", f"accounts/{nothing}/", None),
        (writer.get, f"accounts/{foreign.pk}/", f"accounts/{nothing}/", None),
        (writer.get, f"filings/{filing.pk}/", f"filings/{nothing}/", None),
        (writer.get, f"published-items/{item.pk}/", f"published-items/{nothing}/", None),
        (writer.send, f"filings/{filing.pk}/submit/", f"filings/{nothing}/submit/", {"version": 1}),
    ]

    for call, hidden, missing, body in pairs:
        one, other = (call(path) if body is None else call(path, body) for path in (hidden, missing))
        assert one.content == other.content
        refused(one, 404)
    for unit, number in ((away.owner.pk, nothing), (nothing, nothing), (world.owner.pk, account.pk)):
        refused(writer.send("filings/", {"unit": unit, "kind": "change", "account": number}), 404)
    change = {"version": 1, "answers": {}}
    refused(writer.send(f"filings/{filing.pk}/answers/", change, method="patch"), 404)
    by_ref = [{"account": {"pk": account.pk}}, {"account": {"pk": nothing}}, {"account": {"pk": foreign.pk}}]
    rows = [{**ref, "title": "示例", "published_on": "2026-09-01"} for ref in by_ref]
    results = writer.send("published-items/", {"items": rows}).json()["items"]
    assert len({str(result) for result in results}) == 1
    assert results[0]["verdict"] == "refused"


def test_a_filing_goes_from_draft_to_hand_in_by_the_same_actions_as_on_the_pages(world: World, writer: Program) -> None:
    begun = writer.send("filings/", {"unit": world.owner.pk, "kind": "open"})
    assert begun.status_code == 201
    pk, version = begun.json()["id"], begun.json()["version"]
    filing = Filing.objects.get(pk=pk)
    for use in filing.edition.edition.filing_kind("open", "standard").papers:
        file = SimpleUploadedFile("材料.pdf", pdf(use.code))
        sent = Client().post(
            f"{BASE}filings/{pk}/papers/", {"paper": use.code, "file": file},
            headers={"Authorization": f"Bearer {writer.key}", "Idempotency-Key": f"paper-{use.code}"},
        )  # fmt: skip
        assert sent.status_code == 201, sent.content.decode()
    missing = refused(writer.send(f"filings/{pk}/submit/", {"version": version}), 422)
    assert len(missing["errors"]) > 2
    people = [{"role": one["role"], "name": one["name"], "mobile": "13800000009"} for one in team(filing)]
    asked = {use.code for use in filing.edition.edition.filing_kind("open", "standard").fields} - {"team", "avatar"}
    said = {code: value for code, value in answers(filing, date(2026, 9, 18)).items() if code in asked}

    filled = writer.send(
        f"filings/{pk}/answers/", {"version": version, "answers": said, "team": people}, method="patch"
    )
    assert filled.status_code == 200, filled.content.decode()
    refused(writer.send(f"filings/{pk}/answers/", {"version": version, "answers": {}}, method="patch"), 409)
    done = writer.send(f"filings/{pk}/submit/", {"version": filled.json()["version"]})

    assert done.status_code == 200, done.content.decode()
    seen = writer.get(f"filings/{pk}/").json()
    assert seen["number"] == Filing.objects.get(pk=pk).number != ""
    assert seen["due"]["why"]
    assert seen["due"]["on"] == seen["due_on"]
    assert {one["title"] for one in seen["timeline"]} >= {"提交"}
    assert all(one["mobile"] == "138****0009" for one in seen["team"])
    assert "13800000009" not in str(seen)
    events = AuditEvent.objects.filter(object_type="filings.filing", object_id=pk)
    assert {event.address for event in events} == {f"127.0.0.1 令牌{writer.token.pk}"}


def test_answers_that_do_not_fit_are_named_and_nothing_is_saved(world: World, writer: Program) -> None:
    filing = draft(world)
    before = Filing.objects.get(pk=filing.pk).data
    said = {"platform": "nonsense", "no_such_question": 1, "opened_on": False}

    body = {"version": filing.version, "answers": said}
    told = refused(writer.send(f"filings/{filing.pk}/answers/", body, method="patch"), 422)

    assert {one["field"] for one in told["errors"]} >= {"answers.platform", "answers.no_such_question"}
    assert Filing.objects.get(pk=filing.pk).data == before


def test_who_sees_a_filing_but_does_not_write_it_is_told_so(world: World) -> None:
    filing = submitted(world)
    post = world.person("operator").posts.get()
    post.pk, post.unit, post.role = None, world.authority, "liaison"
    registrar = world.person("registrar")
    post.user = registrar
    post.save()

    told = refused(program(registrar).send(f"filings/{filing.pk}/submit/", {"version": 1}), 403)

    assert "本单位经办人" in told["detail"]


def test_the_same_call_once_more_gets_the_same_answer_and_acts_once(world: World, writer: Program) -> None:
    body = {"unit": world.owner.pk, "kind": "open"}

    first = writer.send("filings/", body, key="one-and-only")
    again = writer.send("filings/", body, key="one-and-only")
    other = writer.send("filings/", {**body, "variant": "other"}, key="one-and-only")
    stranger = program(world.person("operator")).send("filings/", body, key="one-and-only")

    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert again["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first
    refused(other, 409)
    assert stranger.json()["id"] != first.json()["id"]
    assert Filing.objects.count() == 2
    for key in ("short", "x" * 81, "中文键中文键中文键"):
        refused(writer.send("filings/", body, key=key), 422 if len(key) > 80 else 400)


def test_a_refused_call_leaves_nothing_and_its_key_free(world: World, writer: Program) -> None:
    refused(writer.send("filings/", {"unit": world.owner.pk, "kind": "change"}, key="again-and-again"), 422)
    assert KeptAnswer.objects.count() == 0

    assert writer.send("filings/", {"unit": world.owner.pk, "kind": "open"}, key="again-and-again").status_code == 201


def test_kept_answers_go_after_two_days(world: World, writer: Program) -> None:
    writer.send("filings/", {"unit": world.owner.pk, "kind": "open"})

    assert forget_answers(on=timezone.localdate(), at=timezone.now()).cleared == 0
    assert forget_answers(on=timezone.localdate(), at=timezone.now() + KEPT + timedelta(minutes=1)).cleared == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_same_call_from_two_sides_at_one_moment_acts_once() -> None:
    world = build("gejiu")
    writer = program(world.person("operator"))
    body = {"unit": world.owner.pk, "kind": "open"}

    answers_of_both = together(*[lambda: writer.send("filings/", body, key="both-at-once")] * 2)

    assert [answer.status_code for answer in answers_of_both] == [201, 201]  # type: ignore[attr-defined]
    assert Filing.objects.count() == 1
    assert sorted("Idempotent-Replayed" in answer.headers for answer in answers_of_both) == [False, True]  # type: ignore[attr-defined]


def test_many_items_at_once_each_with_its_own_result(world: World, writer: Program) -> None:
    account = enter(world)
    ref = {"pk": account.pk}
    rows = [
        {"id": "a", "account": ref, "title": "示例一", "published_on": "2026-09-01", "reads": 10},
        {"id": "b", "account": {"platform": "weibo", "handle": account.handle}, "title": "示例二",
         "published_at": "2026-09-02T08:00:00+08:00"},
        {"id": "c", "account": ref, "title": "示例三", "published_on": "2999-01-01"},
        {"id": "d", "account": ref, "title": "示例四"},
        {"id": "e", "account": {"pk": 99_999_999}, "title": "示例五", "published_on": "2026-09-01"},
        {"id": "f", "account": ref, "title": "示例六", "published_on": "2026-09-03", "link": "javascript:alert(1)"},
    ]  # fmt: skip

    answer = writer.send("published-items/", {"items": rows})
    again = writer.send("published-items/", {"items": [{**rows[0], "reads": 12}, rows[1]]})

    results = answer.json()["items"]
    assert [(one["id"], one["verdict"], one["field"]) for one in results] == [
        ("a", "created", ""), ("b", "created", ""), ("c", "refused", "published_on"),
        ("d", "refused", "published_on"), ("e", "refused", "account"), ("f", "refused", "link"),
    ]  # fmt: skip
    assert all(one["message"] for one in results if one["verdict"] == "refused")
    assert answer.json()["counts"] == {"created": 2, "refused": 4}
    assert again.json()["counts"] == {"updated": 1, "unchanged": 1}
    assert PublishedItem.objects.get(pk=results[0]["item"]).reads == 12
    listed = writer.get("published-items/", account=account.pk, fields="title,reads").json()["items"]
    assert listed == [{"title": "示例二", "reads": None}, {"title": "示例一", "reads": 12}]
    refused(writer.send("published-items/", {"items": [rows[0]] * 501}), 422)


def test_followers_are_reported_each_with_its_own_result(world: World, writer: Program) -> None:
    account = enter(world)
    row = {"id": "a", "account": {"pk": account.pk}, "as_of": "2026-09-10", "count": 5}
    rows = [row, row, {**row, "count": 6}, {**row, "as_of": "2999-01-01"}, {**row, "account": {"pk": 99_999_999}}]

    results = writer.send("follower-counts/", {"items": rows}).json()["items"]

    assert [one["verdict"] for one in results] == ["created", "unchanged", "updated", "refused", "refused"]
    assert FollowerCount.objects.get(account=account).count == 6


@pytest.mark.parametrize(
    ("body", "status"),
    [("{", 400), ("[" * 5000, 400), ('{"unit": NaN}', 400), (b"\xff\xfe", 400), ("null", 422), ('{"unit": 1e999}', 422),
     ('{"unit": %s, "kind": "open"}' % ("9" * 400), 422), ('{"unit": 1, "kind": "open", "variant": "\\u0000"}', 422),
     ('{"unit": 1, "kind": "open", "variant": "\\ud800"}', 422), ('{"unit": true, "kind": "open"}', 404)],
)  # fmt: skip
def test_odd_bodies_are_refused_in_words(writer: Program, body: Any, status: int) -> None:
    refused(writer.send("filings/", body), status)
