"""The import of people as an administrator sees it: upload, faults, confirm, first passwords; the check on a phone."""

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from pytest_django.live_server_helper import LiveServer

from newmedia_portal.core.access.models import User
from tests.conftest import DESKTOP, PHONE
from tests.world import PASSWORD, admin, build

from .books import person, workbook

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.once]
WIDER = "document.documentElement.scrollWidth > window.innerWidth"


def wrong(page: Any) -> list[str]:
    """Return what axe finds, and whether the page is wider than the window."""
    page.evaluate(Axe().axe_script)
    found = page.evaluate("axe.run({resultTypes: ['violations']}).then((f) => f.violations.map((v) => v.id))")
    return [*found, *(["wider than the window"] if page.evaluate(WIDER) else [])]


def test_an_administrator_imports_people_and_hands_out_passwords(
    page: Any, live_server: LiveServer, tmp_path: Path
) -> None:
    world = build("taibai")
    admin("sysadmin")
    path = tmp_path / "名册.xlsx"
    rows = [person(1, world.foreign), person(2, world.owner, 岗位="观察员", 单位="不存在的科")]
    path.write_bytes(workbook(rows).getvalue())
    page.goto(f"{live_server.url}/login/?next=/people/import/")
    page.fill("[name=username]", "sysadmin")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.get_by_test_id("template").wait_for()
    assert wrong(page) == []
    page.set_input_files("[name=file]", str(path))
    page.get_by_test_id("submit").click()
    page.get_by_test_id("faults").wait_for()
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)
        assert wrong(page) == []
        page.screenshot(path=str(tmp_path / f"check-{size['width']}.png"), full_page=True)
    page.get_by_test_id("submit").click()
    page.get_by_text("人员已导入。").wait_for()
    assert wrong(page) == []
    with page.expect_download() as saved:
        page.get_by_test_id("issue").click()
    assert saved.value.suggested_filename.startswith("初始密码-")
    assert User.objects.get(username="person0001").must_change_password
    page.get_by_test_id("issue").click()
    page.get_by_text("初始密码表已经生成过").wait_for()
