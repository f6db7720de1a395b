"""The audit log for the auditor alone; the inbox for its owner alone."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.notices.actions import notify
from newmedia_portal.core.notices.models import Notice
from tests.accounts.conftest import events
from tests.accounts.entries import TEAM, enter
from tests.accounts.pages.test_lists import sign_in
from tests.world import NOON, World


@pytest.mark.parametrize("role", ["operator", "registrar", "director", "observer", "chief"])
def test_business_roles_find_no_audit_log(world: World, role: str) -> None:
    enter(world)
    client = sign_in(world.person(role))

    assert [client.get(url).status_code for url in ("/audit/", "/audit/1/")] == [404, 404]


def test_the_other_administrators_find_no_audit_log(world: World, sysadmin: User, secadmin: User) -> None:
    assert [sign_in(person).get("/audit/").status_code for person in (sysadmin, secadmin)] == [404, 404]


def test_the_auditor_reads_who_did_what_with_both_sides(world: World, auditor: User) -> None:
    account = enter(world, team=TEAM)
    (event,) = events("account.registered", account)

    page = sign_in(auditor).get(f"/audit/{event.seq}/").content.decode()

    for words in ("登记账号", "账号:示例发布", "账号名称", "平台", "138****0001", event.hash):
        assert words in page
    assert "13800000001" not in page


def test_the_auditor_searches_by_person_action_object_and_day(world: World, auditor: User) -> None:
    enter(world)
    enter(world, unit=world.foreign, name="水务在线", handle="2")
    client = sign_in(auditor)
    day = timezone.localdate(NOON)

    def count(query: str) -> int:
        return len(client.get(f"/audit/?{query}").context["page"].rows)

    assert count("object=水务") == 2
    assert count("object=水务&action=account.filed") == 1
    assert count(f"actor={world.cast['registrar'].full_name}&object=示例发布") == 2
    assert count(f"object=示例发布&since={day}&until={day}") == 2
    assert count(f"object=示例发布&since={day + timedelta(days=1)}") == 0


def test_the_log_is_exported_and_the_export_stands_in_it(world: World, auditor: User) -> None:
    enter(world)

    answer = sign_in(auditor).get("/audit/?export=xlsx")

    assert b"".join(answer.streaming_content)[:2] == b"PK"
    (event,) = events("export.made")
    assert (event.actor, event.after["title"]) == (auditor, "审计日志")


def test_the_audit_list_takes_the_same_number_of_queries_however_long(world: World, auditor: User) -> None:
    client = sign_in(auditor)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get("/audit/")
        return len(seen)

    for _ in range(60):
        record("export.made", by=world.cast["chief"], at=NOON, obj=world.owner, unit=world.owner)
    queries()
    first = queries()
    for _ in range(60):
        record("export.made", by=world.cast["chief"], at=NOON, obj=world.child, unit=world.child)

    assert queries() == first <= 10


def send(person: User, number: int = 1, url: str = "/units/") -> list[Notice]:
    for n in range(number):
        notify([person], kind="test", title=f"示例消息{n}", url=url, at=NOON, key=f"k{n}")
    return list(Notice.objects.filter(user=person).order_by("pk"))


def test_opening_a_message_marks_it_read_and_leads_on(world: World) -> None:
    person = world.person("operator")
    first, second = send(person, 2)

    answer = sign_in(person).get(f"/messages/{first.pk}/")

    assert answer.headers["Location"] == "/units/"
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.read_at is None, second.read_at) == (False, None)


@pytest.mark.parametrize("url", ["https://evil.example.com/", "//evil.example.com/", "javascript:alert(1)", ""])
def test_a_message_leads_nowhere_outside(world: World, url: str) -> None:
    person = world.person("operator")
    (notice,) = send(person, 1, url)

    assert sign_in(person).get(f"/messages/{notice.pk}/").headers["Location"] == "/messages/"


def test_messages_of_others_are_not_found_and_not_marked(world: World) -> None:
    (foreign,) = send(world.person("chief"))
    client = sign_in(world.person("operator"))

    assert client.get(f"/messages/{foreign.pk}/").status_code == 404
    client.post("/messages/read/", {"chosen": [str(foreign.pk)]})
    client.post("/messages/read/", {"all": "1"})

    foreign.refresh_from_db()
    assert foreign.read_at is None
    assert "示例消息" not in client.get("/messages/").content.decode()


def test_chosen_messages_or_all_are_marked_read(world: World) -> None:
    person = world.person("operator")
    notices = send(person, 3)
    client = sign_in(person)

    client.post("/messages/read/", {"chosen": [str(notices[0].pk), "x", "²"]})
    assert Notice.objects.filter(user=person, read_at__isnull=True).count() == 2
    client.post("/messages/read/", {"all": "1"})

    assert Notice.objects.filter(user=person, read_at__isnull=True).count() == 0


def test_the_header_counts_what_is_unread(world: World) -> None:
    person = world.person("operator")
    send(person, 3)

    page = sign_in(person).get("/messages/").content.decode()

    assert '<span data-testid="messages-count">3</span>' in page
