"""Axe finds nothing on the frame, the components and their error states; nothing is wider than a phone."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from newmedia_portal.core.access.models import Unit, User

from .test_scripts import session_cookie

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZES = {"desktop": {"width": 1366, "height": 768}, "phone": {"width": 375, "height": 812}}
PAGES = ["/", "/parts/", "/form/", "/script/", "/list/", "/list/?q=x", "/list/?closed=x&kind=bureau", "/display/"]
PUBLIC_PAGES = ["/login/", "/login/?idle=1", "/logged-out/", "/display/", "/nowhere/"]


def faults(page: Page) -> list[str]:
    """Return what axe finds, and whether the page is wider than its window."""
    found = [f"{v['id']}: {v['nodes'][0]['target']}" for v in Axe().run(page).response["violations"]]
    too_wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [*found, *([f"{too_wide} px too wide"] if too_wide > 0 else [])]


@pytest.mark.parametrize(
    ("size", "display"), [("desktop", ""), ("phone", ""), ("desktop", "contrast"), ("phone", "contrast-large")]
)
def test_pages_of_a_person_are_without_fault(
    page: Page, live_server: Any, person: User, unit: Unit, size: str, display: str
) -> None:
    for n in range(7):
        Unit.objects.create(code=f"B-{n}", name=f"示例单位{n}", parent=unit)
    page.context.add_cookies([session_cookie(person, live_server.url)])
    page.context.add_cookies([{"name": "display", "value": display, "url": live_server.url}])
    page.set_viewport_size(SIZES[size])  # type: ignore[arg-type]

    found = {}
    for path in PAGES:
        page.goto(f"{live_server.url}{path}")
        found[path] = faults(page)
    page.goto(f"{live_server.url}/form/")
    page.get_by_test_id("submit").click()
    found["errors"] = faults(page)
    page.locator(".menu summary").click()
    found["menu"] = faults(page)

    assert found == {key: [] for key in [*PAGES, "errors", "menu"]}


@pytest.mark.parametrize("size", SIZES)
def test_public_pages_are_without_fault(page: Page, live_server: Any, person: User, size: str) -> None:
    page.set_viewport_size(SIZES[size])  # type: ignore[arg-type]

    found = {}
    for path in PUBLIC_PAGES:
        page.goto(f"{live_server.url}{path}")
        found[path] = faults(page)
    page.goto(f"{live_server.url}/login/")
    for _ in range(5):
        page.fill("#id_username", person.username)
        page.fill("#id_password", "falsch")
        page.get_by_test_id("submit").click()
        page.wait_for_load_state()
        found["wrong"] = faults(page)
        if not page.locator("#id_username").count():
            break

    assert "登录已暂时锁定" in page.title()
    assert found == {key: [] for key in [*PUBLIC_PAGES, "wrong"]}
