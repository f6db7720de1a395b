"""Every event arrives, signed, under one number and in order per object: down for an hour, slow, 500, cut."""

import json
from datetime import datetime, timedelta
from threading import Event
from zoneinfo import ZoneInfo

import pytest

from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.jobs.models import OutboxItem
from newmedia_portal.core.jobs.outbox import drain
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.webhooks import actions
from newmedia_portal.core.webhooks.catalogue import kind_of
from newmedia_portal.core.webhooks.forgetting import forget
from newmedia_portal.core.webhooks.hearing import Happening, publish
from newmedia_portal.core.webhooks.models import WebhookDelivery, WebhookEvent, WebhookSubscription, WebhookTry
from newmedia_portal.core.webhooks.noting import pause
from newmedia_portal.core.webhooks.payload import signature
from newmedia_portal.core.workdays.actions import seed_calendar
from tests.core.notices.receivers import CUT, SLOW, free_port, receiving
from tests.dying import survives
from tests.world import build

from .conftest import KIND, NOON, happen, states, tick, tick_for, told

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_an_event_says_what_happened_where_and_when_and_nothing_else(subscribe, receiver):
    subscribe(receiver.url)
    owner = build("gejiu").owner
    happen(7, unit=owner)
    tick()
    (taken,) = receiver.taken
    event = json.loads(taken.body)
    assert event == {
        "id": taken.headers["webhook-id"],
        "type": KIND,
        "version": 1,
        "timestamp": "2026-09-18T12:00:00+08:00",
        "data": {
            "object": {"type": "example", "id": 7}, "link": "https://portal.example.com/units/7/", "unit": owner.code,
        },
    }  # fmt: skip
    assert datetime.fromisoformat(event["timestamp"]) == NOON.astimezone(ZoneInfo("Asia/Shanghai"))


def test_the_signature_covers_number_time_and_body_and_two_keys_hold_for_a_day(subscribe, receiver, sysadmin):
    row = subscribe(receiver.url)
    fresh = actions.rotate(row, by=sysadmin, at=NOON)
    for moment in (NOON, NOON + DAY):
        happen(1, at=moment)
        tick(moment)
    both, later = receiver.taken
    for taken, keys in ((both, [fresh, row.plain]), (later, [fresh])):
        number, seconds = taken.headers["webhook-id"], int(taken.headers["webhook-timestamp"])
        wanted = [signature(key, number, seconds, taken.body) for key in keys]
        assert taken.headers["webhook-signature"].split(" ") == wanted
        assert signature(fresh, number, seconds + 1, taken.body) not in wanted
        assert signature(fresh, number, seconds, taken.body + b" ") not in wanted


def test_a_receiver_that_is_down_for_an_hour_gets_every_event_once_and_in_order(subscribe):
    port = free_port()
    subscribe(f"http://127.0.0.1:{port}/hook")
    happen(1, 2, 1, 3, 1, 2)
    at = tick_for(HOUR)
    assert (set(states()), WebhookSubscription.objects.get().state_label) == ({"waiting"}, "失败")
    assert WebhookTry.objects.count() < 12
    with receiving(b"ok", port) as receiver:
        tick_for(timedelta(minutes=90), start=at)
    assert [number for _, number in told(receiver.taken)] == [1, 2, 1, 3, 1, 2]
    assert len({number for number, _ in told(receiver.taken)}) == 6
    assert (set(states()), WebhookSubscription.objects.get().state_label) == ({"sent"}, "在用")


@pytest.mark.parametrize("fault", [(500, b"broken"), CUT, (503, b""), (404, b"?"), (302, b"", ("Location", "/x"))])
def test_what_goes_wrong_once_is_tried_again_under_the_same_number(subscribe, receiver, fault):
    subscribe(receiver.url)
    receiver.answers = [fault, fault]
    happen(1)
    tick()
    tick_for(timedelta(minutes=5))
    numbers = {number for number, _ in told(receiver.taken)}
    bodies = {taken.body for taken in receiver.taken}
    assert (len(receiver.taken), len(numbers), len(bodies), states()) == (3, 1, 1, ["sent"])
    assert len({taken.headers["webhook-timestamp"] for taken in receiver.taken}) == 3


