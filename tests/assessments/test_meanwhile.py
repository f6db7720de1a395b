"""Two people at one form of the assessment, or of link patterns: the later overwrites nothing and sees what moved."""

from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from accounts.models import LinkPattern, Platform
from assessments.actions import inspections
from assessments.models import Campaign, PublishedItem
from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.meanwhile import Overtaken, mark_of
from tests.assessments.inspections.making import plan, prepared
from tests.assessments.items.making import account, row
from tests.core.test_meanwhile import chief
from tests.world import NOON, World, build, platforms

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build("taibai")


def second_chief() -> User:
    return User.objects.create_user(username="second", full_name="李某二", instance_role="sysadmin")


def with_patterns() -> Platform:
    platforms()
    weibo = Platform.objects.get(code="weibo")
    for number in (1, 2):
        LinkPattern.objects.create(platform=weibo, expression=rf"example{number}\.invalid/(?P<id>\w+)", position=number)
    return weibo


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def sent(answer: Any, **changes: Any) -> dict[str, Any]:
    """Return what a browser would send back of a page, but for the changes; names are those of the fields."""
    context = answer.context
    rows = context.get("forms") or context.get("formset")
    fields = [context["form"]] if rows is None else [rows.management_form, *rows]
    found = {one.html_name: one.value() for form in fields for one in form}
    if "seen" in context:
        found["seen"] = context["seen"]
    data = {name: value for name, value in found.items() if value is not None and value is not False and value != ""}
    return {**data, **changes}


def race(one: Client, other: Client, address: str, first: dict[str, Any], later: dict[str, Any]) -> Any:
    """Both open, the first saves, the later is refused and sees the differences; return the answer to the later."""
    pages = [client.get(address) for client in (one, other)]
    saved = one.post(address, sent(pages[0], **first))
    assert saved.status_code == 302, saved.context["form"].errors

    refused = other.post(address, sent(pages[1], **later))

    page = refused.content.decode()
    assert refused.status_code == 422
    assert 'data-testid="differences"' in page
    assert "他人已改过" in page
    return refused


def test_link_patterns_are_not_overwritten_and_the_later_one_decides():
    weibo = with_patterns()
    address = f"/platforms/{weibo.pk}/patterns/"
    one, other = signed_in(chief()), signed_in(second_chief())

    refused = race(one, other, address, {"patterns-0-note": "甲"}, {"patterns-0-note": "乙"})

    page = refused.content.decode()
    assert weibo.patterns.first().note == "甲"
    assert 'value="乙"' in page
    assert "甲" in page.split('data-testid="differences"')[1].split("</section>")[0]
    assert other.post(address, sent(refused)).status_code == 302
    assert weibo.patterns.first().note == "乙"


def test_a_pattern_that_both_added_stays_when_the_later_one_decides():
    weibo = with_patterns()
    address, known = f"/platforms/{weibo.pk}/patterns/", weibo.patterns.count()
    one, other = signed_in(chief()), signed_in(second_chief())
    added = {f"patterns-{known}-expression": r"example\.invalid/(?P<id>\w+)"}

    refused = race(one, other, address, added, {**added, "patterns-0-note": "乙"})
    saved = other.post(address, sent(refused))

    assert saved.status_code == 302
    assert weibo.patterns.count() == known + 1


def test_another_fault_keeps_the_mark_of_what_was_begun_from():
    weibo = with_patterns()
    address = f"/platforms/{weibo.pk}/patterns/"
    one, other = signed_in(chief()), signed_in(second_chief())
    begun = other.get(address)
    faulty = other.post(address, sent(begun, **{"patterns-0-expression": "("}))
    one.post(address, sent(one.get(address), **{"patterns-0-note": "甲"}))

    late = other.post(address, sent(faulty, **{"patterns-0-expression": sent(begun)["patterns-0-expression"]}))

    assert (faulty.status_code, late.status_code) == (422, 422)
    assert 'data-testid="differences"' in late.content.decode()
    assert weibo.patterns.first().note == "甲"


