"""In the browser: by the button to the CAS server and in, out through both, and turned away (旅程)."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from newmedia_portal.core.sso.models import OuterIdentity

from . import making
from .serving import served
from .test_cas import Server

DESK, PHONE = {"width": 1366, "height": 768}, {"width": 375, "height": 812}
pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    one = Server()
    with served(one.answer) as address:
        directory = "newmedia_portal.core.sso.backend.DirectoryBackend"
        settings.AUTHENTICATION_BACKENDS = [*settings.AUTHENTICATION_BACKENDS, directory]
        settings.SSO_CAS_URL, settings.SSO_LDAP_URL = f"{address}/cas/", "ldaps://127.0.0.1:9"
        yield one


def looked_at(page: Any, name: str) -> list[tuple[str, str]]:
    """Ask axe, and whether the page is wider than its window."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}-{page.viewport_size['width']}.png", full_page=True)
    found = [(name, fault["id"]) for fault in Axe().run(page).response["violations"]]
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return [*found, *([(name, "too wide")] if wide else [])]


def sign_in(page: Any, address: str, name: str, on: str) -> None:
    """Sign in with the local password."""
    page.goto(f"{address}/login/?next={on}")
    page.fill("[name=username]", name)
    page.fill("[name=password]", making.PASSWORD)
    page.click("[data-testid=submit]")
    page.wait_for_url(f"{address}{on}")


def test_in_and_out_by_the_button(open_page: Any, live_server: Any, server: Server, settings: Any) -> None:
    making.linked("cas", "zhang.san")
    page = open_page(DESK)
    page.goto(f"{live_server.url}/login/?next=/devices/")
    faults = looked_at(page, "login")
    page.get_by_role("link", name="统一认证登录（CAS）").click()
    page.wait_for_url(f"{live_server.url}/devices/")
    faults += looked_at(page, "devices")

    page.evaluate("document.querySelector('form[action=\"/logout/\"]').requestSubmit()")
    page.wait_for_url(f"{live_server.url}/logged-out/")

    page.goto(f"{live_server.url}/devices/")
    assert page.url.startswith(f"{live_server.url}/login/")
    assert faults == []


def test_who_is_turned_away_reads_why(open_page: Any, live_server: Any, server: Server, settings: Any) -> None:
    settings.SSO_LOCAL_LOGIN = "admins"
    page = open_page(PHONE)
    page.goto(f"{live_server.url}/login/")
    faults = looked_at(page, "login-outside-only")
    page.get_by_role("link", name="统一认证登录（CAS）").click()
    page.wait_for_selector("[data-testid=why]")
    faults += looked_at(page, "unlinked")
    assert page.inner_text("[data-testid=outer-name]") == "zhang.san"

    page.goto(f"{live_server.url}/sso/ldap/")
    faults += looked_at(page, "directory")
    page.fill("[name=username]", "zhangsan")
    page.fill("[name=password]", "Right-2026")
    page.click("[data-testid=submit]")
    page.wait_for_selector("[data-testid=again]")
    faults += looked_at(page, "away")

    assert faults == []


@pytest.mark.parametrize("size", [DESK, PHONE], ids=("desktop", "phone"))
def test_one_administrator_asks_for_a_list_and_another_releases_it(
    open_page: Any, live_server: Any, server: Server, settings: Any, size: Any
) -> None:
    for name in ("anna", "ben"):
        making.someone(name)
    making.security()
    making.someone("audit", instance_role="auditor")
    page = open_page(size)
    sign_in(page, live_server.url, "sec", "/sso/links/")
    page.click("[data-testid=new-link]")
    page.wait_for_url("**/sso/links/add/")
    faults = looked_at(page, "add")
    page.goto(f"{live_server.url}/sso/links/import/")
    faults += looked_at(page, "import")
    page.select_option("[name=kind]", "cas")
    page.fill("[name=lines]", "anna,zhang.san\nben,li.si")
    page.fill("[name=reason]", "新入职，已当面核对")
    page.click("[data-testid=submit]")
    page.wait_for_url("**/releases/")
    faults += looked_at(page, "asked")

    other = open_page(size)
    sign_in(other, live_server.url, "audit", "/releases/")
    other.click(".main-cell a")
    other.wait_for_selector("[data-testid=release-batch]")
    faults += looked_at(other, "decide")
    other.click("[data-testid=release-batch]")
    other.wait_for_load_state()
    faults += looked_at(other, "released")
    page.goto(f"{live_server.url}/sso/links/")
    faults += looked_at(page, "links")
    page.goto(f"{live_server.url}/sso/links/{OuterIdentity.objects.first().pk}/end/")
    faults += looked_at(page, "unlink")

    assert OuterIdentity.objects.count() == 2
    assert faults == []


@pytest.mark.parametrize("size", [DESK, PHONE], ids=("desktop", "phone"))
def test_one_links_oneself_on_the_own_account_page(
    open_page: Any, live_server: Any, server: Server, settings: Any, size: Any
) -> None:
    making.someone("anna")
    page = open_page(size)
    sign_in(page, live_server.url, "anna", "/second-factor/")
    faults = looked_at(page, "own-before")
    page.click("[data-testid=link-cas]")
    page.wait_for_selector("[name=password]")
    faults += looked_at(page, "own-proof")
    page.fill("[name=password]", making.PASSWORD)
    page.click("[data-testid=submit]")
    page.wait_for_selector("[data-testid=unlink-cas]")
    faults += looked_at(page, "own-linked")
    page.click("[data-testid=unlink-cas]")
    page.wait_for_url("**/end/")
    faults += looked_at(page, "own-unlink")
    linked = OuterIdentity.objects.get().name
    page.click("[data-testid=submit]")
    page.wait_for_url(f"{live_server.url}/second-factor/")
    page.goto(f"{live_server.url}/sso/own/ldap/")
    page.fill("[name=password]", making.PASSWORD)
    page.click("[data-testid=submit]")
    page.wait_for_url("**/own/directory/")
    faults += looked_at(page, "own-directory")

    assert (linked, OuterIdentity.objects.exists(), faults) == ("zhang.san", False, [])
