"""The calendar: read without a session, read back by the library, secret, revocable, limited, without people."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from filings.models import Obligation
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.notices.feed import hash_of, renew, revoke
from newmedia_portal.core.notices.models import CalendarFeed
from tests.filings.owed import owe
from tests.world import NOON, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    cache.clear()
    return build("gejiu")


def address(token: str) -> str:
    """Return the address of a feed."""
    return f"/messages/calendar/{token}.ics"


def events(token: str) -> list:
    """Return the events that a calendar program without a session reads."""
    answer = Client().get(address(token))
    assert answer.status_code == 200
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def test_due_dates_are_whole_days_with_stable_identities(world):
    owed = owe(world, timezone.localdate())
    token = renew(world.cast["operator"], at=NOON)
    [event] = events(token)
    assert event["UID"] == f"obligation-{owed.pk}@newmedia-portal"
    assert event.decoded("DTSTART") == owed.due_on
    assert event.decoded("DTEND") == owed.due_on + timedelta(days=1)
    assert type(event.decoded("DTSTART")) is date
    assert str(event["SUMMARY"]).startswith("开通备案到期（示例gejiu文旅局）")


def test_titles_hold_nothing_of_accounts_and_people(world):
    owed = owe(world, timezone.localdate())
    owed.label = "开通备案 · 张某某的个人号"
    owed.save()
    answer = Client().get(address(renew(world.cast["operator"], at=NOON)))
    assert "张某某" not in answer.content.decode()


def test_the_answer_is_private_and_says_so(world):
    answer = Client().get(address(renew(world.cast["operator"], at=NOON)))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Robots-Tag"] == "noindex"
    assert "Set-Cookie" not in answer


def test_only_the_hash_of_the_address_is_kept(world):
    token = renew(world.cast["operator"], at=NOON)
    row = CalendarFeed.objects.get()
    assert (row.token_hash, len(token)) == (hash_of(token), 43)
    assert token not in str(list(AuditEvent.objects.values()))


def test_a_new_address_ends_the_old_one_and_cancelling_ends_both(world):
    person = world.cast["operator"]
    old = renew(person, at=NOON)
    new = renew(person, at=NOON)
    assert Client().get(address(old)).status_code == 404
    assert Client().get(address(new)).status_code == 200
    revoke(person, at=NOON)
    assert Client().get(address(new)).status_code == 404


def test_whoever_may_not_sign_in_any_more_has_no_calendar(world):
    person = world.cast["operator"]
    token = renew(person, at=NOON)
    person.is_active = False
    person.save()
    assert Client().get(address(token)).status_code == 404


def test_everybody_reads_the_due_dates_of_their_own_units(world):
    owe(world, timezone.localdate())
    owe(world, timezone.localdate(), unit=world.foreign)
    names = {
        role: sorted(str(event["SUMMARY"]) for event in events(renew(world.cast[role], at=NOON)))
        for role in ("operator", "chief", "outsider", "registrar")
    }
    assert {role: len(found) for role, found in names.items()} == {
        "operator": 1, "chief": 1, "outsider": 1, "registrar": 0,
    }  # fmt: skip
    assert "水务局" in names["outsider"][0]


def test_reading_too_often_is_refused_with_the_time_to_wait(world, settings):
    settings.CALENDAR_READS_PER_HOUR = 2
    token = renew(world.cast["operator"], at=NOON)
    codes = [Client().get(address(token)).status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    assert Client().get(address(token))["Retry-After"] == "3600"
    assert Client().get(address(renew(world.cast["chief"], at=NOON))).status_code == 200


def test_guessing_is_limited(world, settings):
    settings.CALENDAR_READS_PER_HOUR = 3
    codes = [Client().get(address(f"guess-{number}")).status_code for number in range(5)]
    assert codes == [404, 404, 404, 429, 429]


def test_the_number_of_statements_does_not_grow_with_what_is_due(world, django_assert_num_queries):
    owe(world, timezone.localdate())
    token = renew(world.cast["operator"], at=NOON)
    Client().get(address(token))
    with CaptureQueriesContext(connection) as one:
        Client().get(address(token))
    for _ in range(9):
        owe(world, timezone.localdate())
    with django_assert_num_queries(len(one)):
        assert len(events(token)) == 10


def test_the_page_says_how_often_it_was_reminded_and_the_calendar_does_not(world, client):
    owed = owe(world, timezone.localdate())
    Obligation.objects.filter(pk=owed.pk).update(told_rungs="3@2026-09-04 1@2026-09-02 ")
    owed.reminders.create(due_on=owed.due_on, told_on=date(2026, 9, 1), by=world.cast["registrar"])
    client.force_login(world.person("operator"))
    assert "已提醒 3 次，最近 2026-09-04" in client.get("/messages/calendar/").content.decode()
    assert "已提醒" not in Client().get(address(renew(world.cast["operator"], at=NOON))).content.decode()
