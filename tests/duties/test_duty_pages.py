"""Every page of messages, rosters and incidents opens for those who may, and for nobody else; lists in few queries."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duties.actions import inquiries
from newmedia_portal.core.workdays.actions import seed_calendar
from tests.duties.watching import NOON, answered, furnished, incident, message, on, roster, shift
from tests.filings.pages import client_of
from tests.world import World

pytestmark = pytest.mark.django_db
LIST_LIMIT = 12
AXES = ("action", "platform", "referral")


@pytest.fixture
def world() -> World:
    """An organisation with messages, a roster and an incident at the owner unit."""
    seed_calendar(by=None, at=NOON)
    return furnished("taibai")


def stage(world: World) -> dict[str, Any]:
    """Return one object of each kind."""
    waiting, done = message(world), message(world, text="示例留言二")
    answered(world, done, NOON + timedelta(hours=5))
    kept = roster(world)
    turn = shift(world, kept, NOON, NOON + timedelta(hours=8))
    day = on(NOON.date()).date()
    sample = inquiries.sample_messages(
        world.owner, first_on=day, last_on=day, size=1, seed="1", by=world.person("chief"), at=NOON + timedelta(hours=6)
    )
    return {
        "message": waiting,
        "done": done,
        "roster": kept,
        "shift": turn,
        "incident": incident(world),
        "sample": sample,
    }


def addresses(made: dict[str, Any]) -> dict[str, list[str]]:
    """Return the pages that everyone of the scope reads, and those for the unit's workers."""
    read = ["messages", "message-statistics", "message-samples", "rosters", "incidents", "incident-statistics"]
    found = [reverse(f"duties:{name}") for name in read]
    found += [reverse(f"duties:{name}", args=[made[kind].pk]) for name, kind in (
        ("message", "message"), ("message", "done"), ("sample", "sample"), ("sample-print", "sample"),
        ("roster", "roster"), ("roster-log", "roster"), ("roster-print", "roster"), ("roster-export", "roster"),
        ("incident", "incident"), ("incident-print", "incident"),
    )]  # fmt: skip
    work = [reverse(f"duties:{name}") for name in ("message-new", "message-import", "message-template", "roster-new")]
    work += [reverse(f"duties:{name}", args=[made[kind].pk]) for name, kind in (
        ("message-answer", "message"), ("message-pass", "message"), ("message-waive", "message"),
        ("roster-shift", "roster"), ("roster-import", "roster"), ("roster-template", "roster"),
        ("roster-look", "roster"), ("shift-swap", "shift"), ("shift-cancel", "shift"), ("shift-handover", "shift"),
    )]  # fmt: skip
    act = [reverse("duties:incident-new")]
    act += [reverse(f"duties:incident-{name}", args=[made["incident"].pk]) for name in
            ("tell", "grade", "summary", "close", "reopen", "comment")]  # fmt: skip
    act += [reverse("duties:incident-step", args=[made["incident"].pk, axis]) for axis in AXES]
    act += [reverse("duties:message-comment", args=[made["message"].pk])]
    return {"read": found, "work": work, "act": act}


def opened(world: World, role: str, pages: list[str]) -> dict[str, int]:
    client = client_of(world.person(role))
    return {page: client.get(page).status_code for page in pages}


def test_every_page_opens_for_the_unit_and_its_leaders_read_and_comment(world: World) -> None:
    pages = addresses(stage(world))
    everything = [*pages["read"], *pages["work"], *pages["act"]]
    assert {page: status for page, status in opened(world, "operator", everything).items() if status != 200} == {}
    leads = [*pages["read"], *pages["act"]]
    assert {page: status for page, status in opened(world, "chief", leads).items() if status != 200} == {}
    assert set(opened(world, "chief", pages["work"]).values()) == {404}


def test_the_department_reads_all_and_acts_on_incidents_but_does_not_answer_for_the_unit(world: World) -> None:
    made = stage(world)
    pages = addresses(made)
    seen = [*pages["read"], *pages["act"]]
    assert {page: status for page, status in opened(world, "registrar", seen).items() if status != 200} == {}
    assert client_of(world.person("registrar")).get(f"/duties/messages/{made['message'].pk}/answer/").status_code == 404


def test_strangers_find_nothing(world: World) -> None:
    pages = addresses(stage(world))
    objects = [page for kind in pages.values() for page in kind if any(sign.isdigit() for sign in page)]
    for role in ("outsider", "child", "line", "superior"):
        wanted = {200, 404} if role == "line" else {404}
        assert set(opened(world, role, objects).values()) <= wanted, role


def test_lists_and_pages_take_few_queries_however_many_rows(world: World) -> None:
    made = stage(world)
    client = client_of(world.person("operator"))
    pages = [reverse(f"duties:{name}") for name in ("messages", "rosters", "incidents", "message-samples")]
    pages += [reverse("duties:roster-log", args=[made["roster"].pk])]
    few = [_queries(client, page) for page in pages]
    for number in range(4):
        message(world, text=f"示例留言更多{number}")
        incident(world, title=f"示例事件{number}")
    many = [_queries(client, page) for page in pages]
    assert max(many) <= LIST_LIMIT
    assert all(more <= less + 1 for less, more in zip(few, many, strict=True))


def _queries(client: Any, page: str) -> int:
    client.get(page)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(page).status_code == 200
    return len(found)


def test_the_workbench_shows_messages_incidents_and_the_own_shift(world: World) -> None:
    from django.utils import timezone

    made = stage(world)
    now = timezone.now()
    shift(world, made["roster"], now - timedelta(hours=1), now + timedelta(hours=1))
    page = client_of(world.person("operator")).get("/").content.decode()
    assert all(word in page for word in ("待答复留言", "未办结事件", "我的值班"))
    assert "我的值班" not in client_of(world.person("outsider")).get("/").content.decode()
