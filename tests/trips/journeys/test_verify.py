"""Is this account an official one: asked by anybody in a real browser, at the desk, on the phone, without script."""

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import MediaAccount, TeamMember
from newmedia_portal.core.access.models import User

from ...conftest import DESKTOP, PHONE
from .desk import Desk
from .walk import Look

pytestmark = pytest.mark.browser


def _account() -> MediaAccount:
    rows = MediaAccount.objects.filter(state="filed", platform__is_group=False, root__regime="corp")
    return rows.order_by("pk")[0]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_citizen_asks_is_answered_and_reports(db, site, open_page, size):
    cache.clear()
    look, wrong, account = Look(), [], _account()
    citizen = Desk(open_page(size), site, "公众")
    citizen.go("/verify/")
    wrong += look.at(citizen.page, "question")
    citizen.page.set_viewport_size(size)
    citizen.answer("q", f" {account.name} ")
    citizen.press("check")
    assert "是登记在册的官方账号" in citizen.text("verdict")
    assert account.unit.name in citizen.text("verdict")
    wrong += look.at(citizen.page, "official")
    citizen.page.set_viewport_size(size)
    citizen.answer("q", f"{account.name}客服")
    citizen.press("check")
    assert "没有找到完全一致的" in citizen.text("verdict")
    assert account.unit.name not in citizen.text("verdict").replace(account.name, "")
    wrong += look.at(citizen.page, "not found")
    citizen.page.set_viewport_size(size)
    citizen.press("report-this")
    assert citizen.address == "/verify/report/"
    assert {one["name"] for one in citizen.page.context.cookies()} <= {"csrftoken"}
    assert wrong == []


def test_it_works_without_script(db, site, browser):
    cache.clear()
    account = _account()
    context = browser.new_context(viewport=PHONE, java_script_enabled=False, locale="zh-CN")
    citizen = Desk(context.new_page(), site, "公众")
    citizen.go("/verify/")
    citizen.page.fill("[name=q]", account.name)
    citizen.press("check")
    assert "是登记在册的官方账号" in citizen.text("verdict")
    assert context.cookies() == []
    context.close()


def test_no_person_shows_in_the_answer_for_any_account_of_the_demo(db, settings):
    settings.PUBLIC_VERIFY_PER_MINUTE = 6000
    cache.clear()
    people = set(User.objects.values_list("full_name", flat=True))
    people |= set(TeamMember.objects.values_list("name", flat=True))
    people |= set(MediaAccount.objects.exclude(staff_person="").values_list("staff_person", flat=True))
    people = {name for name in people if len(name) > 1}
    client, shown = Client(), []
    for account in MediaAccount.objects.select_related("platform").order_by("pk"):
        asked = [{"q": account.name}, {"no": account.certificate_no}, {"q": account.handle}, {"q": account.link}]
        for question in (one for one in asked if all(one.values())):
            for address in ("/verify/", "/verify.json"):
                said = client.get(address, question).content.decode()
                said = said.replace(account.name, "").replace(account.handle or "-", "")
                shown += [(account.pk, name) for name in people if name in said]
                shown += [(account.pk, "phone")] if "138" in said.replace(account.link or "-", "") else []
    assert shown == []
