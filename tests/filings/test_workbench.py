"""The workbench and 待办: what waits for whom, where one's filings lie, asking units for what is due."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from filings import actions
from filings.desk import desk_for, obligation_items, todo_items, waiting_filings
from filings.models import Filing, Obligation
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from tests.filings.making import approved, draft, submitted
from tests.filings.pages import client_of, words
from tests.world import NOON, World, admin, build

pytestmark = pytest.mark.django_db


def titles(person: Any) -> list[str]:
    return [filing.title for filing in waiting_filings(person).order_by("pk")]


def owed_by(world: World) -> Obligation:
    """Return what the owner unit owes for a draft whose account has been opened."""
    return draft(world).obligations.get()


def test_a_filing_waits_for_the_holder_of_its_step_alone() -> None:
    world = build("gejiu")
    filing = submitted(world)
    held = {role: titles(world.person(role)) for role in world.cast}
    assert held == {role: [filing.title] if role == "chief" else [] for role in world.cast}


def test_what_was_returned_waits_for_the_writers_of_its_unit() -> None:
    world = build("gejiu")
    filing = world.decide(submitted(world), "return", opinion="请补正")
    held = {role: titles(world.person(role)) for role in ("operator", "chief", "child", "outsider")}
    assert held == {"operator": [filing.title], "chief": [], "child": [], "outsider": []}
    items, count = todo_items(world.person("operator"), date(2026, 9, 18))
    assert count == 1
    assert (items[0].act, items[0].step) == ("补正", "退回补正")
    assert items[0].due_on == filing.obligations.get(kind="resubmit").due_on


def test_the_number_in_the_navigation_is_the_number_on_the_desk() -> None:
    world = build("gejiu")
    world.decide(submitted(world), "return", opinion="请补正")
    page = client_of(world.person("operator")).get("/").content.decode()
    assert 'data-testid="todo-count">1<' in page
    assert 'data-testid="todo-figure">1<' in page


def test_a_writer_sees_where_each_filing_lies_and_since_when() -> None:
    world = build("gejiu")
    submitted(world)
    desk = desk_for(world.person("operator"), NOON + timedelta(days=3))
    assert [sent.where for sent in desk.sent] == [
        "在 张某hief 处，已 2 个工作日 · 单位主要领导批准"
    ]  # the Sunday was worked


def test_a_kept_period_that_is_over_is_no_late_one() -> None:
    world = build("gejiu")
    filing = submitted(world)
    assert filing.due_on is not None
    long_after = filing.due_on + timedelta(days=30)
    items, _ = todo_items(world.person("chief"), long_after)
    assert items[0].met is True
    assert desk_for(world.person("chief"), datetime(2026, 12, 30, 4, tzinfo=UTC)).todo_soon == 0


def test_a_due_day_that_passed_before_a_weekend_is_late_on_the_saturday() -> None:
    world = build("gejiu")
    owed = owed_by(world)
    Obligation.objects.filter(pk=owed.pk).update(due_on=date(2026, 11, 20))
    rows, person = Obligation.objects.filter(pk=owed.pk), world.person("operator")
    days = (date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 23))
    shown = [(item.left, item.met) for day in days for item in obligation_items(rows, day, person)]
    assert shown == [(0, None), (0, False), (-1, None)]


def test_the_authority_learns_of_a_draft_by_name_and_cannot_open_it() -> None:
    world = build("gejiu")
    owed = owed_by(world)
    items = obligation_items(Obligation.objects.filter(pk=owed.pk), date(2026, 9, 18), world.person("registrar"))
    assert [(item.title, item.url, item.act) for item in items] == [(owed.label, "", "催报")]
    assert client_of(world.person("registrar")).get(f"/filings/{owed.filing_id}/").status_code == 404


def test_asking_a_unit_tells_its_writers_once_a_day_on_record() -> None:
    world = build("gejiu")
    owed = owed_by(world)
    by = world.person("registrar")
    assert actions.remind(owed, by=by, at=NOON) == 1
    with pytest.raises(Refused, match="今天已经催报过"):
        actions.remind(owed, by=by, at=NOON + timedelta(hours=2))
    actions.remind(owed, by=by, at=NOON + timedelta(days=1))
    told = Notice.objects.filter(kind="deadline.asked").values_list("user__username", flat=True)
    assert list(told) == ["gejiu-operator", "gejiu-operator"]
    assert AuditEvent.objects.filter(action="obligation.asked").count() == 2


@pytest.mark.parametrize("role", ["operator", "chief", "outsider", "line", "observer"])
def test_only_the_authority_asks(role: str) -> None:
    world = build("gejiu")
    with pytest.raises(Forbidden):
        actions.remind(owed_by(world), by=world.person(role), at=NOON)


def test_a_unit_that_has_filed_is_not_asked() -> None:
    world = build("gejiu")
    owed = owed_by(world)
    filing = Filing.objects.get(pk=owed.filing_id)
    actions.submit(filing, version=filing.version, by=world.person("operator"), at=NOON)
    owed.refresh_from_db()
    with pytest.raises(Conflict, match="已经办理"):
        actions.remind(owed, by=world.person("registrar"), at=NOON)


def test_asking_on_the_page_says_whom_it_told() -> None:
    world = build("gejiu")
    owed = owed_by(world)
    client = client_of(world.person("registrar"))
    said = words(client.post(f"/filings/obligations/{owed.pk}/remind/", follow=True))
    assert f"已催报{owed.unit},1 位经办人会收到消息。" in said


def test_the_obligation_of_an_unseen_unit_is_not_found() -> None:
    world = build("gejiu")
    owed = owed_by(world)
    answer = client_of(world.person("outsider")).post(f"/filings/obligations/{owed.pk}/remind/")
    assert answer.status_code == 404


@pytest.mark.parametrize("role", ["sysadmin", "secadmin", "auditor"])
def test_the_three_administrators_see_their_own_desk_and_no_business(role: str) -> None:
    world = build("gejiu")
    filing = submitted(world)
    client = client_of(admin(role))
    page = words(client.get("/"))
    assert "日历暂定年度" in page
    assert filing.title not in page
    assert client.get("/todo/").status_code == 404


@pytest.mark.parametrize("tab", ["todo", "done", "sent", "deadlines"])
def test_an_empty_list_says_why_and_what_to_do(tab: str) -> None:
    world = build("gejiu")
    page = client_of(world.person("outsider")).get(f"/todo/?tab={tab}").content.decode()
    assert 'class="empty"' in page


def test_done_and_sent_list_what_one_decided_and_began() -> None:
    world = build("gejiu")
    filing = approved(world)
    shown = {
        role: filing.number in words(client_of(world.person(role)).get(f"/todo/?tab={tab}"))
        for role, tab in (("chief", "done"), ("operator", "sent"), ("outsider", "done"))
    }
    assert shown == {"chief": True, "operator": True, "outsider": False}


def queries(person: Any, address: str) -> int:
    client = client_of(person)
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        client.get(address)
    return len(seen)


def test_one_filing_and_seven_take_the_same_number_of_queries() -> None:
    world = build("gejiu")
    counts = []
    for number in (1, 6):
        for n in range(number):
            own = {"name": f"示例{number}{n}号", "platform_id": f"shili_{number}_{n}"}
            world.decide(submitted(world, **own), "return", opinion="请补正")
            draft(world, **{**own, "platform_id": f"shili_d_{number}_{n}"})
        pages = ("/", "/todo/", "/todo/?tab=sent", "/todo/?tab=deadlines", "/filings/")
        counts.append({page: queries(world.person("operator"), page) for page in pages})
    assert counts[0] == counts[1]


def test_the_desk_of_a_person_without_a_post_says_whom_to_ask() -> None:
    world = build("gejiu")
    world.cast["outsider"].posts.update(until=timezone.localdate() - timedelta(days=1))
    page = words(client_of(world.person("outsider")).get("/"))
    assert "您还没有岗位" in page
