"""The devices in a browser: one sees the other session, ends it, and it is out; nothing for axe to find."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from newmedia_portal.core.access.models import User
from tests.conftest import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "Sample-2026-x"


def faults(page: Page) -> list[str]:
    """Return what axe finds, and whether the page is wider than its window."""
    found = [f"{v['id']}: {v['nodes'][0]['target']}" for v in Axe().run(page).response["violations"]]
    too_wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [*found, *([f"{too_wide} px too wide"] if too_wide > 0 else [])]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_person_reads_the_notice_sees_the_other_session_and_ends_it(
    live_server: Any, open_page: Callable[..., Page], settings: Any, size: dict[str, int]
) -> None:
    settings.PRIVACY_NOTICE = True
    User.objects.create_user("zhang-1", password=PASSWORD, full_name="张某一", instance_role="sysadmin")

    def come_in() -> Page:
        page = open_page(size)
        page.goto(f"{live_server.url}/login/")
        page.fill("[name=username]", "zhang-1")
        page.fill("[name=password]", PASSWORD)
        page.get_by_test_id("submit").click()
        page.wait_for_selector("header .menu")
        return page

    here = come_in()
    found = {"notice": faults(here)}
    here.get_by_test_id("submit").click()
    here.wait_for_url(lambda url: "/privacy/" not in url)
    elsewhere = come_in()
    here.locator("header .menu summary").click()
    here.get_by_role("link", name="登录设备").click()
    expect(here.get_by_test_id("device")).to_have_count(2)
    found["devices"] = faults(here)
    here.get_by_test_id("end-device").click()
    expect(here.get_by_test_id("device")).to_have_count(1)
    elsewhere.goto(f"{live_server.url}/devices/")

    assert "/login/" in elsewhere.url
    here.goto(f"{live_server.url}/people/{User.objects.get().pk}/sessions/")
    found["forced off"] = faults(here)
    assert found == {"notice": [], "devices": [], "forced off": []}
