"""Finding things in a real browser: two characters, initials, number, link; a view shared; an account followed."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.actions.register import correct
from accounts.models import MediaAccount
from newmedia_portal.core.access.models import User
from newmedia_portal.core.jobs.outbox import drain
from newmedia_portal.core.saved.models import SavedView
from newmedia_portal.core.search.sounds import spoken

from .desk import Desk
from .walk import Look

pytestmark = pytest.mark.browser
BOX = "#global-search"


def filed_account() -> MediaAccount:
    """Return an account of the county with id and certificate."""
    rows = MediaAccount.objects.filter(root__regime="gejiu", state="filed").exclude(handle="").exclude(link="")
    found = rows.exclude(certificate_no="").select_related("unit", "platform").order_by("pk").first()
    assert found is not None
    return found


def look_for(seat: Desk, typed: str, box: str = BOX) -> None:
    """Type into the search box of the page and send it off with the enter key."""
    seat.page.fill(box, typed)
    with seat.page.expect_navigation():
        seat.page.press(box, "Enter")


def first_letters(name: str) -> str:
    """Return how people type the beginning of a name by its initials."""
    return "".join(ways[0][0] for ways in spoken(name))[:4]


def test_an_account_is_found_in_every_way_and_the_found_part_is_marked(desk: Callable[..., Desk]) -> None:
    account, look, wrong = filed_account(), Look(), []
    seat = desk("gejiu-registrar")
    page, link = seat.page, f"/accounts/{account.pk}/"

    ways = {
        account.name[2:4]: True,
        first_letters(account.name): True,
        account.certificate_no: True,
        account.handle: True,
        account.link: False,
    }
    for typed, marks in ways.items():
        look_for(seat, typed)
        group = page.locator("#found-account")
        expect(group).to_be_visible()
        if group.get_by_test_id("all-account").count():
            seat.follow(group.get_by_test_id("all-account"))
        hit = page.locator(f"#found-account li:has(a[href='{link}'])")
        expect(hit).to_have_count(1)
        assert (hit.locator("mark").count() > 0) is marks, typed
    wrong += look.at(page, "results of a link")
    look_for(seat, account.name[:2])
    assert page.locator("section.found").count() > 1
    wrong += look.at(page, "results of every kind")
    look_for(seat, "没有这样的名称")
    expect(page.locator("main")).to_contain_text("没有找到")
    wrong += look.at(page, "nothing found")

    assert wrong == []


def test_on_the_phone_the_box_stands_on_every_page_and_works_without_script(
    desk: Callable[..., Desk], browser: object, site: str
) -> None:
    account = filed_account()
    seat = desk("gejiu-operator", phone=True).go("/filings/")
    page = seat.page

    box = page.locator(BOX)
    expect(box).to_be_in_viewport()
    assert page.get_by_label("搜索单位、账号、备案号、链接").count() == 1
    look_for(seat, account.unit.name[-3:])
    assert page.get_by_test_id("hit").count() > 0
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    plain = browser.new_context(java_script_enabled=False)  # type: ignore[attr-defined]
    plain.add_cookies(page.context.cookies())
    bare = plain.new_page()
    bare.goto(f"{site}/filings/")
    bare.fill(BOX, account.unit.name[-3:])
    bare.press(BOX, "Enter")
    bare.wait_for_url("**/search/**")
    assert bare.get_by_test_id("hit").count() > 0
    plain.close()


def test_a_saved_view_is_shared_with_a_colleague_who_opens_with_it(desk: Callable[..., Desk]) -> None:
    look, wrong = Look(), []
    seat = desk("gejiu-registrar").go("/accounts/?state=filed&sort=name")
    page = seat.page

    page.get_by_test_id("views").locator("summary").click()
    page.fill("#view-name", "已备案按名称")
    office = page.locator("#view-shared option").nth(1).inner_text()
    page.select_option("#view-shared", label=office)
    wrong += look.at(page, "a list with its views open")
    seat.press("save-view")
    assert "view=" in seat.address
    expect(page.get_by_test_id("views").locator("summary")).to_have_text("视图：已备案按名称")
    expect(page.locator(".chips")).to_contain_text("已备案")
    saved = SavedView.objects.get(name="已备案按名称")
    link = seat.address

    colleague = desk("gejiu-director").go("/accounts/")
    colleague.page.get_by_test_id("views").locator("summary").click()
    shared = colleague.page.get_by_test_id("view").filter(has_text="已备案按名称")
    expect(shared).to_have_count(1)
    colleague.follow(shared)
    assert colleague.address == link
    colleague.go("/views/")
    wrong += look.at(colleague.page, "my views")
    card = colleague.page.get_by_test_id("saved-view").filter(has_text="已备案按名称")
    colleague.follow(card.get_by_test_id("default-view"))
    colleague.go("/accounts/")
    assert f"view={saved.pk}" in colleague.address
    colleague.follow(colleague.page.locator(".chips .chip").first)
    expect(colleague.page.get_by_test_id("views").locator("summary")).to_have_text("视图：已备案按名称（已改动）")

    outsider = desk("gejiu-operator").go(link)
    expect(outsider.page.get_by_test_id("views").locator("summary")).to_have_text("我的视图")
    expect(outsider.page.locator(".chips")).to_contain_text("已备案")
    seat.go("/views/")
    mine = page.get_by_test_id("saved-view").filter(has_text="已备案按名称")
    mine.locator("summary").click()
    mine.locator("[name=name]").fill("已备案")
    seat.follow(mine.get_by_test_id("change-view"))
    seat.follow(page.get_by_test_id("saved-view").filter(has_text="已备案").first.get_by_test_id("remove-view"))

    assert not SavedView.objects.filter(pk=saved.pk).exists()
    assert wrong == []


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_who_follows_an_account_is_told_of_its_change(desk: Callable[..., Desk], phone: bool) -> None:
    account, look = filed_account(), Look()
    seat = desk("gejiu-observer", phone=phone).go(f"/accounts/{account.pk}/")
    page = seat.page

    seat.press("follow")
    expect(page.get_by_test_id("unfollow")).to_be_visible()
    account.refresh_from_db()
    registrar = User.objects.get(username="gejiu-registrar")
    changes = {"remark": f"核对 {timezone.now():%H%M%S%f}"}
    correct(account, changes, version=account.version, reason="核对", by=registrar, at=timezone.now())
    drain(now=timezone.now)

    seat.go("/messages/")
    told = page.locator("main a").filter(has_text="关注的账号有变化").first
    expect(told).to_contain_text(account.name)
    seat.follow(told)
    assert seat.address == f"/accounts/{account.pk}/"
    seat.go("/following/")
    wrong = look.at(page, "what I follow")
    row = page.locator("main tr").filter(has=page.locator(f"a[href='/accounts/{account.pk}/']"))
    seat.follow(row.get_by_test_id("unfollow"))
    assert page.locator(f"main a[href='/accounts/{account.pk}/']").count() == 0
    assert wrong == []