def test_an_event_that_its_receiver_refuses_holds_back_its_own_object_only(subscribe, receiver):
    subscribe(receiver.url)
    receiver.answers = [(422, b"no")]
    happen(1, 1, 2, 3)
    tick()
    assert [number for _, number in told(receiver.taken)] == [1, 2, 3]
    assert states() == ["waiting", "waiting", "sent", "sent"]
    tick_for(timedelta(minutes=2))
    assert [number for _, number in told(receiver.taken)] == [1, 2, 3, 1, 1]


def test_a_slow_receiver_does_not_hold_up_another(subscribe, receiver):
    done = Event()

    def after_the_other() -> tuple[int, bytes]:
        return (200, b"late") if done.wait(5) else (500, b"the other had to wait")

    with receiving(b"ok") as quick:
        subscribe(receiver.url, "慢的")
        subscribe(quick.url, "快的")
        receiver.answers = [after_the_other]
        quick.answers = [(200, b"")] * 4 + [lambda: (done.set(), (200, b""))[1]]
        happen(1, 2, 3, 4, 5)
        tick()
    assert WebhookTry.objects.exclude(status_code=200).count() == 0
    assert (len(quick.taken), len(receiver.taken), set(states())) == (5, 5, {"sent"})


def test_a_receiver_that_does_not_answer_in_time_rests_after_one_try(subscribe, receiver, settings):
    subscribe(receiver.url)
    settings.WEBHOOK_TIMEOUT_SECONDS = 0.2
    receiver.answers = [SLOW]
    happen(1, 2, 3)
    tick()
    assert (len(receiver.taken), WebhookTry.objects.get().error) == (1, "对方不可用：对方答复太慢")
    tick_for(timedelta(minutes=2))
    assert set(states()) == {"sent"}


def test_after_a_day_it_is_a_dead_letter_told_of_once_and_sent_again_by_hand(subscribe, receiver, sysadmin):
    row = subscribe(receiver.url)
    receiver.answers = [(500, b"broken")] * 200
    happen(1, 2)
    tick()
    end = tick_for(timedelta(hours=26), every=timedelta(minutes=30))
    assert set(states()) == {"dead"}
    assert 15 < len(receiver.taken) < 60
    assert list(Notice.objects.values_list("user", "kind")) == [(sysadmin.pk, "webhook.dead")]
    receiver.answers.clear()
    receiver.taken.clear()
    first = WebhookDelivery.objects.select_related("subscription").earliest("pk")
    actions.replay(first, by=sysadmin, at=end)
    tick(end)
    assert states() == ["sent", "dead"]
    assert told(receiver.taken) == [(first.event.identity, 1)]
    assert actions.replay_many(row, by=sysadmin, at=end) == 1
    tick(end)
    assert states() == ["sent", "sent"]


def test_a_range_of_time_is_sent_again_with_what_was_delivered(subscribe, receiver, sysadmin):
    row = subscribe(receiver.url)
    for hour in range(5):
        happen(hour, at=NOON + hour * HOUR)
        tick(NOON + hour * HOUR)
    first = told(receiver.taken)
    receiver.taken.clear()
    span = {"since": NOON + HOUR, "until": NOON + 3 * HOUR}
    assert actions.replay_many(row, dead_only=True, by=sysadmin, at=NOON + DAY, **span) == 0
    assert actions.replay_many(row, dead_only=False, by=sysadmin, at=NOON + DAY, **span) == 2
    tick(NOON + DAY)
    assert told(receiver.taken) == first[1:3]


def test_what_still_waits_or_is_stopped_is_not_sent_again_by_hand(subscribe, receiver, sysadmin):
    row = subscribe(receiver.url)
    happen(1)
    waiting = WebhookDelivery.objects.select_related("subscription").get()
    with pytest.raises(actions.Conflict, match="还在推送"):
        actions.replay(waiting, by=sysadmin, at=NOON)
    assert actions.switch(row, active=False, by=sysadmin, at=NOON) == 1
    with pytest.raises(actions.Conflict, match="请先启用"):
        actions.replay(waiting, by=sysadmin, at=NOON)
    happen(2)
    tick()
    assert (states(), receiver.taken) == (["dead"], [])


