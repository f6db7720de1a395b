"""The small scripts, in a real browser; and the pages without any."""

from datetime import date
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Page, expect

from newmedia_portal.core.access.models import Post, Unit, User
from newmedia_portal.core.access.roles import Role

from . import urls

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def session_cookie(person: User, address: str) -> dict[str, str]:
    """Return the cookie of a signed-in person."""
    client = Client()
    client.force_login(person)
    name = django_settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": address}


@pytest.fixture
def visit(page: Page, live_server: Any, person: User) -> Any:
    """Open a sample page as that person."""
    page.context.add_cookies([session_cookie(person, live_server.url)])
    urls.SENT.clear()
    urls.SAVED.clear()

    def go(path: str) -> Page:
        page.goto(f"{live_server.url}{path}")
        page.wait_for_selector("html[data-script=on]")
        return page

    return go


def test_a_second_click_sends_nothing(visit: Any) -> None:
    page = visit("/script/")

    page.get_by_test_id("submit").dblclick(no_wait_after=True)
    page.wait_for_url("**/parts/")

    assert len(urls.SENT) == 1


def test_the_pressed_button_says_that_work_is_under_way(visit: Any) -> None:
    page = visit("/script/")
    page.evaluate("document.addEventListener('submit', (event) => event.preventDefault())")

    page.get_by_test_id("submit").click()

    expect(page.locator("button[aria-busy=true]")).to_have_text("正在办理…")


def test_the_error_summary_takes_focus_and_leads_to_the_field(visit: Any) -> None:
    page = visit("/form/")
    page.get_by_test_id("submit").click()

    expect(page.get_by_test_id("error-summary")).to_be_focused()
    page.get_by_test_id("error-summary").get_by_text("请选择账号类别。").click()

    assert page.evaluate("document.activeElement.name") == "kind"


def test_a_phrase_fills_the_opinion(visit: Any) -> None:
    page = visit("/script/")

    page.get_by_role("button", name="请补充附件").click()
    page.get_by_role("button", name="材料齐全,同意备案").click()

    expect(page.locator("#id_scope")).to_have_value("请补充附件\n材料齐全,同意备案")


def test_a_day_is_echoed_with_its_weekday_and_may_be_picked(visit: Any) -> None:
    page = visit("/script/")

    page.fill("#id_opened_on", "2026年11月23日")
    expect(page.locator("[data-day-echo=id_opened_on]")).to_contain_text("2026-11-23(周一)")
    page.fill("[data-day-picker=id_opened_on]", "2026-11-24")

    expect(page.locator("#id_opened_on")).to_have_value("2026-11-24")


def test_a_draft_is_saved_while_typing(visit: Any) -> None:
    page = visit("/script/")

    page.fill("#id_name", "示例教育")

    expect(page.locator("[data-saved-at]")).to_contain_text("已自动保存 ")
    assert [saved["name"] for saved in urls.SAVED] == ["示例教育"]


def test_a_draft_that_cannot_be_saved_stays_on_the_page(visit: Any) -> None:
    page = visit("/script/")

    page.fill("#id_name", "坏")

    expect(page.locator("[data-saved-at]")).to_contain_text("内容仍在本页")
    expect(page.locator("#id_name")).to_have_value("坏")


def test_rows_are_added_and_removed(visit: Any) -> None:
    page = visit("/script/")

    page.get_by_role("button", name="增加一人").click()
    page.fill("#id_team-1-person", "李某二")
    page.locator("[data-row]").nth(0).get_by_role("button", name="移除此人").click()
    page.get_by_test_id("submit").click()
    page.wait_for_url("**/parts/")

    sent = urls.SENT[0]
    assert (sent["team-TOTAL_FORMS"], sent["team-1-person"], sent["team-0-DELETE"]) == ("2", "李某二", "on")


def test_a_pasted_link_fills_platform_and_name_but_not_over_the_readers_words(visit: Any) -> None:
    page = visit("/script/")
    page.fill("#id_name", "自己写的名称")

    page.fill("#link", "https://mp.weixin.qq.com/s/example")
    page.locator("#link").blur()

    expect(page.locator("#link-note")).to_have_text("已识别:微信公众号")
    expect(page.locator("#id_platform")).to_have_value("wechat")
    expect(page.locator("#id_name")).to_have_value("自己写的名称")


def test_the_batch_bar_appears_on_selection(visit: Any, unit: Unit) -> None:
    for n in range(7):
        Unit.objects.create(code=f"B-{n}", name=f"示例单位{n}", parent=unit)
    page = visit("/list/")
    expect(page.locator(".batch-bar")).to_be_hidden()

    page.get_by_label("选择本页全部").check()
    page.locator("tbody input[type=checkbox]").first.uncheck()

    expect(page.locator("[data-chosen-count]")).to_have_text("4")


def test_the_post_is_switched_without_a_button(visit: Any, person: User, unit: Unit) -> None:
    below = Unit.objects.create(code="D-2", name="示例局", parent=unit)
    Post.objects.create(user=person, unit=below, role=Role.HEAD, since=date(2026, 1, 1))
    page = visit("/parts/")

    page.locator("#unit-switch").select_option(label="示例局 · 部门负责人")

    expect(page.locator(".note-success")).to_have_text("现在以 示例局 部门负责人 的身份办理。")


def test_the_page_warns_before_an_idle_session_ends(visit: Any, settings: Any) -> None:
    settings.SESSION_COOKIE_AGE = 122
    page = visit("/parts/")

    expect(page.locator(".session-end")).to_be_visible(timeout=8000)
    page.get_by_role("button", name="继续使用").click()

    expect(page.locator(".session-end")).to_be_hidden()


def test_an_idle_session_ends_at_the_log_in_page_with_the_way_back(visit: Any, settings: Any) -> None:
    settings.SESSION_COOKIE_AGE = 2
    page = visit("/parts/?a=1")

    page.wait_for_url("**/login/?idle=1&next=%2Fparts%2F%3Fa%3D1")

    expect(page.locator(".note-warning")).to_contain_text("已自动退出")


def test_everything_needed_works_without_scripts(browser: Any, live_server: Any, person: User, unit: Unit) -> None:
    below = Unit.objects.create(code="D-2", name="示例局", parent=unit)
    Post.objects.create(user=person, unit=below, role=Role.HEAD, since=date(2026, 1, 1))
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([session_cookie(person, live_server.url)])
    page = context.new_page()

    page.goto(f"{live_server.url}/list/")
    page.locator("tbody input[type=checkbox]").first.check()
    bar = page.locator(".batch-bar button").count()
    page.locator("#unit-switch").select_option(label="示例局 · 部门负责人")
    page.get_by_role("button", name="切换").click()
    switched = page.locator(".note-success").inner_text()
    page.goto(f"{live_server.url}/form/")
    page.get_by_test_id("submit").click()
    errors = page.get_by_test_id("error-summary").count()
    context.close()

    assert (bar, switched, errors) == (1, "现在以 示例局 部门负责人 的身份办理。", 1)