def test_the_settings_of_a_campaign_are_not_overwritten(world):
    campaign = prepared(world)
    address = f"/assessments/inspections/{campaign.pk}/edit/"
    one, other = signed_in(world.person("registrar")), signed_in(world.person("director"))

    refused = race(one, other, address, {"percent": "50"}, {"percent": "80", "remark": "示例说明"})

    page = refused.content.decode()
    assert Campaign.objects.get().percent == 50
    assert escape("示例说明") in page
    assert "50" in page.split('data-testid="differences"')[1].split("</section>")[0]
    assert other.post(address, sent(refused)).status_code == 302
    stored = Campaign.objects.get()
    assert (stored.percent, stored.remark) == (80, "示例说明")
    assert AuditEvent.objects.filter(action="inspection.changed").count() == 2


def test_inspectors_whom_somebody_else_named_are_not_lost(world):
    campaign = prepared(world)
    address = f"/assessments/inspections/{campaign.pk}/edit/"
    one, other = signed_in(world.person("registrar")), signed_in(world.person("director"))
    people = [world.person(name).pk for name in ("registrar", "director", "line")]

    race(one, other, address, {"inspectors": people}, {"remark": "示例说明"})

    assert set(campaign.inspectors.values_list("user", flat=True)) == set(people)


def test_the_items_of_a_campaign_are_not_overwritten(world):
    campaign = prepared(world)
    address = f"/assessments/inspections/{campaign.pk}/items/"
    one, other = signed_in(world.person("registrar")), signed_in(world.person("director"))

    refused = race(one, other, address, {"items-0-hint": "先看首页"}, {"items-1-hint": "看近三条"})

    told = refused.content.decode().split('data-testid="differences"')[1].split("</section>")[0]
    assert "先看首页" in told
    assert "看近三条" not in told
    assert Campaign.objects.get().template[0]["hint"] == "先看首页"
    assert other.post(address, sent(refused)).status_code == 302
    assert Campaign.objects.get().template[1]["hint"] == "看近三条"


def test_an_item_that_somebody_else_took_out_is_told(world):
    campaign = prepared(world)
    address = f"/assessments/inspections/{campaign.pk}/items/"
    one, other = signed_in(world.person("registrar")), signed_in(world.person("director"))
    label = campaign.template[0]["label"]
    pages = [client.get(address) for client in (one, other)]
    fewer = sent(pages[0])
    fewer.pop("items-0-keep")
    assert one.post(address, fewer).status_code == 302

    refused = other.post(address, sent(pages[1], **{"items-1-hint": "看近三条"}))

    assert refused.status_code == 422
    assert label in refused.content.decode().split('data-testid="differences"')[1].split("</section>")[0]
    assert label not in [one["label"] for one in Campaign.objects.get().template]


def test_a_correction_of_a_published_item_is_not_overwritten(world):
    platforms()
    item = row(account(world.owner), title="示例信息", reads=10)
    address = f"/assessments/items/{item.pk}/correct/"
    one, other = signed_in(world.person("operator")), signed_in(world.person("registrar"))

    refused = race(
        one, other, address, {"reads": "20", "reason": "看错"}, {"title": "示例信息甲", "reason": "标题有误"}
    )

    stored = PublishedItem.objects.get()
    assert (stored.title, stored.reads) == ("示例信息", 20)
    assert "示例信息甲" in refused.content.decode()
    assert other.post(address, sent(refused)).status_code == 302
    stored = PublishedItem.objects.get()
    assert (stored.title, stored.reads) == ("示例信息甲", 10)


def test_who_corrects_what_nobody_touched_is_not_disturbed(world):
    platforms()
    item = row(account(world.owner), title="示例信息", reads=10)
    address = f"/assessments/items/{item.pk}/correct/"
    client = signed_in(world.person("operator"))

    saved = client.post(address, sent(client.get(address), reads="11", reason="看错"))

    assert (saved.status_code, PublishedItem.objects.get().reads) == (302, 11)


def test_the_action_itself_refuses_under_the_lock(world):
    campaign, by = prepared(world), world.person("registrar")
    seen = mark_of(inspections.standing(Campaign.objects.get()))
    inspections.change(campaign, plan(world, remark="甲"), by=by, at=NOON, seen=seen)

    with pytest.raises(Overtaken):
        inspections.change(campaign, plan(world, remark="乙"), by=by, at=NOON, seen=seen)
