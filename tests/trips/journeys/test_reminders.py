"""Messages in a real browser: a leader decides from the phone, people set up their own, the administrator looks."""

import pytest
from icalendar import Calendar
from playwright.sync_api import expect

from newmedia_portal.core.notices.links import link_to
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.workflow.models import Decision, Step

from .desk import Desk
from .walk import Look

pytestmark = pytest.mark.browser
MOST_TAPS = 3
WAITING = "这个链接已经打开过一次，事项还没有办理记录。"


def _asked(*roles: str) -> Notice:
    """Return a message that asks somebody in one of these roles to decide a filing that still waits."""
    names = [f"{regime}-{role}" for regime in ("gejiu", "soe", "corp", "taibai", "jiusan") for role in roles]
    found = Notice.objects.filter(user__username__in=names, kind="filing.todo", link_used_at__isnull=True)
    for notice in found.select_related("user").order_by("pk"):
        step = Step.objects.filter(pk=int(notice.key.partition(":")[2]), state="active", kind="approve").first()
        if step is not None and step.role in roles:
            return notice
    raise AssertionError("nobody is asked for anything in the demo")


def _path(notice: Notice) -> str:
    return "/" + link_to(notice).split("/", 3)[3]


def test_a_leader_decides_from_the_message_on_the_phone_in_three_taps_at_most(desk):
    look, notice = Look(), _asked("chief", "deputy", "director")
    leader = desk(notice.user.username, phone=True)
    taps = 1
    leader.go(_path(notice))
    assert leader.address == notice.url
    approve = leader.page.locator(".bottom-bar button[value=approve]")
    expect(approve).to_be_visible()
    with leader.page.expect_navigation():
        approve.click()
    taps += 1
    assert taps <= MOST_TAPS
    expect(leader.page.get_by_text("已同意").first).to_be_visible()
    step = int(notice.key.partition(":")[2])
    assert Decision.objects.filter(step=step, verb="approve", by=notice.user).count() == 1

    leader.go(_path(notice))
    expect(leader.page.get_by_test_id("decided")).to_contain_text("办理：同意")
    assert look.at(leader.page, "a link that was used") == []
    leader.press("to-page")
    assert leader.address == notice.url


def test_the_link_asks_for_log_in_and_then_leads_on(db, site, open_page):
    notice = _asked("registrar", "head", "line")
    visitor = Desk(open_page({"width": 375, "height": 812}), site, notice.user.username)
    visitor.go(_path(notice))
    assert visitor.address.startswith("/login/?next=/messages/link/")
    visitor.log_in_here("Demo-2026-portal")
    assert visitor.address == notice.url
    visitor.go(_path(notice))
    expect(visitor.page.get_by_test_id("decided")).to_have_text(WAITING)


def test_a_person_sets_up_mail_and_calendar(desk, site):
    look, wrong = Look(), []
    person = desk("soe-operator")
    person.go("/messages/").press("to-settings")
    wrong += look.at(person.page, "settings of messages")
    person.answer("mode_result", "daily")
    person.answer("fold_over", "5")
    person.press("save-settings")
    expect(person.page.get_by_text("消息设置已保存。")).to_be_visible()
    assert person.page.locator("[name=mode_result]").input_value() == "daily"

    person.go("/messages/").press("to-calendar")
    person.press("renew-feed")
    wrong += look.at(person.page, "the calendar with its address")
    shown = person.page.get_by_test_id("feed-address").input_value()
    address = f"{site}/messages/calendar/{shown.rpartition('/')[2]}"
    answer = person.page.context.browser.new_context().request.get(address)
    events = Calendar.from_ical(answer.body()).walk("VEVENT")
    assert (answer.status, len(events)) == (200, person.page.locator("main tbody tr").count())
    person.go("/messages/calendar/")
    expect(person.page.get_by_test_id("feed-address")).to_have_count(0)
    person.press("revoke-feed")
    assert person.page.context.request.get(address).status == 404
    wrong += look.at(person.page, "the calendar without an address")
    assert wrong == []


def test_the_administrator_sets_up_a_channel_and_reads_the_log(desk):
    look, wrong = Look(), []
    admin = desk("sysadmin")
    admin.follow(admin.page.get_by_role("link", name="外发渠道").first)
    wrong += look.at(admin.page, "channels")
    admin.press("add-channel")
    admin.answer("name", "示例新群")
    admin.answer("address", "https://127.0.0.1/hook")
    admin.press("save-channel")
    expect(admin.page.get_by_text("这个地址在内网").first).to_be_visible()
    assert admin.page.locator("[name=address]").input_value() == ""
    wrong += look.at(admin.page, "a channel that was refused")
    admin.go("/messages/channels/").press("to-log")
    wrong += look.at(admin.page, "the log")
    admin.follow(admin.page.locator("main tbody a").last)
    wrong += look.at(admin.page, "one delivery")
    assert wrong == []
