"""What happens in the applications reaches receivers: declared events, from real actions, in their transaction."""

import json
from datetime import date, timedelta

import pytest

from accounts.actions.register import close_account
from assessments.actions.quarters import publish_quarter
from filings.deadlines.scan import scan_overdue
from newmedia_portal.core.audit.actions import labels
from newmedia_portal.core.webhooks import catalogue
from newmedia_portal.core.webhooks.models import WebhookDelivery, WebhookEvent
from newmedia_portal.core.workdays.actions import seed_calendar
from tests.assessments.quarters.making import AFTER, county
from tests.filings import making as filings
from tests.filings.owed import owe
from tests.reviews import making as posts
from tests.world import build

from .conftest import NOON, tick

pytestmark = pytest.mark.django_db


@pytest.fixture
def all_kinds(subscribe, receiver):
    """Subscribe to everything that is declared."""
    return subscribe(receiver.url, kinds=[code for code, _ in catalogue.choices()])


def happened():
    """Return the kinds of events and their objects, in order."""
    return list(WebhookEvent.objects.order_by("pk").values_list("kind", "object_type", "object_id"))


def test_every_declared_action_is_one_that_the_log_knows():
    assert {action for action, _ in catalogue._by_action} <= set(labels())
    assert len(catalogue.choices()) >= 12


def test_a_filing_from_hand_in_to_register_and_the_account_that_closes(all_kinds, receiver):
    world = build("gejiu")
    filing = filings.submitted(world)
    filing = world.approve_all(filing)
    filing.refresh_from_db()
    close_account(filing.account, closed_on=NOON.date(), by=None, at=NOON, source_filing=None)
    assert sorted(happened()) == [
        ("account.closed", "account", filing.account_id),
        ("account.opened", "account", filing.account_id),
        ("filing.decided", "filing", filing.pk),
        ("filing.submitted", "filing", filing.pk),
    ]
    tick()
    texts = [taken.body.decode() for taken in receiver.taken]
    decided = next(event["data"] for event in map(json.loads, texts) if event["type"] == "filing.decided")
    assert decided["link"] == f"https://portal.example.com/filings/{filing.pk}/"
    assert (decided["unit"], decided["state"]["after"]) == (world.owner.code, filing.state)
    people = [person.full_name for person in world.cast.values()]
    assert not any(word in text for text in texts for word in [*people, filing.account.name, "同意"])


def test_a_filing_that_is_returned(all_kinds):
    world = build("gejiu")
    filing = filings.submitted(world)
    world.decide(filing, "return", opinion="请补正", reasons=["材料不齐"])
    assert ("filing.returned", "filing", filing.pk) in happened()


def test_what_becomes_overdue_is_told_once(all_kinds):
    seed_calendar(by=None, at=NOON)
    owed = owe(build("gejiu"), date(2026, 8, 3))
    for day in range(3):
        scan_overdue(on=NOON.date() + timedelta(days=day), at=NOON + timedelta(days=day))
    assert happened() == [("filing.overdue", "obligation", owed.pk)]


def test_a_post_that_is_approved(all_kinds):
    post = posts.ready(posts.staffed(build("gejiu")))
    assert ("post.approved", "post", post.pk) in happened()


def test_results_of_a_period_reach_subscriptions_to_units_of_the_organisation(subscribe, receiver):
    made = county()
    subscribe(receiver.url, kinds=["quarter.published"], units=[made.world.owner])
    quarter = publish_quarter(made.closed(), by=made.world.person("registrar"), at=AFTER)
    assert happened() == [("quarter.published", "quarter", quarter.pk)]
    assert WebhookDelivery.objects.count() == 1
    assert json.loads(WebhookEvent.objects.get().body)["data"]["link"].endswith("/assessments/2026Q3/")
