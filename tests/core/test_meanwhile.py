"""Two administrators at one form: the later overwrites nothing, sees what moved and keeps the own words."""

import re

import pytest
from django.test import Client
from django.utils.html import escape

from accounts.models import Platform
from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.access.secrets import seal
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.notices.models import Channel
from newmedia_portal.core.webhooks.models import WebhookSubscription
from newmedia_portal.regimes.actions import copy_to_draft
from tests.world import NOON, World, admin, build, platforms

pytestmark = pytest.mark.django_db
SEEN = re.compile(r'name="seen" value="([^"]*)"')
PERSON = {"full_name": "张某三", "office_phone": "", "email": "", "is_active": "on"}
UNIT = {"region": "", "contact_phone": "", "is_authority": ""}


def chief() -> User:
    return User.objects.filter(username="sysadmin").first() or admin("sysadmin")


@pytest.fixture
def world() -> World:
    return build()


@pytest.fixture
def two() -> tuple[Client, Client]:
    one, other = Client(), Client()
    one.force_login(chief())
    second = User.objects.create_user(username="second", full_name="李某二", instance_role="sysadmin")
    other.force_login(second)
    return one, other


def mark(page: str) -> str:
    (found,) = SEEN.findall(page)
    return found.replace("&quot;", '"')


def race(two: tuple[Client, Client], address: str, first: dict, later: dict) -> tuple[str, str]:
    """Both open, the first saves, the later is refused; return the page of the refusal and its new mark."""
    one, other = two
    seen, as_seen = (mark(client.get(address).content.decode()) for client in two)
    saved = one.post(address, {**first, "seen": seen})
    assert saved.status_code == 302

    refused = other.post(address, {**later, "seen": as_seen})

    page = refused.content.decode()
    assert refused.status_code in (200, 422)
    assert 'data-testid="differences"' in page
    assert "他人已改过" in page
    return page, mark(page)


def subscription() -> WebhookSubscription:
    return WebhookSubscription.objects.create(
        name="统一待办", sealed_address=seal("https://events.invalid/hook"), host="events.invalid",
        sealed_secret=seal("x"), kinds=["filing.submitted"], made_by=chief(), made_at=NOON,
    )  # fmt: skip


def test_a_subscription_is_not_overwritten_and_the_later_one_decides(two):
    row = subscription()
    address = f"/webhooks/{row.pk}/"
    first = {"name": "统一待办", "kinds": ["filing.submitted", "filing.decided"]}
    later = {"name": "待办中心", "kinds": ["filing.submitted"]}

    page, newest = race(two, address, first, later)

    row.refresh_from_db()
    assert (row.name, row.kinds) == ("统一待办", ["filing.decided", "filing.submitted"])
    assert 'value="待办中心"' in page
    assert two[1].post(address, {**later, "seen": newest}).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.kinds) == ("待办中心", ["filing.submitted"])
    assert AuditEvent.objects.filter(action="webhook.saved").count() == 2


def test_of_another_address_only_the_host_is_told(two):
    row = subscription()
    seen = mark(two[1].get(f"/webhooks/{row.pk}/").content.decode())
    WebhookSubscription.objects.update(host="other.invalid", sealed_address=seal("https://other.invalid/secret-path"))

    page = two[1].post(f"/webhooks/{row.pk}/", {"name": "x", "kinds": row.kinds, "seen": seen}).content.decode()

    assert "other.invalid" in page.split('data-testid="differences"')[1]
    assert "secret-path" not in page


def test_a_channel_is_not_overwritten(two):
    row = Channel.objects.create(
        name="工作群", via="wecom", sealed_address=seal("https://chat.invalid/x"), host="chat.invalid",
        categories=["todo"], made_by=chief(), made_at=NOON,
    )  # fmt: skip
    base = {"name": "工作群", "via": "wecom", "unit": ""}

    race(
        two,
        f"/messages/channels/{row.pk}/",
        {**base, "categories": ["todo", "urged"]},
        {**base, "categories": ["result"]},
    )

    assert Channel.objects.get().categories == ["todo", "urged"]


def test_a_person_is_not_overwritten(two, world):
    person = world.person("operator")
    address = f"/people/{person.pk}/change/"

    page, newest = race(two, address, {**PERSON, "office_phone": "0000-1"}, {**PERSON, "office_phone": "0000-2"})

    assert User.objects.get(pk=person.pk).office_phone == "0000-1"
    assert "0000-1" in page
    assert 'value="0000-2"' in page
    assert two[1].post(address, {**PERSON, "office_phone": "0000-2", "seen": newest}).status_code == 302
    assert User.objects.get(pk=person.pk).office_phone == "0000-2"


def test_a_unit_and_its_name_are_not_overwritten(two, world):
    unit = Unit.objects.get(pk=world.cast["operator"].posts.get().unit_id)
    facts = {**UNIT, "code": unit.code, "kind": "party_organ"}

    race(two, f"/units/{unit.pk}/change/", {**facts, "region": "甲"}, {**facts, "region": "乙"})
    race(two, f"/units/{unit.pk}/rename/", {"name": "示例甲局"}, {"name": "示例乙局"})

    unit.refresh_from_db()
    assert (unit.region, unit.name) == ("甲", "示例甲局")


def test_a_platform_is_not_overwritten(two):
    platforms()
    row = Platform.objects.get(code="weibo")
    facts = {"name": row.name, "id_label": row.id_label, "position": row.position, "approved": "on", "in_use": "on"}

    race(two, f"/platforms/{row.pk}/", {**facts, "aliases": "甲"}, {**facts, "aliases": "乙"})

    assert Platform.objects.get(code="weibo").aliases == ["甲"]


def test_a_draft_of_a_regulation_is_not_overwritten(two, world):
    draft = copy_to_draft(world.edition, by=chief(), at=NOON)
    address, text = f"/regimes/{draft.pk}/text/", draft.content
    first, later = text + "# 甲\n", text + "# 乙\n"

    page, newest = race(two, address, {"text": first}, {"text": later})

    draft.refresh_from_db()
    assert draft.content == first
    assert escape("# 乙") in page.split("</textarea>")[0]
    assert "- # 甲" in page
    assert two[1].post(address, {"text": later, "seen": newest}).status_code == 302


def test_who_saves_what_nobody_touched_is_not_disturbed(two, world):
    person = world.person("operator")
    address = f"/people/{person.pk}/change/"
    seen = mark(two[0].get(address).content.decode())
    User.objects.filter(pk=person.pk).update(must_change_password=True)

    assert two[0].post(address, {**PERSON, "seen": seen}).status_code == 302
