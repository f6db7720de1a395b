"""Pages of webhooks: the system administrator alone, secrets shown once and kept sealed, sending again by hand."""

import re
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.webhooks.models import WebhookDelivery, WebhookSubscription
from tests.world import admin, build

from .conftest import KIND, NOON, happen, states, tick, told

pytestmark = pytest.mark.django_db
SECRET = re.compile(r"whsec_[A-Za-z0-9+/=]{44}")
FORM = {"name": "统一待办", "kinds": [KIND]}


@pytest.fixture
def signed_in(client, sysadmin):
    client.force_login(sysadmin)
    return client


def everything_stored():
    """Return every text of every table that holds something of webhooks, and of sessions and the log."""
    found = [*AuditEvent.objects.values(), *WebhookSubscription.objects.values(), *WebhookDelivery.objects.values()]
    return str(found) + str([session.get_decoded() for session in Session.objects.all()])


def test_a_key_is_shown_once_and_stored_sealed(signed_in, receiver):
    address = f"{receiver.url}?key=very-secret"
    answer = signed_in.post("/webhooks/add/", {**FORM, "address": address})
    assert answer.status_code == 302
    stored = everything_stored()
    shown = signed_in.get(answer.url).content.decode()
    (secret,) = SECRET.findall(shown)
    row = WebhookSubscription.objects.get()
    assert (row.address, row.secrets(NOON), row.host) == (address, [secret], f"127.0.0.1:{receiver.port}")
    pages = ["/webhooks/", answer.url, "/webhooks/deliveries/", "/audit/"]
    again = "".join(signed_in.get(page).content.decode() for page in pages)
    assert [word in stored + everything_stored() + again for word in (secret, "very-secret")] == [False, False]


def test_a_new_key_is_shown_once_to_its_own_subscription(signed_in, receiver, subscribe):
    row, other = subscribe(receiver.url), subscribe(receiver.url, "另一个")
    signed_in.post(f"/webhooks/{row.pk}/rotate/")
    shown = [SECRET.findall(signed_in.get(f"/webhooks/{pk}/").content.decode()) for pk in (other.pk, row.pk, row.pk)]
    assert [len(found) for found in shown] == [0, 1, 0]
    assert shown[1][0] != row.plain
    assert "旧密钥有效至" in signed_in.get(f"/webhooks/{row.pk}/").content.decode()


def test_a_second_click_leaves_the_key_that_receivers_know(signed_in, receiver, subscribe):
    row, token = subscribe(receiver.url), str(uuid4())
    for _ in range(2):
        assert signed_in.post(f"/webhooks/{row.pk}/rotate/", {"token": token})["Location"] == f"/webhooks/{row.pk}/"
    shown = SECRET.findall(signed_in.get(f"/webhooks/{row.pk}/").content.decode())
    row.refresh_from_db()
    assert row.secrets(timezone.now()) == [*shown, row.plain]
    assert AuditEvent.objects.filter(action="webhook.rotated").count() == 1


def test_a_change_without_an_address_leaves_address_and_key_as_they_are(signed_in, receiver, subscribe):
    row, unit = subscribe(receiver.url), build("gejiu").owner
    signed_in.post(f"/webhooks/{row.pk}/", {**FORM, "name": "新名称", "address": "", "units": [unit.pk]})
    changed = WebhookSubscription.objects.get()
    assert (changed.name, changed.address, changed.secrets(NOON)) == ("新名称", receiver.url, [row.plain])
    assert list(changed.units.all()) == [unit]


@pytest.mark.parametrize(
    ("answers", "fault"),
    [
        ({"address": "https://10.0.0.1/hook"}, "这个地址在内网"),
        ({"address": "ftp://example.com/"}, "地址应以 https:// 开头"),
        ({"address": "https://u:p@example.com/"}, "用户名和密码"),
        ({"address": ""}, "请填写接收端的地址"),
        ({"address": "http://127.0.0.1:1/", "kinds": []}, "推送哪些事件"),
        ({"address": "http://127.0.0.1:1/", "name": "示例接收端"}, "已有同名的订阅"),
    ],
)
def test_what_may_not_be_set_up_is_said_beside_the_field(signed_in, subscribe, receiver, answers, fault):
    subscribe(receiver.url)
    answer = signed_in.post("/webhooks/add/", {**FORM, **answers})
    assert (answer.status_code, WebhookSubscription.objects.count()) == (422, 1)
    assert fault in answer.content.decode()
    assert "10.0.0.1/hook" not in answer.content.decode()