def test_after_days_without_success_it_is_switched_off_and_the_administrators_are_told(
    subscribe, receiver, sysadmin, settings
):
    settings.WEBHOOK_OFF_AFTER_DAYS = 2
    subscribe(receiver.url)
    receiver.answers = [(500, b"")] * 200
    at = NOON
    for day in range(3):
        happen(day, at=NOON + day * DAY)
        at = tick_for(DAY, start=at, every=timedelta(hours=1))
    row = WebhookSubscription.objects.get()
    assert (row.active, row.off_why, set(states())) == (False, "连续 2 天推送失败，已自动停用。", {"dead"})
    assert Notice.objects.filter(user=sysadmin, kind="webhook.off").count() == 1
    assert AuditEvent.objects.filter(action="webhook.switched_off", actor=None).count() == 1


def test_pauses_double_up_to_an_hour_and_differ_between_rows():
    quarter = [pause(1, seed) / timedelta(seconds=30) for seed in range(200)]
    assert 0.75 <= min(quarter) < 0.85 < 1.15 < max(quarter) <= 1.25
    for failures, whole in ((2, 60), (5, 480), (8, 3600), (40, 3600)):
        assert 0.75 <= pause(failures, 1) / timedelta(seconds=whole) <= 1.25


def test_a_subscription_to_a_unit_hears_of_it_and_what_lies_below(subscribe, receiver):
    world = build("gejiu")
    subscribe(receiver.url, units=[world.owner])
    for number, unit in enumerate([world.owner, world.child, world.foreign, world.root, None]):
        happen(number, unit=unit)
    tick()
    assert [number for _, number in told(receiver.taken)] == [0, 1]


def _fail_after_publishing():
    publish([Happening(kind_of(KIND), 1, None, NOON)])
    raise KeyError


def test_an_event_is_gone_with_the_action_that_failed_and_kept_with_the_one_that_held(subscribe, receiver):
    subscribe(receiver.url)
    with pytest.raises(KeyError), unit_of_work():
        _fail_after_publishing()
    assert (WebhookEvent.objects.count(), OutboxItem.objects.count()) == (0, 0)
    happen(1)
    assert (WebhookEvent.objects.count(), OutboxItem.objects.filter(job="webhooks.push").count()) == (1, 1)


def test_nobody_subscribing_costs_one_query(db, django_assert_num_queries):
    seed_calendar(by=None, at=NOON)
    with unit_of_work(), django_assert_num_queries(1):
        publish([Happening(kind_of(KIND), 1, None, NOON)])


def test_only_one_worker_sends_to_a_receiver_and_a_dead_one_is_followed(subscribe, receiver):
    subscribe(receiver.url)
    happen(1)
    WebhookSubscription.objects.update(leased_until=NOON + timedelta(minutes=3))
    tick()
    assert receiver.taken == []
    tick(NOON + timedelta(minutes=4))
    assert states() == ["sent"]


# What a killed worker leaves is the same on both databases, and PostgreSQL gives no number twice.
@pytest.mark.once
def test_a_worker_killed_midway_loses_nothing_and_what_comes_twice_bears_one_number(subscribe, receiver):
    subscribe(receiver.url)
    happen(1, 1, 2)
    assert survives(lambda minutes: drain(now=lambda: NOON + timedelta(minutes=minutes))) >= 20
    identities = [number for number, _ in told(receiver.taken)]
    assert len(identities) > len(set(identities)) == 3


def test_what_went_out_half_a_year_ago_is_forgotten(subscribe, receiver):
    subscribe(receiver.url)
    happen(1)
    tick()
    happen(2, at=NOON + 200 * DAY)
    assert forget(on=NOON.date(), at=NOON + 200 * DAY).cleared == 1
    assert (states(), WebhookEvent.objects.count(), WebhookTry.objects.count()) == (["waiting"], 1, 0)
