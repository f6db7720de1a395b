"""What goes out to robots and receivers, over real connections: signatures, wrong answers, trying again."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from newmedia_portal.core.access.secrets import seal
from newmedia_portal.core.jobs.models import OutboxItem
from newmedia_portal.core.jobs.schedule import run_often
from newmedia_portal.core.notices import egress
from newmedia_portal.core.notices.channels import try_out
from newmedia_portal.core.notices.delivering import PAUSES, again, deliver
from newmedia_portal.core.notices.models import Attempt, Delivery, Notice
from newmedia_portal.core.notices.states import Category
from newmedia_portal.core.refusals import Conflict

from .conftest import FRIDAY, sent, tell, tick
from .receivers import CUT, SLOW, free_port

SECRET = "a-key-of-some-length"


def test_an_event_is_signed_over_time_identity_and_body(person, channel, receiver):
    channel("webhook")
    tell(person)
    tick()
    taken = receiver.taken[0]
    moment, identity = taken.headers["X-Portal-Timestamp"], taken.headers["X-Portal-Delivery"]
    wanted = hmac.new(SECRET.encode(), f"{moment}.{identity}.".encode() + taken.body, hashlib.sha256).hexdigest()
    assert taken.headers["X-Portal-Signature"] == f"v1={wanted}"
    assert int(moment) == int(FRIDAY.timestamp())
    assert json.loads(taken.body) == {
        "id": identity, "type": "todo", "title": "示例消息one", "body": "", "url": "https://portal.example.com/todo/",
        "sent_at": FRIDAY.isoformat(),
    }  # fmt: skip
    assert sent() == [("sent", 1, "")]


def test_an_altered_body_does_not_fit_its_signature(person, channel, receiver):
    channel("webhook")
    tell(person)
    tick()
    taken = receiver.taken[0]
    signed = f"{taken.headers['X-Portal-Timestamp']}.{taken.headers['X-Portal-Delivery']}.".encode()
    forged = hmac.new(SECRET.encode(), signed + taken.body + b" ", hashlib.sha256).hexdigest()
    assert taken.headers["X-Portal-Signature"] != f"v1={forged}"


def test_dingtalk_is_signed_in_the_address(person, channel, receiver):
    channel("dingtalk", address=f"{receiver.url}?access_token=abc")
    tell(person)
    tick()
    asked = parse_qs(urlsplit(receiver.taken[0].path).query)
    text = f"{asked['timestamp'][0]}\n{SECRET}"
    assert asked["access_token"] == ["abc"]
    assert asked["timestamp"] == [str(int(FRIDAY.timestamp() * 1000))]
    assert asked["sign"] == [base64.b64encode(hmac.digest(SECRET.encode(), text.encode(), "sha256")).decode()]
    assert json.loads(receiver.taken[0].body)["text"]["content"].startswith("新媒体平台：待我办理 1 条\n示例消息one")


def test_feishu_is_signed_in_the_body(person, channel, receiver):
    channel("feishu")
    tell(person)
    tick()
    body = json.loads(receiver.taken[0].body)
    key = f"{int(FRIDAY.timestamp())}\n{SECRET}".encode()
    assert body["timestamp"] == str(int(FRIDAY.timestamp()))
    assert body["sign"] == base64.b64encode(hmac.digest(key, b"", "sha256")).decode()
    assert body["msg_type"] == "text"


def test_wecom_gets_text_and_its_key_stays_in_the_address(person, channel, receiver):
    channel("wecom", address=f"{receiver.url}?key=abc", secret="")
    tell(person)
    tick()
    assert receiver.taken[0].path == "/hook?key=abc"
    assert json.loads(receiver.taken[0].body)["msgtype"] == "text"


def test_a_robot_that_answers_an_error_code_is_tried_again(person, channel, receiver):
    channel("wecom", secret="")
    receiver.answers = [(200, '{"errcode":45009,"errmsg":"太频繁"}'.encode())]
    tell(person)
    tick()
    assert sent() == [("waiting", 1, "机器人答复 45009：太频繁")]
    tick(FRIDAY + PAUSES[0])
    assert sent() == [("sent", 2, "")]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ((500, b"broken"), "HTTP 500 broken"),
        ((503, b""), "HTTP 503"),
        ((429, b"later"), "HTTP 429 later"),
        (CUT, "对方不可用"),
        ((200, b"<html>"), "答复不是机器人的格式"),
    ],
)
def test_what_may_be_better_later_is_tried_again(person, channel, receiver, answer, reason):
    channel("feishu")
    receiver.answers = [answer]
    tell(person)
    tick()
    [(status, attempts, error)] = sent()
    assert (status, attempts) == ("waiting", 1)
    assert error.startswith(reason)
    assert Delivery.objects.get().next_at == FRIDAY + PAUSES[0]


@pytest.mark.parametrize("answer", [(400, b"bad"), (401, b""), (404, b""), (302, b"", ("Location", "/other"))])
def test_what_will_never_be_better_is_given_up_at_once(person, channel, receiver, answer):
    channel("webhook")
    receiver.answers = [answer]
    tell(person)
    tick()
    assert sent()[0][:2] == ("dead", 1)
    assert len(receiver.taken) == 1


def test_a_receiver_that_does_not_answer_in_time_is_tried_again(person, channel, receiver, monkeypatch):
    monkeypatch.setattr(egress, "TIMEOUT", 0.2)
    channel("webhook")
    receiver.answers = [SLOW]
    tell(person)
    tick()
    [(status, _, error)] = sent()
    assert (status, error.partition("：")[0]) == ("waiting", "对方不可用")


def test_a_receiver_that_is_away_for_an_hour_gets_every_message_once(person, channel, receiver):
    row = channel("webhook")
    away = f"http://127.0.0.1:{free_port()}/hook"
    home, row.sealed_address = row.sealed_address, seal(away)
    row.save()
    for number in range(3):
        tell(person, str(number))
    minutes = 0
    while minutes < 60:
        tick(FRIDAY + timedelta(minutes=minutes))
        minutes += 1
    assert {status for status, _, _ in sent()} == {"waiting"}
    row.sealed_address = home
    row.save()
    for later in range(60, 180):
        tick(FRIDAY + timedelta(minutes=later))
    assert {status for status, _, _ in sent()} == {"sent"}
    identities = [taken.headers["X-Portal-Delivery"] for taken in receiver.taken]
    assert len(identities) == len(set(identities)) == 3


def test_after_the_last_try_it_is_dead_the_administrator_is_told_and_may_send_it_again(
    person, channel, receiver, sysadmin
):
    channel("webhook", categories=[Category.WAITING])
    receiver.answers = [(500, b"")] * 8
    tell(person)
    at = FRIDAY
    for pause in [timedelta(), *PAUSES]:
        at += pause
        tick(at)
    assert sent() == [("dead", 8, "HTTP 500")]
    assert list(Attempt.objects.values_list("number", "well")) == [(number, False) for number in range(1, 9)]
    assert Notice.objects.get(user=sysadmin).title == "消息未送达：示例webhook"
    again(Delivery.objects.get(), by=sysadmin, at=at)
    tick(at)
    assert sent() == [("sent", 9, "")]
    assert receiver.taken[0].headers["X-Portal-Delivery"] == receiver.taken[-1].headers["X-Portal-Delivery"]


def test_what_is_on_its_way_is_not_sent_again_by_hand(person, channel, receiver, sysadmin):
    row = try_out(channel("webhook"), by=sysadmin, at=FRIDAY)
    with pytest.raises(Conflict, match="还在发送"):
        again(row, by=sysadmin, at=FRIDAY)
    tick()
    assert json.loads(receiver.taken[0].body)["title"] == "测试消息"


def test_a_worker_that_comes_twice_with_the_same_work_sends_once(person, channel, receiver):
    channel("webhook")
    tell(person)
    tick()
    deliver(at=FRIDAY, delivery=Delivery.objects.get().pk)
    assert len(receiver.taken) == 1


def test_work_that_the_outbox_gave_up_is_taken_up_again(person, channel, receiver):
    channel("webhook")
    tell(person)
    run_often("notices.spread", at=FRIDAY)
    OutboxItem.objects.update(failed_at=FRIDAY)
    tick(FRIDAY + timedelta(minutes=59))
    assert receiver.taken == []
    tick(FRIDAY + timedelta(minutes=61))
    assert sent() == [("sent", 1, "")]


def test_a_group_gets_one_message_for_what_came_together_and_no_titles_unless_asked(person, channel, receiver):
    channel("wecom", detailed=False, secret="")
    tell(person, "1")
    tell(person, "2")
    tell(person, "3", kind="deadline.overdue")
    tick()
    assert len(receiver.taken) == 1
    words = json.loads(receiver.taken[0].body)["text"]["content"]
    assert words == "新媒体平台：期限提醒 1 条、待我办理 2 条\nhttps://portal.example.com/todo/"


def test_a_stopped_channel_gets_nothing(person, channel, receiver):
    row = channel("webhook")
    row.active = False
    row.save()
    tell(person)
    tick()
    assert (receiver.taken, Delivery.objects.count()) == ([], 0)