def test_the_same_form_sent_twice_sets_up_one_subscription(signed_in, receiver):
    for _ in range(2):
        data = {**FORM, "address": receiver.url, "token": "8d5f0a86-6a0e-4a53-9c66-0f2a52a3f777"}
        assert signed_in.post("/webhooks/add/", data).status_code == 302
    assert WebhookSubscription.objects.count() == 1


def test_a_test_event_goes_out_like_any_other_and_its_answer_is_in_the_log(signed_in, receiver, subscribe):
    row = subscribe(receiver.url)
    receiver.answers = [(200, b"<script>hello</script>")]
    page = signed_in.post(f"/webhooks/{row.pk}/test/").url
    tick(WebhookDelivery.objects.get().created_at)
    shown = signed_in.get(page).content.decode()
    assert (states(), [number for _, number in told(receiver.taken)]) == (["sent"], [row.pk])
    assert "&lt;script&gt;hello" in shown
    assert "<script>hello" not in shown
    assert "测试事件" in signed_in.get("/webhooks/deliveries/?kind=webhook.test").content.decode()


def test_dead_letters_are_listed_and_sent_again_one_or_all(signed_in, receiver, subscribe):
    row = subscribe(receiver.url)
    happen(1, 2, 3)
    signed_in.post(f"/webhooks/{row.pk}/switch/", {"active": "0"})
    assert states() == ["dead"] * 3
    listed = signed_in.get(f"/webhooks/deliveries/?status=dead&subscription={row.pk}").content.decode()
    assert listed.count("未送达") >= 3
    signed_in.post(f"/webhooks/{row.pk}/switch/", {"active": "1"})
    signed_in.post(f"/webhooks/deliveries/{WebhookDelivery.objects.earliest('pk').pk}/replay/")
    assert states() == ["waiting", "dead", "dead"]
    answer = signed_in.post(f"/webhooks/{row.pk}/replay/", {"which": "dead"}, follow=True)
    assert "2 个事件已重新排队" in answer.content.decode()
    assert states() == ["waiting"] * 3


@pytest.mark.parametrize(
    ("answers", "fault"),
    [
        ({"which": "all"}, "请填写开始时间"),
        ({"which": "dead", "since": "2026-09-18T10:00", "until": "2026-09-18T09:00"}, "结束时间应晚于开始时间"),
        ({"which": "dead", "since": "昨天"}, "时间看不懂"),
        ({}, "请选择重推哪些"),
    ],
)
def test_a_range_that_is_none_is_refused(signed_in, receiver, subscribe, answers, fault):
    row = subscribe(receiver.url)
    answer = signed_in.post(f"/webhooks/{row.pk}/replay/", answers)
    assert (answer.status_code, fault in answer.content.decode()) == (422, True)


def test_nobody_but_the_system_administrator_finds_these_pages(client, receiver, subscribe):
    row = subscribe(receiver.url)
    happen(1)
    push = WebhookDelivery.objects.get()
    world = build("gejiu")
    people = [admin("secadmin"), admin("auditor"), world.person("registrar"), world.person("director")]
    looked = ["", "add/", f"{row.pk}/", f"{row.pk}/replay/", "deliveries/", f"deliveries/{push.pk}/"]
    acted = [f"{row.pk}/{what}/" for what in ("rotate", "switch", "test", "replay")] + [f"deliveries/{push.pk}/replay/"]
    for person in people:
        client.force_login(person)
        assert {client.get(f"/webhooks/{page}").status_code for page in looked} == {404}
        assert {client.post(f"/webhooks/{page}").status_code for page in acted} == {404}
    kept = WebhookSubscription.objects.get()
    assert (kept.active, kept.secrets(NOON), states()) == (True, [row.plain], ["waiting"])


@pytest.mark.parametrize("number", [1, 3])
def test_the_lists_cost_the_same_however_many_rows_there_are(signed_in, receiver, subscribe, number):
    counts: list[int] = []
    signed_in.get("/webhooks/")
    signed_in.get("/webhooks/deliveries/")
    for more in range(2):
        for at in range(number):
            subscribe(receiver.url, f"接收端{more}{at}")
        happen(more)
        with CaptureQueriesContext(connection) as asked:
            signed_in.get("/webhooks/")
            signed_in.get("/webhooks/deliveries/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
