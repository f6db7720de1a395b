"""Pages of messages: settings of a person, channels and log of the administrator; secrets never come back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.notices.models import Channel, Delivery, MessageSettings, Preference
from newmedia_portal.core.notices.preferences import wishes_of
from newmedia_portal.core.notices.states import Category
from tests.world import build

from .conftest import FRIDAY, tell, tick

pytestmark = pytest.mark.django_db
KEY = "a-key-of-some-length"
FORM = {"name": "示例群", "via": "wecom", "secret": "", "categories": ["todo"], "quiet": "on"}


def choices(**more):
    """Return the answers of the settings form."""
    return {**{f"mode_{category}": "at_once" for category in Category.values}, "fold_over": "10", **more}


@pytest.fixture
def signed_in(client, sysadmin):
    client.force_login(sysadmin)
    return client


def test_a_person_chooses_for_themselves(client):
    person = build("gejiu").person("operator")
    client.force_login(person)
    answer = client.post("/messages/settings/", choices(mode_other="off", one_a_day="on", fold_over="3"), follow=True)
    assert "消息设置已保存。" in answer.content.decode()
    wanted = wishes_of([person.pk])[person.pk]
    assert (wanted.one_a_day, wanted.fold_over, wanted.quiet) == (True, 3, False)
    assert Preference.objects.get(user=person, category="other").mode == "off"
    assert MessageSettings.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"fold_over": "0"}, {"fold_over": ""}, {"mode_todo": "sometimes"}])
def test_a_wrong_choice_is_said_and_nothing_kept(client, wrong):
    client.force_login(build("gejiu").person("operator"))
    assert client.post("/messages/settings/", choices(**wrong)).status_code == 422
    assert (Preference.objects.count(), MessageSettings.objects.count()) == (0, 0)


def test_a_channel_is_set_up_and_its_secrets_never_come_back(signed_in, receiver):
    address = f"{receiver.url}?key=very-secret-key"
    signed_in.post("/messages/channels/add/", {**FORM, "via": "webhook", "address": address, "secret": KEY})
    channel = Channel.objects.get()
    assert (channel.address, channel.secret, channel.host) == (address, KEY, "127.0.0.1")
    pages = ["/messages/channels/", f"/messages/channels/{channel.pk}/", "/messages/deliveries/"]
    told = "".join(signed_in.get(page).content.decode() for page in pages)
    kept = str([*AuditEvent.objects.values(), *Channel.objects.values(), *Delivery.objects.values()])
    assert [secret in told + kept for secret in ("very-secret-key", KEY)] == [False, False]


def test_a_change_without_address_and_key_leaves_both_as_they_are(signed_in, channel):
    row = channel("webhook")
    signed_in.post(f"/messages/channels/{row.pk}/", {**FORM, "via": "webhook", "name": "新名称", "address": ""})
    changed = Channel.objects.get()
    assert (changed.name, changed.address, changed.secret) == ("新名称", row.address, KEY)


@pytest.mark.parametrize(
    ("answers", "fault"),
    [
        ({"address": "https://10.0.0.1/hook"}, "这个地址在内网"),
        ({"address": "https://localhost/hook"}, "这个地址在内网"),
        ({"address": "ftp://example.com/"}, "地址应以 https:// 开头"),
        ({"address": "https://u:p@example.com/"}, "用户名和密码"),
        ({"address": ""}, "请粘贴机器人或接收端的地址"),
        ({"address": "https://1.1.1.1/", "via": "webhook"}, "必须设置签名密钥"),
        ({"address": "https://1.1.1.1/", "via": "webhook", "secret": "short"}, "至少 16 个字符"),
        ({"address": "https://1.1.1.1/", "categories": []}, "必填"),
    ],
)
def test_what_may_not_be_set_up_is_said_beside_the_field(signed_in, answers, fault):
    answer = signed_in.post("/messages/channels/add/", {**FORM, **answers})
    assert answer.status_code == 422
    assert fault in answer.content.decode()
    assert "10.0.0.1/hook" not in answer.content.decode()
    assert Channel.objects.count() == 0


def test_the_same_form_sent_twice_sets_up_one_channel(signed_in, receiver):
    token = "8d5f0a86-6a0e-4a53-9c66-0f2a52a3f001"
    for _ in range(2):
        signed_in.post("/messages/channels/add/", {**FORM, "address": receiver.url, "token": token})
    assert Channel.objects.count() == 1


def test_a_trial_message_and_sending_again_lead_through_the_log(signed_in, channel, receiver):
    row = channel("webhook")
    receiver.answers = [(404, b"gone")]
    page = signed_in.post(f"/messages/channels/{row.pk}/try/", follow=True)
    delivery = Delivery.objects.get()
    assert page.redirect_chain[-1][0] == reverse("messages:delivery", args=[delivery.pk])
    tick(timezone.now())
    assert "HTTP 404 gone" in signed_in.get(f"/messages/deliveries/{delivery.pk}/").content.decode()
    assert "已重新排队" in signed_in.post(f"/messages/deliveries/{delivery.pk}/again/", follow=True).content.decode()
    assert "还在发送" in signed_in.post(f"/messages/deliveries/{delivery.pk}/again/", follow=True).content.decode()
    tick(timezone.now())
    assert len(receiver.taken) == 2


def test_a_stopped_channel_says_so_and_is_not_tried(signed_in, channel, receiver):
    row = channel("webhook")
    signed_in.post(f"/messages/channels/{row.pk}/switch/", {"active": "0"})
    assert "已停用" in signed_in.get("/messages/channels/").content.decode()
    assert "请先启用" in signed_in.post(f"/messages/channels/{row.pk}/try/", follow=True).content.decode()
    assert receiver.taken == []


def test_the_log_shows_one_and_three_rows_with_the_same_statements(
    signed_in, channel, person, django_assert_num_queries
):
    channel("webhook")
    tell(person, "1")
    tick(FRIDAY)
    signed_in.get("/messages/deliveries/")
    with CaptureQueriesContext(connection) as one:
        signed_in.get("/messages/deliveries/")
    tell(person, "2")
    tell(person, "3")
    tick(FRIDAY)
    with django_assert_num_queries(len(one)):
        words = signed_in.get("/messages/deliveries/").content.decode()
    assert words.count("示例webhook") == 3


def test_the_log_does_not_say_what_the_messages_say(signed_in, channel, person):
    channel("webhook")
    tell(person, title="示例秘密标题")
    tick(FRIDAY)
    pages = ["/messages/deliveries/", f"/messages/deliveries/{Delivery.objects.get().pk}/"]
    assert [signed_in.get(page).content.decode().count("示例秘密标题") for page in pages] == [0, 0]


def test_the_calendar_page_shows_the_address_once(client):
    person = build("gejiu").person("operator")
    client.force_login(person)
    shown = client.post("/messages/calendar/renew/", follow=True).content.decode()
    assert "/messages/calendar/" in shown
    assert shown.count('data-testid="feed-address"') == 1
    assert 'data-testid="feed-address"' not in client.get("/messages/calendar/").content.decode()
    client.post("/messages/calendar/revoke/")
    assert "生成订阅地址" in client.get("/messages/calendar/").content.decode()
