"""Edges of duty work: forgotten workbooks, the button on the account, rosters that are missing, sending twice."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from duties.actions import rosters
from duties.actions.batches import keep_checked
from duties.forgetting import JOB, forget_batches
from duties.models import DutyBatch, PublicMessage
from newmedia_portal.core.jobs.schedule import Counts, run_once
from newmedia_portal.core.workdays.actions import seed_calendar
from tests.core.ground import together
from tests.duties.making import account
from tests.duties.watching import NOON, furnished, letter, own_account
from tests.filings.pages import client_of, words
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    """A company whose edition asks for a roster round the clock."""
    return furnished("corp")


def test_a_workbook_that_nobody_imports_is_forgotten_after_a_week(world: World) -> None:
    made = [
        keep_checked(
            world.owner, kind="messages", file_name="示例.xlsx", rows=[{"text": "示例"}], faults=[], counts={},
            by=world.person("operator"), at=NOON - timedelta(days=days),
        )
        for days in (1, 6, 8)
    ]  # fmt: skip
    DutyBatch.objects.filter(pk=made[2].pk).update(created_at=NOON - timedelta(days=8))
    assert forget_batches(on=NOON.date(), at=NOON) == Counts(1, 0, 1)
    assert forget_batches(on=NOON.date(), at=NOON) == Counts()
    assert set(DutyBatch.objects.values_list("pk", flat=True)) == {made[0].pk, made[1].pk}
    assert run_once(JOB, on=NOON.date(), at=NOON) == Counts()


def test_what_was_imported_is_never_forgotten(world: World) -> None:
    from duties.actions import inquiries

    batch = keep_checked(
        world.owner,
        kind="messages",
        file_name="a.xlsx",
        rows=[],
        faults=[],
        counts={},
        by=world.person("operator"),
        at=NOON,
    )
    inquiries.import_rows(batch, by=world.person("operator"), at=NOON)
    assert forget_batches(on=NOON.date(), at=NOON + timedelta(days=90)) == Counts()


def test_the_page_of_an_account_leads_to_the_alarm_with_the_account_filled_in(world: World) -> None:
    target, client = own_account(world), client_of(world.person("operator"))
    page = client.get(f"/accounts/{target.pk}/").content.decode()
    link = re.search(r'href="([^"]+)"[^>]*data-testid="report-incident"', page)
    assert link is not None
    form = client.get(link[1].replace("&amp;", "&")).context["form"]
    assert form["account"].value() == target.pk
    assert (
        'data-testid="report-incident"'
        not in client_of(world.person("observer")).get(f"/accounts/{target.pk}/").content.decode()
    )


def test_units_that_run_accounts_but_keep_no_roster_are_named_where_the_edition_asks_for_one(world: World) -> None:
    client = client_of(world.person("registrar"))
    listed = client.get("/duties/rosters/")
    assert [unit.name for unit in listed.context["bare"]] == ["示例corp文旅局", "示例corp图书馆", "示例corp水务局"]
    rosters.create_roster(world.owner, by=world.person("operator"), at=NOON)
    assert [unit.name for unit in client.get("/duties/rosters/").context["bare"]] == [
        "示例corp图书馆",
        "示例corp水务局",
    ]
    unasked = furnished("gejiu")
    assert client_of(unasked.person("registrar")).get("/duties/rosters/").context["bare"] == []


def test_a_message_sent_twice_by_the_form_is_logged_and_answered_once(world: World) -> None:
    client = client_of(world.person("operator"))
    page = client.get("/duties/messages/new/").content.decode()
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token is not None
    sent = {
        "account": own_account(world).pk, "channel": "comment", "topic": "consult", "text": "示例留言",
        "token": token[1],
        "received_at": f"{timezone.localtime():%Y-%m-%dT%H:%M}",
    }  # fmt: skip
    places = {client.post("/duties/messages/new/", sent)["Location"] for _ in range(2)}
    row = PublicMessage.objects.get()
    assert places == {f"/duties/messages/{row.pk}/"}
    again = client.post("/duties/messages/new/", {**sent, "token": ""})
    assert (again.status_code, "已经登记过" in words(again)) == (422, True)


def test_another_account_of_the_unit_may_receive_the_same_words(world: World) -> None:
    from duties.actions import inquiries

    second = account(world.owner, "示例第二号", platform="douyin")
    for target in (own_account(world), second):
        inquiries.log_message(world.owner, letter(world, account=target), by=world.person("operator"), at=NOON)
    assert PublicMessage.objects.count() == 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_four_people_who_log_the_same_message_at_once_log_it_once() -> None:
    from duties.actions import inquiries
    from newmedia_portal.core.refusals import Conflict

    seed_calendar(by=None, at=NOON)
    world = furnished("taibai")
    told = letter(world)

    def log() -> str:
        try:
            inquiries.log_message(world.owner, told, by=world.person("operator"), at=NOON)
        except Conflict:
            return "refused"
        return "logged"

    assert sorted(together(*(log for _ in range(4)))) == ["logged", "refused", "refused", "refused"]
    assert PublicMessage.objects.count() == 1
