"""Items pushed from outside: each answered for itself, repeated without effect, complete only if none was refused."""

from datetime import date

import pytest

from assessments.actions.items.push import push_items
from assessments.actions.items.tell import Covered
from assessments.models import Coverage, PublishedItem
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.refusals import Forbidden
from tests.assessments.items.making import account, told
from tests.world import NOON, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return build()


def test_each_item_is_answered_and_a_wrong_one_holds_up_no_other(world):
    one = account(world.owner)
    items = [told(one, "甲"), told(one, " "), told(one, "乙", "2030-01-01"), told(one, "丙")]

    answers = push_items(
        items, origin="api:1", by=None, at=NOON, covers=[Covered(one, date(2026, 9, 1), date(2026, 9, 7))]
    )

    assert [(answer.verdict, answer.field) for answer in answers] == [
        ("created", ""), ("refused", "title"), ("refused", "published_on"), ("created", ""),
    ]  # fmt: skip
    assert [answers[0].item, answers[3].item] == list(PublishedItem.objects.order_by("pk").values_list("pk", flat=True))
    assert not Coverage.objects.exists()
    event = AuditEvent.objects.get(action="items.pushed")
    assert (event.after["created"], event.after["refused"], event.unit) == (2, 2, world.owner)


def test_pushing_again_changes_nothing_and_complete_days_become_known(world):
    one = account(world.owner)
    days = [Covered(one, date(2026, 9, 1), date(2026, 9, 7))]
    for verdict in ("created", "unchanged"):
        answers = push_items([told(one, "甲", reads=3)], origin="api:1", by=None, at=NOON, covers=days)
        assert [answer.verdict for answer in answers] == [verdict]

    assert Coverage.objects.values_list("last_on", "source", "origin").get() == (date(2026, 9, 7), "api", "api:1")


def test_a_person_pushes_for_accounts_in_reach_only(world):
    items = [told(account(world.owner), "甲"), told(account(world.foreign, "示例水务"), "乙")]

    with pytest.raises(Forbidden):
        push_items(items, origin="api:1", by=world.person("operator"), at=NOON)
    assert not PublishedItem.objects.exists()
