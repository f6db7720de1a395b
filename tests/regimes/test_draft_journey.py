"""An administrator changes a regulation in a real browser: copy, edit, a fault, the impact, publish."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client

from newmedia_portal.core.access.models import User
from newmedia_portal.regimes import loader
from newmedia_portal.regimes.actions import sync_shipped
from newmedia_portal.regimes.models import EditionRecord

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_limit_is_changed_from_copy_to_publication(page, live_server, now):
    sync_shipped(at=now)
    admin = User.objects.create(username="sysadmin", full_name="张某一", instance_role="sysadmin")
    client = Client()
    client.force_login(admin, backend="django.contrib.auth.backends.ModelBackend")
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    axe = Axe()

    page.goto(f"{live_server.url}/regimes/")
    page.get_by_role("link", name="个旧市新媒体管理办法（试行）").click()
    page.get_by_test_id("copy").click()
    page.get_by_label("开通备案：期限数", exact=True).fill("0")
    page.get_by_test_id("submit").click()
    assert "有 1 处需要修改" in page.get_by_test_id("error-summary").inner_text()
    assert axe.run(page).response["violations"] == []

    page.get_by_label("开通备案：期限数", exact=True).fill("15")
    page.get_by_test_id("submit").click()
    assert "自开通之日起15个工作日内（本地设定）" in page.get_by_test_id("changes").inner_text()
    assert axe.run(page).response["violations"] == []

    page.get_by_role("link", name="全部内容").click()
    page.get_by_label("制度内容").fill("code = ")
    page.get_by_test_id("submit").click()
    assert "第 1 行" in page.get_by_test_id("error-summary").inner_text()
    assert axe.run(page).response["violations"] == []

    page.get_by_role("link", name="核对与发布").click()
    page.get_by_test_id("publish").click()
    old, new = loader.shipped("gejiu").version, str(int(loader.shipped("gejiu").version) + 1)
    assert f"第{new}版" in page.get_by_role("heading", level=1).locator("..").inner_text()
    states = dict(EditionRecord.objects.filter(code="gejiu").values_list("version", "state"))
    assert states == {old: "retired", new: "published"}
